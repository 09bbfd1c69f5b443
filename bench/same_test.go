package bench

import (
	"math"
	"math/rand/v2"
	"testing"
)

// sameAgainstSame simulates one session that measures the same thing in several
// columns: n samples each, with noise that has a heavy tail (one repetition in
// ten is slowed down). Rounds make drift equal in all columns. Each sample has
// a start of its own. It returns how many comparisons there were, and how many
// of them wrongly show a difference.
func sameAgainstSame(random *rand.Rand, columns, n int) (verdicts, wrong int) {
	samples := make([][][]float64, columns)
	drift := 0.01 * random.NormFloat64()
	for c := range samples {
		for i := range n {
			v := 100 * (1 + 0.01*random.NormFloat64()) * (1 + drift*float64(i)/float64(n))
			if random.IntN(10) == 0 {
				v *= 1 - math.Abs(0.1*random.NormFloat64())
			}
			samples[c] = append(samples[c], []float64{v})
		}
	}
	var family []*Comparison
	for _, s := range samples[1:] {
		c := Compare(samples[0], s)
		family = append(family, &c)
	}
	AdjustFamily(UnitTPS, family)
	for _, c := range family {
		if verdicts++; c.Shown() {
			wrong++
		}
	}
	return verdicts, wrong
}

// BenchmarkSameAgainstSame prints how many comparisons show a difference
// although nothing differs. With two columns at most 5 % of comparisons may do
// so, and with many columns at most 5 % of sessions may have any. An iteration
// has 200 sessions.
//
//	go test ./bench -run '^$' -bench SameAgainstSame
func BenchmarkSameAgainstSame(b *testing.B) {
	for name, columns := range map[string]int{"two": 2, "six": 6} {
		b.Run(name, func(b *testing.B) {
			random := rand.New(rand.NewPCG(2026, 11))
			sessions, doubted, verdicts, wrong := 0, 0, 0, 0
			for b.Loop() {
				for range 200 {
					v, w := sameAgainstSame(random, columns, DefaultRepetitions)
					sessions++
					verdicts += v
					wrong += w
					doubted += min(w, 1)
				}
			}
			b.ReportMetric(100*float64(wrong)/float64(verdicts), "%false_verdicts")
			b.ReportMetric(100*float64(doubted)/float64(sessions), "%sessions_with_any")
			b.ReportMetric(float64(sessions), "sessions")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// With many columns, no more sessions have a false verdict than with two.
func TestManyColumnsAreNoMoreOftenWrongThanTwo(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, columns := range []int{2, 6} {
		wrong := 0
		const sessions = 1000
		for range sessions {
			_, w := sameAgainstSame(random, columns, DefaultRepetitions)
			wrong += min(w, 1)
		}
		if wrong > sessions*6/100 {
			t.Errorf("%d columns: %d of %d sessions have a false verdict", columns, wrong, sessions)
		}
	}
}

func TestHolmsRule(t *testing.T) {
	shown := func(p float64) *Comparison {
		return &Comparison{Verdict: Faster, P: p, Ratio: 1.1, Low: 1.05, High: 1.2, Starts1: 6, Starts2: 6}
	}
	few := &Comparison{Verdict: TooFew, P: 1}
	a, b, c, d := shown(0.01), shown(0.03), shown(0.012), shown(0.04)
	AdjustFamily(UnitTPS, []*Comparison{a, b, few, c, d})
	for _, x := range []struct {
		*Comparison
		p       float64
		verdict Verdict
	}{{a, 0.04, Faster}, {c, 0.04, Faster}, {b, 0.06, NoDiff}, {d, 0.06, NoDiff}, {few, 1, TooFew}} {
		if math.Abs(x.P-x.p) > 1e-12 || x.Verdict != x.verdict {
			t.Errorf("%+v, want p %v %s", x.Comparison, x.p, x.verdict)
		}
	}
	alone := shown(0.049)
	AdjustFamily(UnitTPS, []*Comparison{alone})
	if alone.Verdict != Faster || alone.P != 0.049 {
		t.Errorf("one comparison was changed: %+v", alone)
	}
}
