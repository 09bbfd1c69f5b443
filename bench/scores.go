package bench

import "math"

// score is a modified z-score (Iglewicz and Hoaglin, How to Detect and Handle
// Outliers, 1993) beyond which one of n samples or more is doubted.
type score struct {
	n      int
	beyond float64
}

// The usual score is 3.5, and is for one sample of many. The largest of six
// normal ones passes it in every sixth test: the fewer samples, the less is
// known of how far apart they lie. These are passed by any of n samples in one
// test of eighty, which makes one session of four tests in twenty (simulated,
// see BenchmarkRules).
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
