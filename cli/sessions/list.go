package sessions

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

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
	recalled := make(chan listMemory, 1)
	go func() { recalled <- s.recall() }()
	all, err := s.Store.List()
	known := <-recalled
	if err != nil {
		return nil, listMemory{}, err
	}
	entries, err := lookAtAll(ctx, all, known)
	if err != nil {
		return nil, listMemory{}, err
	}
	now := listMemory{Sessions: make(map[string]remembered, len(all))}
	lines := make([]Line, 0, len(all))
	changed := false
	for i, one := range entries {
		if one.keep {
			now.Sessions[all[i].Name()] = one.is
		}
		changed = changed || one.changed
		lines = append(lines, one.line)
	}
	since, judged := s.saySince(ctx, all, lines, now, known)
	now.Since = since
	if changed || judged || len(known.Sessions) != len(now.Sessions) {
		s.remember(now)
	}
	return lines, now, nil
}

// entry is what the list has of one session.
type entry struct {
	is   remembered
	line Line
	// keep tells whether is should be remembered, and changed whether it differs
	// from what is remembered.
	keep, changed bool
}

// lookAtAll looks at all sessions. Most of the time goes to asking the system
// about files, so several sessions are looked at together.
func lookAtAll(ctx context.Context, all []journal.Folder, known listMemory) ([]entry, error) {
	out := make([]entry, len(all))
	now := time.Now()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), mostLooking) {
		workers.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(all) || ctx.Err() != nil {
					return
				}
				was, ok := known.Sessions[all[i].Name()]
				is, keep := describe(all[i], was, ok)
				out[i] = entry{is, standing(all[i], is, now), keep, keep && (!ok || is.Size != was.Size || is.Modified != was.Modified)}
			}
		})
	}
	workers.Wait()
	return out, ctx.Err()
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
func standing(folder journal.Folder, is remembered, now time.Time) Line {
	l := is.Line
	if l.State != "" { // the journal could not be read
		return l
	}
	if note, ok := folder.Note(); ok {
		l.Note = note
	}
	switch {
	case !is.settled(now) && folder.Live():
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

// settled tells whether certainly nobody is working on the session. This is so
// if the session is finished and its journal has not changed for an hour. A
// bench process that resumes a session writes to the journal first. In a long
// list this saves two thirds of the questions to the system.
func (is remembered) settled(now time.Time) bool {
	return is.State == bench.StateFinished && is.Modified > 0 && now.Sub(time.Unix(0, is.Modified)) > time.Hour
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
