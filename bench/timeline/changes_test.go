package timeline

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestChangesAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		tps  []float64
		at   []int
		near float64
	}{
		"none":                      {[]float64{100, 101, 99, 100, 100.5, 99.5, 100, 101}, nil, 0},
		"one":                       {[]float64{100, 101, 99, 100, 92, 91.5, 92.5, 92}, []int{4}, -0.08},
		"three on each side":        {[]float64{100, 100.5, 99.8, 92, 92.3, 91.9}, []int{3}, -0.08},
		"a spike":                   {[]float64{100, 101, 99, 100, 60, 100, 101, 99, 100}, nil, 0},
		"two spikes":                {[]float64{100, 101, 99, 60, 60, 100, 101, 99, 100}, nil, 0},
		"two changes":               {[]float64{100, 101, 99, 100, 120, 121, 119, 120, 100, 101, 99, 100.5}, []int{4, 8}, 0.2},
		"an outlier does not hide":  {[]float64{100, 100.5, 70, 100, 100.2, 99.9, 99.5, 100.1, 92, 91.5, 92.5, 92, 91.8, 92.1}, []int{8}, -0.08},
		"too small":                 {[]float64{100, 100.01, 99.99, 100, 100.5, 100.51, 100.49, 100.5}, nil, 0},
		"no scatter at all":         {[]float64{100, 100, 100, 90, 90, 90}, []int{3}, -0.1},
		"all the same":              {[]float64{100, 100, 100, 100, 100, 100}, nil, 0},
		"too few":                   {[]float64{100, 100, 90, 90}, nil, 0},
		"nothing":                   {nil, nil, 0},
		"the newest two are slower": {[]float64{100, 101, 99, 100, 101, 99, 80, 80}, nil, 0},
	} {
		got := Changes(c.tps)
		if len(got) != len(c.at) {
			t.Errorf("%s: %+v, want changes at %v", name, got, c.at)
			continue
		}
		for i, change := range got {
			if change.At != c.at[i] || i == 0 && math.Abs(change.Ratio-c.near) > 0.02 || change.P > mostP {
				t.Errorf("%s: %+v, want %v by %g", name, change, c.at, c.near)
			}
		}
	}
}

// series gives the speeds of n sessions. They differ by 2 %, and 5 of 100 are
// disturbed. Session number from and all later ones are faster: 1 + ratio
// times.
func series(r *rand.Rand, n, from int, ratio float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 100 * math.Exp(0.02*r.NormFloat64())
		if r.Float64() < 0.05 {
			out[i] *= 0.6 + 0.3*r.Float64()
		}
		if i >= from {
			out[i] *= 1 + ratio
		}
	}
	return out
}

// How many of 1,000 series without a change have an alarm, and how many changes
// are found at the right session or close to it.
func BenchmarkFalseAlarms(b *testing.B) {
	for b.Loop() {
		r := rand.New(rand.NewPCG(1, 2))
		alarms := 0
		for range 1000 {
			if len(Changes(series(r, 30, 30, 0))) > 0 {
				alarms++
			}
		}
		b.ReportMetric(float64(alarms)/10, "%alarms")
		for _, ratio := range []float64{-0.05, -0.1} {
			found := 0
			for range 1000 {
				for _, c := range Changes(series(r, 30, 15, ratio)) {
					if c.At >= 14 && c.At <= 16 {
						found++
						break
					}
				}
			}
			b.ReportMetric(float64(found)/10, "%found_"+map[float64]string{-0.05: "5", -0.1: "10"}[ratio])
		}
	}
}
