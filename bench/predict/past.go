package predict

import (
	"strings"

	"dragstrip/bench"
)

// Past is what earlier sessions of a machine say of it and its engine builds.
type Past struct {
	gbps  float64
	flops map[string]float64 // by engine build
	// tests are the newest summaries by what was measured.
	tests map[string]bench.Summary
}

// Learn takes one session more, newest first. What is suspect is left out:
// nothing is expected from what cannot be.
func (p *Past) Learn(s *bench.Session) {
	if p.tests == nil {
		p.flops, p.tests = map[string]float64{}, map[string]bench.Summary{}
	}
	for _, b := range s.Bandwidth {
		p.gbps = max(p.gbps, b.PeakGBps)
	}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if bench.GradeOf(s.DoubtsOf(j, t)) == bench.GradeSuspect {
				continue
			}
			sum := t.Summary()
			p.flops[j.Build.ID] = max(p.flops[j.Build.ID], PrefillFlops(j.Model, t.Test, sum.Median))
			key := testKey(&j.Job, t.Test)
			if _, newer := p.tests[key]; !newer && sum.N > 0 {
				p.tests[key] = sum
			}
		}
	}
}

// testKey names what was measured: the same key means the same thing.
func testKey(j *bench.Job, t bench.Test) string {
	return strings.Join([]string{j.Model.Key(), j.Model.Label(), j.Build.ID, j.Params.String(), t.String()}, "\x00")
}

// Basis is what is known of the machine and a job's engine build.
func (p *Past) Basis(j *bench.Job) Basis {
	return Basis{GBps: p.gbps, PrefillFlops: p.flops[j.Build.ID]}
}

// Expect is the interval of the newest session that measured the same; where
// it has none, its slowest and fastest repetition.
func (p *Past) Expect(j *bench.Job, t bench.Test) (low, high float64) {
	sum := p.tests[testKey(j, t)]
	if sum.HasInterval {
		return sum.Low, sum.High
	}
	return sum.Min, sum.Max
}
