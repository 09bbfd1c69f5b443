package cli

import (
	"context"
	"strings"
	"sync"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/predict"
)

// speeds is what earlier sessions of this machine say of its engine builds.
type speeds struct {
	mu    sync.Mutex
	gbps  float64
	flops map[string]float64 // by engine build
	// tests are the newest summaries by what was measured.
	tests map[string]bench.Summary
}

// testKey names what was measured: the same key means the same thing.
func testKey(j *bench.Job, t bench.Test) string {
	return strings.Join([]string{j.Model.Path, j.Model.Label(), j.Build.ID, j.Params.String(), t.String()}, "\x00")
}

// expect is the interval of the newest session that measured the same; where
// it has none, its slowest and fastest repetition.
func (s *speeds) expect(j *bench.Job, t bench.Test) (low, high float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := s.tests[testKey(j, t)]
	if sum.HasInterval {
		return sum.Low, sum.High
	}
	return sum.Min, sum.Max
}

// basis is what is known here of the machine and a job's engine build.
func (s *speeds) basis(j *bench.Job) predict.Basis {
	s.mu.Lock()
	defer s.mu.Unlock()
	return predict.Basis{GBps: s.gbps, PrefillFlops: s.flops[j.Build.ID]}
}

// sessionsRead bounds how far back it is looked.
const sessionsRead = 12

func (s *speeds) read(ctx context.Context, store journal.Store) {
	all, err := store.List()
	if err != nil {
		return
	}
	gbps, flops, tests := 0.0, map[string]float64{}, map[string]bench.Summary{}
	for _, f := range all[:min(len(all), sessionsRead)] {
		if ctx.Err() != nil {
			return
		}
		r, err := f.Read()
		if err != nil {
			continue
		}
		for _, b := range r.Session.Bandwidth {
			gbps = max(gbps, b.PeakGBps)
		}
		for _, j := range r.Session.Jobs {
			for _, t := range j.Tests {
				if bench.GradeOf(r.Session.DoubtsOf(j, t)) == bench.GradeSuspect {
					continue // nothing is expected from what cannot be
				}
				sum := bench.Summarize(t.SamplesTPS())
				flops[j.Build.ID] = max(flops[j.Build.ID], predict.PrefillFlops(j.Model, t.Test, sum.Median))
				key := testKey(&j.Job, t.Test)
				if _, newer := tests[key]; !newer && sum.N > 0 {
					tests[key] = sum
				}
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gbps, s.flops, s.tests = gbps, flops, tests
}
