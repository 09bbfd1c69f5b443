package predict

import (
	"time"

	"dragstrip/bench"
)

// precision estimates how long further rounds take until every median is as
// precise as asked. It assumes that starts continue to differ as they did. A
// round takes every test that is still wide, so the widest test decides how
// many rounds there are.
func (w *walk) precision() time.Duration {
	s := w.session
	if s.Plan.Precision <= 0 {
		return 0
	}
	wide := w.wide()
	var takes time.Duration
	for round := 0; ; round++ {
		one := w.further(wide, round)
		if one == 0 || s.Plan.MaxTime > 0 && s.Active+w.measuring()+takes+one > s.Plan.MaxTime {
			return takes
		}
		takes += one
	}
}

// wideTest is a test that takes part in some further rounds.
type wideTest struct {
	job    int
	takes  time.Duration
	rounds int
}

func (w *walk) wide() []wideTest {
	var all []wideTest
	s := w.session
	for i, j := range s.Jobs {
		for _, t := range j.Tests {
			sum := t.Summary()
			if sum.Starts < 2 {
				sum = w.pace.Summary(&j.Job, t.Test)
			}
			most := (bench.MaxPrecisionRepetitions - s.RepetitionsOf(j, t.Test) + bench.Batch - 1) / bench.Batch
			n := min(sum.StartsFor(s.Plan.Precision)-s.Rounds(), most)
			if n <= 0 || j.State == bench.StateFinished || t.Outcome == bench.OutcomeFailed {
				continue
			}
			turn, _ := w.pace.Turn(&j.Job, t.Test, false)
			all = append(all, wideTest{i, turn.Of(bench.Batch), n})
		}
	}
	return all
}

// further is how long one further round takes: its tests, and a start for each
// loading.
func (w *walk) further(wide []wideTest, round int) time.Duration {
	var takes time.Duration
	loaded := map[string]bool{}
	for _, t := range wide {
		if t.rounds <= round {
			continue
		}
		takes += t.takes
		if key := w.keys[t.job]; !loaded[key] {
			loaded[key] = true
			takes += w.pace.Start(&w.session.Jobs[t.job].Job)
		}
	}
	return takes
}
