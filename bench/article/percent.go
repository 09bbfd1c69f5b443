package article

import (
	"fmt"
	"math"
)

// percent returns how much subject differs from baseline, in tenths of a
// percent of baseline. It rounds half up, as the article does. Both numbers are
// whole, so the computation has no error.
func percent(subject, baseline int) (tenths int) {
	twice := 2*1000*(subject-baseline) + baseline
	return floorDiv(twice, 2*baseline)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func formatPercent(tenths int) string {
	return fmt.Sprintf("%+.1f %%", float64(tenths)/10)
}

// rounding gives the lowest and the highest possible difference, as fractions,
// if both numbers were rounded to whole numbers.
func rounding(subject, baseline int) (from, to float64) {
	s, b := float64(subject), float64(baseline)
	return (s-0.5)/(b+0.5) - 1, (s+0.5)/(b-0.5) - 1
}

// coarse is the width, as a fraction, above which a note below the table gives
// the range of a rounded difference.
const coarse = 0.10

func isCoarse(subject, baseline int) bool {
	from, to := rounding(subject, baseline)
	return math.Abs(to-from) > coarse
}
