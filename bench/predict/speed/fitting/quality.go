package fitting

import (
	"math"
	"slices"
)

// Quality says how far predictions are from the measured speeds, as fractions
// of the measured speeds.
type Quality struct {
	Rows, Chips      int
	Median, P75, P90 float64
	Within20         float64 // the fraction of rows with an error of at most 20 %
	// Balanced is the median of the medians of all chips.
	Balanced float64
}

// QualityOf judges predictions.
func QualityOf(all []Predicted) Quality {
	var errs []float64
	byChip := map[string][]float64{}
	within := 0
	for _, p := range all {
		e := math.Abs(p.Predicted/p.TPS - 1)
		errs = append(errs, e)
		byChip[p.Chip] = append(byChip[p.Chip], e)
		if e <= 0.2 {
			within++
		}
	}
	var medians []float64
	for _, chip := range byChip {
		medians = append(medians, quantile(chip, 0.5))
	}
	return Quality{
		Rows: len(all), Chips: len(byChip), Median: quantile(errs, 0.5), P75: quantile(errs, 0.75), P90: quantile(errs, 0.9),
		Within20: float64(within) / float64(max(1, len(all))), Balanced: quantile(medians, 0.5),
	}
}

// quantile returns a quantile. It interpolates linearly between the two nearest
// values.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	v := slices.Sorted(slices.Values(values))
	at := q * float64(len(v)-1)
	low := int(at)
	high := min(low+1, len(v)-1)
	return v[low] + (at-float64(low))*(v[high]-v[low])
}
