package bench

import "math"

// score is the modified z-score (Iglewicz and Hoaglin, How to Detect and Handle
// Outliers, 1993) beyond which a sample is doubted, if there are n samples or
// more.
type score struct {
	n      int
	beyond float64
}

// The usual score is 3.5, and is for one sample among many. The largest of six
// normal samples exceeds it in every sixth test: the fewer samples there are,
// the less is known about their spread. With the scores below, some sample is
// too far off by chance in only one test of eighty. With four tests in a
// session, that is one session of twenty (simulated, see BenchmarkRules).
var outlierScores = []score{
	{100, 4.3}, {50, 4.4}, {30, 4.7}, {20, 5.1}, {15, 5.7}, {12, 6.1}, {10, 6.5}, {8, 7.7}, {6, 9.6}, {5, 16.3},
}

func scoreFor(n int) float64 {
	for _, s := range outlierScores {
		if n >= s.n {
			return s.beyond
		}
	}
	return math.Inf(1)
}
