package sessions

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/regular"
)

// Line is one session in a list.
type Line struct {
	Name    string    `json:"name"`
	Started time.Time `json:"started,omitzero"`
	State   string    `json:"state"`
	// Live says that a bench process works on it.
	Live    bool          `json:"live,omitempty"`
	Outcome bench.Outcome `json:"outcome,omitempty"`
	Models  []string      `json:"models"`
	// Machine is the machine's line. What names the models, with the backends
	// and flags that they were measured with. BestTest is the fastest test; if
	// there are generations, it is the fastest of them.
	Machine  string  `json:"machine,omitempty"`
	What     string  `json:"what,omitempty"`
	BestTest string  `json:"best_test,omitempty"`
	BestTPS  float64 `json:"best_tps,omitempty"`
	Done     int     `json:"tests_done"`
	Tests    int     `json:"tests"`
	Note     string  `json:"note,omitempty"`
	Problem  string  `json:"problem,omitempty"`
	// Installed are the builds that it measured with of those that dragstrip
	// installed, by the names of their folders.
	Installed []string `json:"installed_builds,omitempty"`
}

// remembered is what the list says about a journal, with the journal's size and
// time. It is kept in the cache folder, because reading a thousand journals
// takes most of a second. Looking at their sizes takes a hundredth of that.
type remembered struct {
	Size     int64       `json:"size"`
	Modified int64       `json:"modified"` // Unix time, nanoseconds
	State    bench.State `json:"session_state"`
	Line     Line        `json:"line"`
}

// listMemory is the file with everything that is remembered. If the form of an
// entry changes, the version must be raised.
type listMemory struct {
	Version  int                   `json:"version"`
	Sessions map[string]remembered `json:"sessions"`
}

// ListFile is the name of that file.
const ListFile = "sessions.json"

const (
	listVersion = 6
	maxList     = 64 << 20
)

// Lines lists all sessions, newest first.
func (s Shelf) Lines(ctx context.Context) ([]Line, error) {
	all, err := s.Store.List()
	if err != nil {
		return nil, err
	}
	known := s.recall()
	now := listMemory{Version: listVersion, Sessions: make(map[string]remembered, len(all))}
	lines := make([]Line, 0, len(all))
	changed := false
	for _, folder := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		was, ok := known.Sessions[folder.Name()]
		is, keep := describe(folder, was, ok)
		if keep {
			now.Sessions[folder.Name()] = is
		}
		changed = changed || keep && (!ok || is.Size != was.Size || is.Modified != was.Modified)
		lines = append(lines, standing(folder, is))
	}
	if changed || len(known.Sessions) != len(now.Sessions) {
		s.remember(now)
	}
	return lines, nil
}

func (s Shelf) recall() listMemory {
	var m listMemory
	text, err := regular.Read(filepath.Join(s.Cache, ListFile), maxList)
	// If the cache cannot be read, it is made again.
	if err != nil || json.Unmarshal(text, &m) != nil || m.Version != listVersion {
		return listMemory{}
	}
	return m
}

// remember writes the file. If it fails, only the next list takes longer.
func (s Shelf) remember(m listMemory) {
	text, err := json.Marshal(m)
	if err != nil || os.MkdirAll(s.Cache, 0o700) != nil {
		return
	}
	_ = journal.WriteFile(filepath.Join(s.Cache, ListFile), text)
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
		// A damaged journal stays damaged until it changes. But a file that
		// could not be opened may be readable tomorrow, if only its permissions
		// change.
		var path *fs.PathError
		return is, err == nil && !errors.As(readErr, &path)
	}
	s := r.Session
	is.State = s.State
	is.Line = LineOf(s)
	is.Line.Name = folder.Name()
	return is, err == nil
}

// LineOf makes a line from what the journal alone says. The session's name and
// state are not set.
func LineOf(s *bench.Session) Line {
	l := Line{
		Started: s.Started, Outcome: s.Outcome, Note: bench.Clean(s.Plan.Note),
		Machine: bench.Clean(s.Machine.Line), What: measuredWith(s.Jobs),
	}
	seen := map[string]bool{}
	for _, j := range s.Jobs {
		if label := bench.Clean(j.Model.Label()); !seen[label] {
			seen[label] = true
			l.Models = append(l.Models, label)
		}
	}
	l.Installed = installedBuilds(s.Jobs)
	l.Done, l.Tests = s.MeasuredTests()
	l.BestTest, l.BestTPS = fastest(s.Jobs)
	return l
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
	case s.Now.Phase == bench.PhaseWaiting:
		return "waiting"
	case s.Now.Round == bench.SentinelRound:
		return "drift check"
	case noTestLeft(s):
		return "finishing" // it looks at the machine again
	}
	return "measuring"
}

func noTestLeft(s *bench.Session) bool {
	left := func(t *bench.TestState) bool { return t.State != bench.StateFinished }
	return len(s.Jobs) > 0 && !slices.ContainsFunc(s.Jobs, func(j *bench.JobState) bool { return slices.ContainsFunc(j.Tests, left) })
}
