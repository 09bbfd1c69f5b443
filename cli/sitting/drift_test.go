package sitting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dragstrip/bench"
)

// probeOf draws a probe of a memory that delivers so much: the tenth best of
// sixty moments, and how far they spread, as the probe states them.
func probeOf(random *rand.Rand, gbps, noise float64) bench.Bandwidth {
	var moments []float64
	for range 60 {
		moments = append(moments, gbps*(1+noise*random.NormFloat64()))
	}
	slices.Sort(moments)
	return bench.Bandwidth{PeakGBps: moments[54], Clean: true, SpreadFraction: (moments[54] - moments[6]) / moments[30]}
}

// BenchmarkDrift prints of the rule on two probes in how many sessions it speaks
// where the memory is the same before and after, and how often it finds one that
// delivers 10 or 20 % less, by the noise of the probes' moments.
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
