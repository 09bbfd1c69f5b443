package timeline

import (
	"math"

	"github.com/aclements/go-moremath/stats"
)

// series is a series of speeds as logarithms, with what the tests need to know
// about the series.
type series struct {
	logs []float64
	// alike is how much a session resembles the one before it. It is the
	// correlation of neighbours, from 0 to mostAlike.
	alike float64
	// mostP is the highest accepted chance at one point.
	mostP float64
}

func newSeries(tps []float64, builds []string) *series {
	s := &series{logs: make([]float64, len(tps)), mostP: acceptedAt(len(tps))}
	for i, v := range tps {
		s.logs[i] = math.Log(v)
	}
	s.alike = alikeness(s.logs, builds)
	return s
}

// acceptedAt is the highest accepted chance at one point of a series of n
// sessions. A longer series has more points where a change can seem to be. But
// points near each other are tested with mostly the same sessions, so the chance
// of a false alarm grows more slowly than the number of points. The exponent is
// chosen so that this chance stays below 5 % (BenchmarkFalseAlarms).
func acceptedAt(n int) float64 {
	return mostP * math.Pow(usual/math.Max(usual, float64(n)), 0.6)
}

const (
	mostAlike = 0.9
	// fewestPairs is how many pairs of sessions an estimate of alikeness needs.
	fewestPairs = 12
)

// lags are distances between sessions. Sessions at these distances are compared
// with neighbours. The shorter distance is for builds that measured only a few
// sessions.
var lags = []int{6, 3}

// alikeness estimates how much a session resembles the one before it. In a quiet
// hour, several sessions in a row are fast. Then the mean of these sessions says
// less about the level than the mean of as many independent sessions.
//
// It compares the usual difference between neighbours with the usual difference
// between sessions that are further apart. If phi is the correlation of
// neighbours, the variances are as 1-phi to 1-phi^lag. Only sessions of one
// build are compared, because a new build may have another level.
func alikeness(logs []float64, builds []string) float64 {
	for _, lag := range lags {
		near, far := differences(logs, builds, 1), differences(logs, builds, lag)
		if len(far) < fewestPairs {
			continue
		}
		x, y := median(near), median(far)
		if x <= 0 || y <= x {
			return 0
		}
		return correlation(x*x/(y*y), lag)
	}
	return 0
}

// correlation solves (1-phi)/(1-phi^lag) = ratio for phi.
func correlation(ratio float64, lag int) float64 {
	low, high := 0.0, mostAlike
	for range 30 {
		phi := (low + high) / 2
		if (1-phi)/(1-math.Pow(phi, float64(lag))) > ratio {
			low = phi
		} else {
			high = phi
		}
	}
	return low
}

// differences are the differences between sessions of one build at one distance.
// An outlier hardly changes the median of these differences.
func differences(logs []float64, builds []string, lag int) (out []float64) {
	for i := lag; i < len(logs); i++ {
		if len(builds) == 0 || builds[i] == builds[i-lag] {
			out = append(out, math.Abs(logs[i]-logs[i-lag]))
		}
	}
	return out
}

// chance is the probability of a value of Welch's t at least as large, for sides
// of a and b sessions that resemble their neighbours.
func (s *series) chance(t, degrees float64, a, b int) float64 {
	t *= math.Sqrt(min(s.weight(a), s.weight(b)))
	return 2 * stats.TDist{V: degrees}.CDF(-math.Abs(t))
}

// weight is the variance of a mean of n sessions that the test assumes, divided
// by the true one. The test assumes the scatter within the side divided by n. If
// neighbours are alike, the scatter within the side is too small, and the mean
// scatters more.
func (s *series) weight(n int) float64 {
	more, phi := 1.0, 1.0
	for k := 1; k < n; k++ {
		phi *= s.alike
		more += 2 * (1 - float64(k)/float64(n)) * phi
	}
	return (float64(n) - more) / (float64(n-1) * more)
}
