package bench

import "math"

// exactPairs limits the sizes for which the distribution of U is counted
// exactly: 60 by 60 samples take a few milliseconds. For more samples the
// normal curve is as good.
const exactPairs = 3600

// criticalU is the largest U that still rejects "no difference" at alpha in a
// two-sided test, with the chance of such a U if nothing differs. It is also
// the number of pairs to cut off at each end of the sorted pairwise differences
// to get the interval that belongs to the test. Callers must check first that
// there is such a U (see enough).
func criticalU(n1, n2 int) (u int, chance float64) {
	if n1*n2 > exactPairs {
		return normalCriticalU(n1, n2)
	}
	counts := uCounts(n1, n2)
	var total, below float64
	for _, c := range counts {
		total += c
	}
	for u, c := range counts {
		if 2*(below+c)/total >= alpha {
			return u - 1, 2 * below / total
		}
		below += c
	}
	return -1, 0
}

// uCounts tells for each value of U how many orders of n1 and n2 samples give
// it. Counts are floats: only their ratios matter, and they become too large
// for integers.
//
// The recursion asks which sample comes last: f(n1,n2,u) = f(n1-1,n2,u-n2) +
// f(n1,n2-1,u).
func uCounts(n1, n2 int) []float64 {
	// rows[j] is the distribution for i samples of the first side and j samples
	// of the second.
	rows := make([][]float64, n2+1)
	for j := range rows {
		rows[j] = []float64{1}
	}
	for i := 1; i <= n1; i++ {
		next := make([][]float64, n2+1)
		next[0] = []float64{1}
		for j := 1; j <= n2; j++ {
			row := make([]float64, i*j+1)
			for u, c := range rows[j] {
				row[u+j] += c
			}
			for u, c := range next[j-1] {
				row[u] += c
			}
			next[j] = row
		}
		rows = next
	}
	return rows[n2]
}

// normalCriticalU is criticalU by the normal curve that U approaches. If one
// side has very few samples, the curve gives a value below zero. The result is
// then 0, because callers checked that the most extreme order rejects (see
// enough).
func normalCriticalU(n1, n2 int) (u int, chance float64) {
	pairs := float64(n1) * float64(n2)
	const z = 1.959963984540054 // leaves 2.5 % above
	width := math.Sqrt(pairs * float64(n1+n2+1) / 12)
	return max(int(pairs/2-z*width)-1, 0), alpha
}

// enough tells whether samples of these sizes could show a difference at all:
// the most extreme order of the samples must be rare enough.
func enough(n1, n2 int) bool {
	if n1 == 0 || n2 == 0 {
		return false
	}
	// 2 divided by the number of ways to choose n1 of n1+n2: the test is
	// two-sided.
	least := 2.0
	for i := 1; i <= min(n1, n2); i++ {
		least *= float64(i) / float64(max(n1, n2)+i)
	}
	return least < alpha
}
