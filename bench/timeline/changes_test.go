package timeline

import (
	"fmt"
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
		got := Changes(c.tps, nil)
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

// madeSeries gives the speeds of n sessions. They differ by 2 %, and 5 of 100 are
// disturbed. alike is the correlation of neighbours. Session number from and all
// later ones are faster: 1 + ratio times.
func madeSeries(r *rand.Rand, n, from int, ratio, alike float64) []float64 {
	out := make([]float64, n)
	level := r.NormFloat64()
	for i := range out {
		level = alike*level + math.Sqrt(1-alike*alike)*r.NormFloat64()
		out[i] = 100 * math.Exp(0.02*level)
		if r.Float64() < 0.05 {
			out[i] *= 0.6 + 0.3*r.Float64()
		}
		if i >= from {
			out[i] *= 1 + ratio
		}
	}
	return out
}

// False alarms are rare, in long series and if neighbours resemble each other,
// too. The benchmark counts them exactly.
func TestFalseAlarmsAreRare(t *testing.T) {
	for _, c := range []struct {
		sessions int
		alike    float64
	}{{30, 0}, {30, 0.5}, {300, 0}, {300, 0.5}} {
		r, alarms, of := rand.New(rand.NewPCG(3, 4)), 0, 3000/c.sessions
		for range of {
			alarms += min(1, len(Changes(madeSeries(r, c.sessions, c.sessions, 0, c.alike), nil)))
		}
		if alarms > of/10 {
			t.Errorf("%d sessions, correlation %g: %d of %d series without a change have one", c.sessions, c.alike, alarms, of)
		}
	}
}

// A change is put to the session at which it began, not to one shortly before:
// the build of that session is blamed. Now and then the first session is
// disturbed itself, and the change is put later.
func TestChangesStandAtTheirSession(t *testing.T) {
	for _, ratio := range []float64{0.15, 0.3, -0.4} {
		r, exact, early := rand.New(rand.NewPCG(1, 2)), 0, 0
		for range 100 {
			for _, c := range Changes(madeSeries(r, 60, 30, ratio, 0), nil) {
				if c.At == 30 {
					exact++
				} else if c.At < 30 {
					early++
				}
			}
		}
		if exact < 85 || early > 8 {
			t.Errorf("change of %g: %d of 100 are at the right session, %d before it", ratio, exact, early)
		}
	}
}

// A level that changes with each build is no sign that neighbours are alike.
func TestBuildsMayHaveLevelsOfTheirOwn(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	tps, builds := madeSeries(r, 60, 60, 0, 0), make([]string, 60)
	for i := range tps {
		builds[i] = string(rune('a' + i/10))
		if i/10%2 == 1 {
			tps[i] *= 1.15
		}
	}
	if with, without := len(Changes(tps, builds)), len(Changes(tps, nil)); with < 3 || with <= without {
		t.Errorf("%d changes are found with the builds known, %d without", with, without)
	}
}

// How many of 1,000 series without a change have an alarm, and how many changes
// are found at the right session or close to it. The percentages named exact are
// at the right session itself.
func BenchmarkFalseAlarms(b *testing.B) {
	for b.Loop() {
		for _, sessions := range []int{30, 300} {
			for _, alike := range []float64{0, 0.3, 0.5, 0.7} {
				r, alarms := rand.New(rand.NewPCG(1, 2)), 0
				for range 1000 {
					alarms += min(1, len(Changes(madeSeries(r, sessions, sessions, 0, alike), nil)))
				}
				b.ReportMetric(float64(alarms)/10, fmt.Sprintf("%%alarms_%d_alike_%g", sessions, alike))
			}
		}
		for _, percent := range []int{5, 10, 30} {
			r, found, exact := rand.New(rand.NewPCG(1, 2)), 0, 0
			for range 1000 {
				for _, c := range Changes(madeSeries(r, 30, 15, -float64(percent)/100, 0), nil) {
					if c.At >= 14 && c.At <= 16 {
						found++
						if c.At == 15 {
							exact++
						}
						break
					}
				}
			}
			b.ReportMetric(float64(exact)/10, fmt.Sprintf("%%exact_%d", percent))
			b.ReportMetric(float64(found)/10, fmt.Sprintf("%%found_%d", percent))
		}
	}
}
