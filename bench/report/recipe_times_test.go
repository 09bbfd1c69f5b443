package report

import (
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// A session used to become longer when its report was read: the time in which it
// waited was counted as its own.
func TestASessionTakesAsLongWhenItIsReadBack(t *testing.T) {
	for name, c := range map[string]struct {
		while func(t *teller, later func(time.Duration))
		says  string
	}{
		"nothing": {func(*teller, func(time.Duration)) {}, "finished after 0:06"},
		"it waits": {func(t *teller, later func(time.Duration)) {
			t.tell("", bench.PhaseEntered{Phase: bench.PhaseWaiting})
			later(5 * time.Minute)
			t.tell("", bench.MachineDescribed{})
		}, "finished after 0:09"},
		"it is resumed": {func(t *teller, later func(time.Duration)) {
			later(time.Hour)
			t.tell("", bench.SessionResumed{})
		}, "finished after 0:06"},
		"the clock is set ahead": {func(t *teller, later func(time.Duration)) {
			later(time.Hour)
			t.tell("", bench.ClockMoved{Step: time.Hour})
		}, "finished after 0:09"},
		"the clock is set back": {func(t *teller, later func(time.Duration)) {
			later(-time.Hour)
			t.tell("", bench.ClockMoved{Step: -time.Hour})
		}, "finished after 0:09"},
		"it has not ended": {func(t *teller, later func(time.Duration)) {
			t.tell("", bench.PhaseEntered{Phase: bench.PhaseWaiting})
			later(5 * time.Minute)
			t.tell("", bench.MachineDescribed{})
		}, "not finished, last event 0:06 after the start"},
	} {
		tell := newTeller()
		job := bench.Job{ID: "j1", Model: bench.Model{Name: "m", Path: "/m"}, Build: bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{"x"}}, Tests: []bench.Test{pp512}, Repetitions: 1}
		tell.tell("", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: bench.Plan{Rounds: 1, Jobs: []bench.Job{job}}})
		tell.tell("j1", bench.TestFinished{Result: bench.Result{Test: pp512, SamplesNS: samples(pp512, 100)}})
		c.while(tell, func(d time.Duration) { tell.when = tell.when.Add(d) })
		if name != "it has not ended" {
			tell.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
		}
		standing := func(s *bench.Session) string {
			return (&markdown{s: s, r: newRedactor(s, Options{}), rows: Rows(s)}).standing()
		}
		was := standing(tell.s)
		if !strings.Contains(was, c.says) {
			t.Errorf("%s: %s", name, was)
		}
		for format, back := range readBack(t, tell.s) {
			if is := standing(back); is != was {
				t.Errorf("%s, %s: %q became %q", name, format, was, is)
			}
			for again, twice := range readBack(t, back) {
				if is := standing(twice); is != was {
					t.Errorf("%s, %s, %s: %q became %q", name, format, again, was, is)
				}
			}
			if kept := bench.Replay(Retold(back)); standing(kept) != was {
				t.Errorf("%s, %s: kept as %q", name, format, standing(kept))
			}
		}
	}
}
