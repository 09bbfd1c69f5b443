package sessions

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// Lines lists all sessions, newest first.
func (s Shelf) Lines(ctx context.Context) ([]Line, error) {
	lines, _, err := s.listed(ctx)
	return lines, err
}

// listed lists all sessions, and gives what is remembered of them.
func (s Shelf) listed(ctx context.Context) ([]Line, listMemory, error) {
	all, err := s.Store.List()
	if err != nil {
		return nil, listMemory{}, err
	}
	known := s.recall()
	now := listMemory{Version: listVersion, Sessions: make(map[string]remembered, len(all))}
	lines := make([]Line, 0, len(all))
	changed := false
	for _, folder := range all {
		if err := ctx.Err(); err != nil {
			return nil, listMemory{}, err
		}
		was, ok := known.Sessions[folder.Name()]
		is, keep := describe(folder, was, ok)
		if keep {
			now.Sessions[folder.Name()] = is
		}
		changed = changed || keep && (!ok || is.Size != was.Size || is.Modified != was.Modified)
		lines = append(lines, standing(folder, is))
	}
	since, judged := s.saySince(ctx, all, lines, now, known)
	now.Since = since
	if changed || judged || len(known.Sessions) != len(now.Sessions) {
		s.remember(now)
	}
	return lines, now, nil
}

// describe reads a journal. If the journal has not changed, describe takes what
// was remembered instead. keep tells whether the answer is worth remembering.
func describe(folder journal.Folder, was remembered, ok bool) (is remembered, keep bool) {
	st, err := os.Stat(folder.File(journal.EventsFile))
	switch {
	case err == nil:
		is.Size, is.Modified = st.Size(), st.ModTime().UnixNano()
		if ok && was.Size == is.Size && was.Modified == is.Modified {
			return was, true
		}
	case !errors.Is(err, fs.ErrNotExist):
		is.Line = Line{Name: folder.Name(), State: "unreadable", Problem: bench.Clean(err.Error())}
		return is, false
	}
	r, readErr := folder.ReadStanding()
	if readErr != nil {
		is.Line = Line{Name: folder.Name(), State: "unreadable", Problem: bench.Clean(readErr.Error())}
		// A damaged journal stays damaged until it changes, so the answer is
		// remembered. A file that could not be opened is not remembered. It may be
		// readable tomorrow, because its permissions may change without a change of
		// the file.
		var path *fs.PathError
		return is, err == nil && !errors.As(readErr, &path)
	}
	s := r.Session
	is.State = s.State
	is.Line, is.Jobs = LineOf(s), measuredJobs(s)
	is.Line.Name = folder.Name()
	return is, err == nil
}

// standing adds what the journal alone does not say: whether a bench process
// works on the session, and the note that was added later.
func standing(folder journal.Folder, is remembered) Line {
	l := is.Line
	if l.State != "" { // the journal could not be read
		return l
	}
	if note, ok := folder.Note(); ok {
		l.Note = note
	}
	switch {
	case folder.Live():
		l.Live, l.State = true, liveState(folder, is.State)
	case l.Imported != "" && l.Outcome == bench.OutcomeDone:
		l.State = "imported"
	case is.State == bench.StateFinished:
		l.State = string(l.Outcome)
	default:
		l.State = "unfinished"
	}
	return l
}

// liveState says whether a live session is pausing, paused, waiting for the
// machine, or measuring. After the last test, it says what still happens.
func liveState(folder journal.Folder, state bench.State) string {
	r, err := folder.Read()
	if err != nil {
		if state == bench.StatePaused {
			return "paused"
		}
		return "measuring"
	}
	return doing(r.Session)
}

// doing is what the bench process of a session does now.
func doing(s *bench.Session) string {
	switch {
	case s.Pausing():
		return "pausing"
	case s.State == bench.StatePaused:
		return "paused"
	case s.Waits():
		return "waiting"
	case s.Now.Round == bench.SentinelRound:
		return "drift check"
	case noTestLeft(s):
		return "finishing" // the bench process looks at the machine again
	}
	return "measuring"
}

func noTestLeft(s *bench.Session) bool {
	left := func(t *bench.TestState) bool { return t.State != bench.StateFinished }
	return len(s.Jobs) > 0 && !slices.ContainsFunc(s.Jobs, func(j *bench.JobState) bool { return slices.ContainsFunc(j.Tests, left) })
}
