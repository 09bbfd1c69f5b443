package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// disturbance is what a rule looks for.
type disturbance struct {
	rule string
	what string
	// do it to the samples of a test, in the order they were taken.
	do func(samples []float64)
}

var disturbances = []disturbance{
	{"slow_first", "the first is 30 % slower", func(s []float64) { s[0] *= 0.7 }},
	{"outliers", "one is 20 % slower", func(s []float64) { s[len(s)/2] *= 0.8 }},
	{"trend", "5 % slower from first to last", func(s []float64) {
		for i := range s {
			s[i] *= 1 - 0.05*float64(i)/float64(len(s)-1)
		}
	}},
	{"sentinel_drift", "the last start is 10 % slower", nil},
}

// steadyTest draws n repetitions of a start each.
func steadyTest(random *rand.Rand, n int, noise float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 100 * math.Exp(noise*random.NormFloat64())
	}
	return out
}

// finds tells whether a rule speaks of a test's samples and what stood at the
// session's end.
func (d disturbance) finds(samples []float64, last float64) bool {
	if d.rule == "sentinel_drift" {
		c := compareNewStart(each(samples...), []float64{last})
		return c.Shown() && math.Abs(last/SummarizeStarts(each(samples...)).Median-1) > DriftLimit
	}
	return slices.ContainsFunc(SampleDoubts(samples), func(w Warning) bool { return w.Code == d.rule })
}

// falseAlarm tells whether a rule speaks in a session of four tests in which
// there is nothing but noise; one sentinel stands at its end.
func (d disturbance) falseAlarm(random *rand.Rand, n int, noise float64) bool {
	for range 4 {
		if d.finds(steadyTest(random, n, noise), steadyTest(random, 1, noise)[0]) {
			return true
		}
		if d.rule == "sentinel_drift" {
			break
		}
	}
	return false
}

// hit tells whether a rule speaks of a test that is disturbed.
func (d disturbance) hit(random *rand.Rand, n int, noise float64) bool {
	samples, last := steadyTest(random, n, noise), 0.9*steadyTest(random, 1, noise)[0]
	if d.do != nil {
		d.do(samples)
	}
	return d.finds(samples, last)
}

// BenchmarkRules prints of each rule in how many sessions of four tests it
// speaks where there is nothing but noise (at most 5 % may), and how often it
// finds what it looks for. Every repetition is of a start of its own.
//
//	go test ./bench -run '^$' -bench Rules -benchtime 10000x
func BenchmarkRules(b *testing.B) {
	for _, d := range disturbances {
		for _, noise := range []float64{0.01, 0.02, 0.05} {
			for _, n := range []int{6, 12} {
				b.Run(fmt.Sprintf("%s, %s/noise=%.0f%%/n=%d", d.rule, d.what, 100*noise, n), func(b *testing.B) {
					random := rand.New(rand.NewPCG(16, uint64(n)))
					alarms, hits, trials := 0, 0, 0
					for b.Loop() {
						trials++
						if d.falseAlarm(random, n, noise) {
							alarms++
						}
						if d.hit(random, n, noise) {
							hits++
						}
					}
					b.ReportMetric(100*float64(alarms)/float64(trials), "%false_sessions")
					b.ReportMetric(100*float64(hits)/float64(trials), "%hits")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}
