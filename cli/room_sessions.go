package cli

import (
	"context"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/cli/sessions"
	"dragstrip/tui"
)

// lookEvery is the shortest time between two looks into a session's journal. The
// screens ask for news once a second. lookEvery is a little shorter than that,
// so each question leads to a look.
const lookEvery = 900 * time.Millisecond

// sessionRoom gives the screens access to sessions.
func (r rooms) sessionRoom(ctx context.Context) tui.SessionRoom {
	return tui.SessionRoom{
		Start:  r.startSession,
		Behind: r.waitingBehind,
		Widen:  r.widenControls,
		Resume: func(name string) error {
			if r.resumedElsewhere(name) {
				return nil
			}
			return r.resume(name, resumeOptions{detach: true})
		},
		Live:      r.sessions().MeasuredNow,
		Others:    r.otherSessions,
		Follow:    func(name string) tui.Feed { return r.followFeed(ctx, name) },
		Continued: r.continued,
		Ask: func(name string, c bench.Control) error {
			if c.Add != nil {
				stampJobs([]bench.Job{*c.Add})
			}
			f, err := r.places.store().Find(name)
			if err != nil {
				return err
			}
			return f.Ask(c)
		},
		List: r.pastSessions,
		Open: r.openSession,
		OpenFile: func(_ context.Context, path string) (*bench.Session, error) {
			return r.earlier(r.pathTyped(path))
		},
		Article: r.articlePage, Import: r.importPasted,
		Delete: r.sessions().Delete,
		Note:   r.noteSession,
		Expect: r.known.expect, Left: r.known.left(),
		Formats: exportFormats(), Export: r.exportSession, ExportSheet: r.exportSheet,
	}
}

// resumedElsewhere tells whether another viewer was faster: it has resumed the
// session, and perhaps the session is even complete by now.
func (r rooms) resumedElsewhere(name string) bool {
	f, err := r.places.store().Find(name)
	if err != nil {
		return false
	}
	if f.Live() {
		return true
	}
	read, err := f.Read()
	return err == nil && read.Session.Outcome == bench.OutcomeDone && !read.Session.CanGoOn(false)
}

// continued waits until somebody measures more of a session.
func (r rooms) continued(ctx context.Context, name string) bool {
	f, err := r.places.store().Find(name)
	if err != nil {
		return false
	}
	return grows(ctx, f, nextIdleLook)
}

// grows waits until a session's journal grows. next waits for the next look, and
// tells whether there is one.
func grows(ctx context.Context, f journal.Folder, next func(context.Context) bool) bool {
	for was := f.JournalBytes(); next(ctx); {
		if f.JournalBytes() > was {
			return true
		}
	}
	return false
}

// otherSessions tells the screens when another session is measured, and when
// the machine has become free. The next plan then uses what that session showed.
func (r rooms) otherSessions(ctx context.Context, each func(tui.Other)) {
	shelf := r.sessions()
	shelf.EachHolder(ctx, nextIdleLook, func(h journal.Holder) {
		if h.Session == "" {
			r.known.read(ctx, r.places.store(), r.describe)
			each(tui.Other{})
			return
		}
		each(tui.Other(shelf.MeasuredBy(h)))
	})
}

// feed reads a session's journal for the screens. It looks for the session's
// folder only when it is first asked, because making a feed must not take time.
type feed struct {
	*journal.Follower
	find func() (journal.Folder, error)
	// ended is called once the session is over.
	ended func()
}

func (r rooms) followFeed(ctx context.Context, name string) tui.Feed {
	store := r.places.store()
	return &feed{
		find: func() (journal.Folder, error) { return store.Find(name) },
		// The next plan uses the results of this session. The screens stop following
		// the session at once. So the reading must not depend on their ctx.
		ended: func() { go r.known.read(ctx, store, r.describe) },
	}
}

func (f *feed) Next(ctx context.Context) (tui.Batch, error) {
	if f.Follower == nil {
		folder, err := f.find()
		if err != nil {
			return tui.Batch{}, err
		}
		f.Follower = folder.Follow()
		f.Every = lookEvery
	}
	b, err := f.Follower.Next(ctx)
	if err == nil && b.Ended {
		f.ended()
	}
	return tui.Batch{Events: b.Events, More: b.More, Ended: b.Ended, Died: b.Died}, err
}

func (f *feed) Close() {
	if f.Follower != nil {
		f.Follower.Close()
	}
}

// startSession starts a session that was just planned.
func (r rooms) startSession(p *bench.Plan) (string, error) {
	stampJobs(p.Jobs)
	folder, err := r.startStored(p, r.known)
	if err != nil {
		return "", err
	}
	return folder.Name(), nil
}

// waitingBehind names the sessions that wait behind a session of the same
// command.
func (r rooms) waitingBehind(name string) (names []string) {
	for _, f := range r.sessions().Behind(name) {
		names = append(names, f.Name())
	}
	return names
}

func (r rooms) pastSessions(ctx context.Context) ([]tui.Past, error) {
	lines, err := r.sessions().Lines(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]tui.Past, 0, len(lines))
	for _, l := range lines {
		out = append(out, pastOf(l))
	}
	return out, nil
}

func pastOf(l sessions.Line) tui.Past {
	figures := make([]tui.PastFigure, len(l.Figures))
	for i, f := range l.Figures {
		figures[i] = tui.PastFigure(f)
	}
	return tui.Past{
		Name: l.Name, When: l.When(), Measured: l.Measured, State: l.State, Live: l.Live, Machine: l.Machine, What: l.What, Source: l.Imported, Found: l.Found, Text: l.Text(),
		BestTest: l.BestTest, BestTPS: l.BestTPS, BestGrade: l.BestGrade, Done: l.Done, Partly: l.Partly, Tests: l.Tests, Configurations: l.Configurations, Tried: l.Tried,
		Note: l.Note, Since: l.Since, Problem: l.Problem, Figures: figures,
	}
}

func (r rooms) openSession(ctx context.Context, name string) (*bench.Session, error) {
	f, err := r.places.store().Find(name)
	if err != nil {
		return nil, err
	}
	read, err := f.ReadShown(ctx)
	if err != nil {
		return nil, err
	}
	return read.Session, nil
}

func (r rooms) noteSession(name, text string) error {
	f, err := r.places.store().Find(name)
	if err != nil {
		return err
	}
	return f.SetNote(strings.TrimSpace(text))
}
