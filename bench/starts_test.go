package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/perf/benchmath"
)

// In the simulations, startsApart is how much starts of an engine differ, and
// noiseWithin how noisy the repetitions of one start are: 1 % each.
const startsApart, noiseWithin = 0.01, 0.01

// drawStarts draws n repetitions of a test whose true speed is 100, and
// distributes them over starts.
func drawStarts(random *rand.Rand, starts, n int) [][]float64 {
	out := make([][]float64, starts)
	for i := range n {
		at := i % starts
		if out[at] == nil {
			out[at] = append(out[at], 100*math.Exp(startsApart*random.NormFloat64()))
		}
		out[at] = append(out[at], out[at][0]*math.Exp(noiseWithin*random.NormFloat64()))
	}
	for i := range out {
		out[i] = out[i][1:] // the first was the start's own level
	}
	return out
}

// claims counts what was claimed about sides that do not differ.
type claims struct {
	trials, verdicts, medians, ratios int // verdicts are false; medians and ratios count intervals with the true value
}

func (c claims) share(n int) float64 { return 100 * float64(n) / float64(max(c.trials, 1)) }

func covers(low, high, truth float64) int {
	if low <= truth && truth <= high {
		return 1
	}
	return 0
}

// claimOverStarts compares figures by starts, as dragstrip does now.
func (c *claims) claimOverStarts(a, b [][]float64) {
	c.trials++
	sum, compared := SummarizeStarts(a), Compare(a, b)
	c.medians += covers(sum.Low, sum.High, 100)
	c.ratios += covers(compared.Low, compared.High, 1)
	if compared.Shown() {
		c.verdicts++
	}
}

// claimPooled compares figures as dragstrip did before: as if all repetitions
// were independent.
func (c *claims) claimPooled(a, b [][]float64) {
	c.trials++
	pool := func(starts [][]float64) *benchmath.Sample {
		var all []float64
		for _, s := range starts {
			all = append(all, s...)
		}
		return benchmath.NewSample(all, &benchmath.DefaultThresholds)
	}
	x, y := pool(a), pool(b)
	sum := benchmath.AssumeNothing.Summary(x, Confidence)
	c.medians += covers(sum.Lo, sum.Hi, 100)
	u, _ := criticalU(len(x.Values), len(y.Values))
	apart := differences(x.Values, y.Values)
	c.ratios += covers(apart[u], apart[len(apart)-1-u], 0)
	if benchmath.AssumeNothing.Compare(x, y).P < alpha {
		c.verdicts++
	}
}

// BenchmarkFalseVerdicts compares two sides that differ only in the starts of
// the engine. It prints how many get a verdict (at most 6 % may), and how many
// intervals of a figure and of a ratio contain the true value (at least 93 %
// must). It does so by starts, as it is done now, and with all repetitions
// pooled, as it was done before. With two starts there is never a verdict.
//
//	go test ./bench -run '^$' -bench FalseVerdicts -benchtime 10000x
func BenchmarkFalseVerdicts(b *testing.B) {
	for _, n := range []int{6, 12, 30} {
		for _, rounds := range []int{2, 3, 4, 6} {
			for way, claim := range map[string]func(*claims, [][]float64, [][]float64){"pooled": (*claims).claimPooled, "starts": (*claims).claimOverStarts} {
				b.Run(fmt.Sprintf("n=%d/rounds=%d/%s", n, rounds, way), func(b *testing.B) {
					random := rand.New(rand.NewPCG(uint64(n), uint64(rounds)))
					var c claims
					for b.Loop() {
						claim(&c, drawStarts(random, rounds, n), drawStarts(random, rounds, n))
					}
					b.ReportMetric(c.share(c.verdicts), "%false_verdicts")
					b.ReportMetric(c.share(c.medians), "%figures_covered")
					b.ReportMetric(c.share(c.ratios), "%ratios_covered")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}

// searchOverStarts continues a test as a session does, from six rounds of one
// repetition until its interval is within 1 %.
func searchOverStarts(random *rand.Rand) Summary {
	s := tell(Plan{Precision: 0.01, Rounds: 6}, "a")
	for round, samples := range drawStarts(random, 6, 6) {
		s.gave("a", round, samples...)
	}
	for {
		next, ok := s.NextRound(0)
		if !ok {
			return s.Job("a").Tests[0].Summary()
		}
		s.say("", next)
		s.gave("a", next.Round, drawStarts(random, 1, next.Repetitions)[0]...)
	}
}

// searchPooled continues a test as it was done before, from six repetitions of
// one start. It uses the interval of all repetitions pooled, and at most
// doubles them in each round.
func searchPooled(random *rand.Rand) Summary {
	all := drawStarts(random, 1, 6)[0]
	for {
		sum := Summarize(all)
		half, _ := sum.HalfWidth()
		if half <= 0.01 || sum.N >= MaxPrecisionRepetitions {
			return sum
		}
		need := float64(sum.N) * half * half / 1e-4
		add := min(max(int(math.Ceil(need))-sum.N, 3), sum.N, MaxPrecisionRepetitions-sum.N)
		all = append(all, drawStarts(random, 1, add)[0]...)
	}
}

// BenchmarkPrecision prints how many intervals of a search for 1 % contain the
// true value, and how many repetitions and starts it takes: by starts, as it is
// done now, and pooled, as it was done before.
//
//	go test ./bench -run '^$' -bench Precision -benchtime 5000x
func BenchmarkPrecision(b *testing.B) {
	for way, search := range map[string]func(*rand.Rand) Summary{"pooled": searchPooled, "starts": searchOverStarts} {
		b.Run(way, func(b *testing.B) {
			random := rand.New(rand.NewPCG(10, 11))
			covered, repetitions, starts, trials := 0, 0, 0, 0
			for b.Loop() {
				sum := search(random)
				trials++
				covered += covers(sum.Low, sum.High, 100)
				repetitions += sum.N
				starts += sum.Starts
			}
			b.ReportMetric(100*float64(covered)/float64(trials), "%covered")
			b.ReportMetric(float64(repetitions)/float64(trials), "repetitions")
			b.ReportMetric(0, "ns/op")
			if way == "starts" {
				b.ReportMetric(float64(starts)/float64(trials), "starts")
			}
		})
	}
}

// The figures in docs/numbers.md are right, as far as a few trials can tell.
func TestStartsThatLieApartMakeFewFalseClaims(t *testing.T) {
	const trials = 1500
	for _, n := range []int{6, 30} {
		for _, rounds := range []int{2, 3, 4, 6} {
			random := rand.New(rand.NewPCG(uint64(n), uint64(rounds)))
			var c claims
			for range trials {
				c.claimOverStarts(drawStarts(random, rounds, n), drawStarts(random, rounds, n))
			}
			if c.share(c.verdicts) > 6 || c.share(c.medians) < 93 || c.share(c.ratios) < 93 {
				t.Errorf("n = %d in %d rounds: %.1f %% false verdicts, %.1f %% of figures and %.1f %% of ratios covered",
					n, rounds, c.share(c.verdicts), c.share(c.medians), c.share(c.ratios))
			}
		}
	}
}
