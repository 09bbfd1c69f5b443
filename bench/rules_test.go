package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// disturbance is what a rule looks for.
type disturbance struct {
	rule string
	what string
	// do disturbs a test's repetitions, which are grouped by start.
	do func(starts [][]float64)
	// layouts are the numbers of starts and repetitions that are tried.
	layouts []layout
}

// layout is how many repetitions a test has, in how many starts.
type layout struct{ starts, n int }

func (l layout) String() string {
	return fmt.Sprintf("%d in %s", l.n, Plural(l.starts, "start"))
}

var (
	firstLayouts = []layout{{1, 6}, {2, 6}, {3, 6}, {6, 6}, {1, 12}, {6, 12}}
	mostLayouts  = []layout{{1, 6}, {3, 6}, {6, 6}, {1, 12}, {6, 12}, {12, 12}}
	// A sentinel needs three starts before it.
	startLayouts = []layout{{3, 6}, {6, 6}, {6, 12}, {12, 12}}
)

var disturbances = []disturbance{
	{"slow_first", "the first of each start is 30 % slower", func(s [][]float64) {
		for _, samples := range s {
			samples[0] *= 0.7
		}
	}, firstLayouts},
	{"slow_first", "the first of each start is 10 % slower", func(s [][]float64) {
		for _, samples := range s {
			samples[0] *= 0.9
		}
	}, firstLayouts},
	{"outliers", "one is 20 % slower", func(s [][]float64) { s[len(s)/2][len(s[0])/2] *= 0.8 }, mostLayouts},
	{"trend", "5 % slower from first to last", func(s [][]float64) {
		each, all := len(s[0]), len(s)*len(s[0])
		for i := range all {
			s[i/each][i%each] *= 1 - 0.05*float64(i)/float64(all-1)
		}
	}, mostLayouts},
	{"sentinel_drift", "the last start is 10 % slower", nil, startLayouts},
}

// steadyTest draws a test with nothing but noise. If starts have several
// repetitions, starts differ as much as the repetitions within them.
func steadyTest(random *rand.Rand, l layout, noise float64) [][]float64 {
	out := make([][]float64, l.starts)
	for i := range out {
		level := 100.0
		if l.starts < l.n {
			level *= math.Exp(noise * random.NormFloat64())
		}
		for range l.n / l.starts {
			out[i] = append(out[i], level*math.Exp(noise*random.NormFloat64()))
		}
	}
	return out
}

// finds tells whether a rule doubts a test's repetitions, or the sentinel at
// the session's end.
func (d disturbance) finds(starts [][]float64, last float64) bool {
	if d.rule == "sentinel_drift" {
		c := compareNewStart(starts, []float64{last})
		return c.Shown() && math.Abs(last/SummarizeStarts(starts).Median-1) > DriftLimit
	}
	return slices.ContainsFunc(SampleDoubts(starts), func(w Warning) bool { return w.Code == d.rule })
}

func lastStart(random *rand.Rand, noise float64) float64 {
	return steadyTest(random, layout{1, 1}, noise)[0][0]
}

// falseAlarm tells whether a rule doubts anything in a session of four tests
// with nothing but noise and one sentinel at its end.
func (d disturbance) falseAlarm(random *rand.Rand, l layout, noise float64) bool {
	for range 4 {
		if d.finds(steadyTest(random, l, noise), lastStart(random, noise)) {
			return true
		}
		if d.rule == "sentinel_drift" {
			break
		}
	}
	return false
}

// hit tells whether a rule doubts a test that is disturbed.
func (d disturbance) hit(random *rand.Rand, l layout, noise float64) bool {
	starts, last := steadyTest(random, l, noise), 0.9*lastStart(random, noise)
	if d.do != nil {
		d.do(starts)
	}
	return d.finds(starts, last)
}

// BenchmarkRules prints the table of docs/numbers.md. For each rule it says in
// how many sessions of four tests with nothing but noise the rule doubts
// something (at most 5 % are allowed), and how often it finds what it looks
// for.
//
//	go test ./bench -run '^$' -bench Rules -benchtime 10000x
func BenchmarkRules(b *testing.B) {
	noises := []float64{0.01, 0.02, 0.05}
	type tally struct{ alarms, hits int }
	counts := map[string]*tally{}
	key := func(d disturbance, l layout, noise float64) string { return fmt.Sprint(d.rule, d.what, l, noise) }
	random := rand.New(rand.NewPCG(16, 17))
	trials := 0
	for b.Loop() {
		trials++
		for _, d := range disturbances {
			for _, l := range d.layouts {
				for _, noise := range noises {
					c := counts[key(d, l, noise)]
					if c == nil {
						c = &tally{}
						counts[key(d, l, noise)] = c
					}
					if d.falseAlarm(random, l, noise) {
						c.alarms++
					}
					if d.hit(random, l, noise) {
						c.hits++
					}
				}
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	if trials == 1 {
		return // the first, short pass of a benchmark
	}
	percent := func(n int) string { return fmt.Sprintf("%.1f", 100*float64(n)/float64(trials)) }
	fmt.Println("\n| rule | what is to be found | repetitions | false at 1, 2, 5 % noise | found at 1, 2, 5 % noise |\n|---|---|---|---|---|")
	for _, d := range disturbances {
		for _, l := range d.layouts {
			var alarms, hits []string
			for _, noise := range noises {
				c := counts[key(d, l, noise)]
				alarms, hits = append(alarms, percent(c.alarms)), append(hits, percent(c.hits))
			}
			fmt.Printf("| `%s` | %s | %s | %s %% | %s %% |\n", d.rule, d.what, l, strings.Join(alarms, ", "), strings.Join(hits, ", "))
		}
	}
}
