package sitting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dragstrip/bench"
)

// probeOf makes a random probe of a memory with this bandwidth: the tenth best
// of sixty moments, and their spread, as a real probe states them.
func probeOf(random *rand.Rand, gbps, noise float64) bench.Bandwidth {
	var moments []float64
	for range 60 {
		moments = append(moments, gbps*(1+noise*random.NormFloat64()))
	}
	slices.Sort(moments)
	return bench.Bandwidth{PeakGBps: moments[54], Clean: true, SpreadFraction: (moments[54] - moments[6]) / moments[30]}
}

// BenchmarkDrift tests the rule that compares two probes. It prints in how many
// sessions the rule warns although the memory is the same before and after. It
// also prints how often the rule finds a memory that became 10 or 20 % slower.
// Both depend on the noise of the probes' moments.
//
//	go test ./cli/sitting -run '^$' -bench Drift -benchtime 10000x
func BenchmarkDrift(b *testing.B) {
	for _, noise := range []float64{0.01, 0.02, 0.05} {
		for _, less := range []float64{0, 0.1, 0.2} {
			b.Run(fmt.Sprintf("noise=%.0f%%/less=%.0f%%", 100*noise, 100*less), func(b *testing.B) {
				random := rand.New(rand.NewPCG(3, 4))
				told, trials := 0, 0
				for b.Loop() {
					trials++
					if _, doubtful := drifted(probeOf(random, 50, noise), probeOf(random, 50*(1-less), noise)); doubtful {
						told++
					}
				}
				b.ReportMetric(100*float64(told)/float64(trials), "%told")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
