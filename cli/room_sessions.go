package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"dyno/bench"
	"dyno/bench/journal"
	"dyno/bench/report"
	"dyno/tui"
)

// lookEvery is how often the screens look for news of a session. Twice a
// second is as fast as anybody reads, and the engine hardly notices it.
const lookEvery = 500 * time.Millisecond

// noteFile holds what somebody wrote about a session; it lies beside the
// journal, which only the bench process writes.
const noteFile = "note.txt"

// sessionRoom keeps sessions for the screens.
func (e *env) sessionRoom() tui.SessionRoom {
	return tui.SessionRoom{
		Start: func(p *bench.Plan) (string, error) {
			folder, err := e.places.store().Create(p)
			if err != nil {
				return "", err
			}
			return folder.Name(), e.startBench(folder, false)
		},
		Resume: func(name string) error {
			if f, err := e.places.store().Find(name); err == nil && f.Live() {
				return nil // somebody was faster
			}
			return e.resume(name, resumeOptions{detach: true})
		},
		Live: func() (string, time.Time, bool) {
			f, ok := e.liveSession()
			if !ok {
				return "", time.Time{}, false
			}
			since := time.Now()
			if r, err := f.Read(); err == nil && !r.Session.Started.IsZero() {
				since = r.Session.Started
			}
			return f.Name(), since, true
		},
		Follow: e.followFeed,
		Ask: func(name string, c bench.Control) error {
			f, err := e.places.store().Find(name)
			if err != nil {
				return err
			}
			return f.Ask(c)
		},
		List:   e.pastSessions,
		Open:   e.openSession,
		Delete: e.deleteSession,
		Note:   e.noteSession,
		Export: e.exportSession,
	}
}

// feed reads a session's journal for the screens.
type feed struct {
	*journal.Follower
	failed error
}

func (e *env) followFeed(name string) tui.Feed {
	folder, err := e.places.store().Find(name)
	if err != nil {
		return feed{failed: err}
	}
	f := folder.Follow()
	f.Every = lookEvery
	return feed{Follower: f}
}

func (f feed) Next(ctx context.Context) (tui.Batch, error) {
	if f.failed != nil {
		return tui.Batch{}, f.failed
	}
	b, err := f.Follower.Next(ctx)
	return tui.Batch{Events: b.Events, Ended: b.Ended, Died: b.Died}, err
}

func (f feed) Close() {
	if f.Follower != nil {
		f.Follower.Close()
	}
}

func (e *env) pastSessions(ctx context.Context) ([]tui.Past, error) {
	all, err := e.places.store().List()
	if err != nil {
		return nil, err
	}
	var out []tui.Past
	for _, f := range all {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		l := describeSession(f)
		past := tui.Past{Name: l.Name, Started: l.Started, State: l.State, Models: l.Models, Done: l.Done, Tests: l.Tests, Note: l.Note, Problem: l.Problem}
		if text, err := os.ReadFile(f.File(noteFile)); err == nil {
			past.Note = bench.CleanLine(string(text), 500)
		}
		out = append(out, past)
	}
	return out, nil
}

func (e *env) openSession(_ context.Context, name string) (*bench.Session, error) {
	f, err := e.places.store().Find(name)
	if err != nil {
		return nil, err
	}
	r, err := f.Read()
	if err != nil {
		return nil, err
	}
	return r.Session, nil
}

// deleteSession removes a session's folder for ever; one that is measured
// stays.
func (e *env) deleteSession(name string) error {
	f, err := e.places.store().Find(name)
	if err != nil {
		return err
	}
	if f.Live() {
		return fmt.Errorf("session %s is being measured; stop it first", f.Name())
	}
	if err := os.RemoveAll(f.Path); err != nil {
		return fmt.Errorf("delete session %s: %w", f.Name(), err)
	}
	return nil
}

func (e *env) noteSession(name, text string) error {
	f, err := e.places.store().Find(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.File(noteFile), []byte(strings.TrimSpace(text)+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep the note: %w", err)
	}
	return nil
}

func (e *env) exportSession(_ context.Context, name string) (string, error) {
	f, err := e.places.store().Find(name)
	if err != nil {
		return "", err
	}
	r, err := f.Read()
	if err != nil {
		return "", err
	}
	var text strings.Builder
	if err := report.Markdown(&text, r.Session, e.reportOptions(false)); err != nil {
		return "", err
	}
	path := f.File(reportFile)
	return path, journal.WriteFile(path, []byte(text.String()))
}
