package fitting

import (
	"maps"
	"math"
	"slices"

	"dragstrip/bench/predict/speed"
)

// smallMisses says how much farther small models are missed than intervals of
// larger models reach. The chip of each was left out of the fit to larger models.
// Causes of misses add as the sides of a right angle, so what is more is the third
// side. It is 0 if a model is within the interval.
func smallMisses(rows, small []Row) (out []Miss) {
	all, misses := Fit(rows), Misses(Generation.LeaveOneOut(rows, ByChip))
	for own := range parted(small, ByChip) {
		chip := own[0].Chip
		effects := fitFrom(without(rows, chip, ByChip), all)
		spreads := SpreadsOf(without(misses, chip, Miss.ofChip))
		for _, r := range own {
			miss, spread := math.Log(r.TPS*effects.Seconds(r.Place, r.Work)), float64(spreads.Of(r.Place.Backend, r.Place.Family))
			out = append(out, Miss{Chip: chip, Backend: r.Place.Backend, Log: math.Sqrt(max(0, miss*miss-spread*spread))})
		}
	}
	return out
}

// smallScale is the scale of the small misses on a backend, drawn towards that of
// all backends, which counts as one chip. All backends count the same, because
// most published results are of two of them.
func smallScale(misses []Miss, backend string) float64 {
	groups := SpreadsOf(misses).groups
	delete(groups, "") // all chips
	square := func(backend string) float64 {
		scale, _ := scaleOf(groups[backend], "")
		return scale * scale
	}
	all, backends := 0.0, 0.0
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		all, backends = all+square(name), backends+1
	}
	chips := float64(len(groups[backend]))
	return math.Sqrt((all/max(1, backends) + chips*square(backend)) / (1 + chips))
}

// smallSpread is the spread that small models have in addition on a backend. It
// reaches a number of scales, as in Spreads.
func smallSpread(misses []Miss, backend string) speed.Spread {
	rows := map[string]float64{}
	for _, m := range misses {
		rows[m.Chip]++
	}
	var sizes []weighed
	for _, m := range misses {
		sizes = append(sizes, weighed{m.Log / smallScale(without(misses, m.Chip, Miss.ofChip), m.Backend), 1 / rows[m.Chip]})
	}
	return speed.Spread(weightedQuantile(sizes, covered) * smallScale(misses, backend))
}

// SmallCoverage says how many small models are within their intervals. The
// additional spread comes from the other chips.
func SmallCoverage(rows, small []Row) (c Coverage) {
	misses := smallMisses(rows, small)
	for _, m := range misses {
		c.Rows++
		if m.Log <= float64(smallSpread(without(misses, m.Chip, Miss.ofChip), m.Backend)) {
			c.Within++
		}
	}
	return c
}

// without leaves out what is of a chip.
func without[T any](all []T, chip string, of func(T) string) (out []T) {
	for _, one := range all {
		if of(one) != chip {
			out = append(out, one)
		}
	}
	return out
}

func (m Miss) ofChip() string { return m.Chip }
