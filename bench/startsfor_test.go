package bench

import "testing"

func TestStartsForAPrecision(t *testing.T) {
	starts := func(tps ...float64) Summary {
		var all [][]float64
		for _, v := range tps {
			all = append(all, []float64{v})
		}
		return SummarizeStarts(all)
	}
	if n := starts(100, 100.1, 99.9, 100).StartsFor(0.01); n != PrecisionStarts {
		t.Errorf("quiet starts: %d, want the fewest there are", n)
	}
	// Starts differ by 2 %: 2.1 standard errors (Student) of 18 starts are 1 %.
	if n := (Summary{}).StartsFor(0.01); n < 17 || n > 19 {
		t.Errorf("where nothing was measured: %d", n)
	}
	wide, wider := starts(100, 110, 95, 104).StartsFor(0.03), starts(100, 120, 90, 108).StartsFor(0.03)
	if wide <= PrecisionStarts || wider <= wide {
		t.Errorf("%d starts, and of those further apart %d", wide, wider)
	}
	if n := starts(100, 200, 50).StartsFor(0.001); n != MaxPrecisionRepetitions {
		t.Errorf("out of reach: %d", n)
	}
}
