package fitting

import (
	"cmp"
	"math"
	"slices"

	"dragstrip/bench/predict/speed"
)

// Miss says how far a prediction was from the measured speed. The chip was left
// out of the fit.
type Miss struct {
	Chip, Backend, Family string
	Log                   float64 // logarithm of measured ÷ predicted
}

// covered is the share of speeds that should be within the intervals of their
// predictions.
const covered = 0.8

// leastScale is the smallest scale of a group. A group of few chips may have
// been predicted exactly by chance.
const leastScale = 0.005

// Spreads gives the spreads of predictions, as far as misses show them.
//
// Each group of chips has a scale: the root of the mean of its squared misses.
// An interval reaches a number of scales. This number is the same for all
// groups: the one with which the wanted share of misses is within its interval,
// if the scale of each miss comes only from other chips (normalized conformal
// prediction).
type Spreads struct {
	groups map[string][]chipMisses
	reach  float64 // in scales
}

// chipMisses is the mean of the squared misses of a chip.
type chipMisses struct {
	chip   string
	square float64
}

// SpreadsOf learns the spreads from misses.
func SpreadsOf(misses []Miss) Spreads {
	s := Spreads{groups: map[string][]chipMisses{}}
	rows := map[string]float64{}
	for _, m := range misses {
		rows[m.Chip]++
		for _, name := range groupNames(m.Backend, m.Family) {
			s.groups[name] = append(s.groups[name], chipMisses{m.Chip, m.Log * m.Log})
		}
	}
	for name, all := range s.groups {
		s.groups[name] = meanOfChips(all)
	}
	var sizes []weighed
	for _, m := range misses {
		sizes = append(sizes, weighed{math.Abs(m.Log) / s.scale(m.Backend, m.Family, m.Chip), 1 / rows[m.Chip]})
	}
	s.reach = weightedQuantile(sizes, covered)
	return s
}

// meanOfChips joins the misses of each chip, so that each chip counts the same,
// however many results it has.
func meanOfChips(all []chipMisses) (out []chipMisses) {
	slices.SortStableFunc(all, func(a, b chipMisses) int { return cmp.Compare(a.chip, b.chip) })
	for from := 0; from < len(all); {
		to, sum := from, 0.0
		for ; to < len(all) && all[to].chip == all[from].chip; to++ {
			sum += all[to].square
		}
		out = append(out, chipMisses{all[from].chip, sum / float64(to-from)})
		from = to
	}
	return out
}

// groupNames names the groups that a chip belongs to, the largest first.
func groupNames(backend, family string) []string {
	names := []string{""}
	if backend != "" {
		names = append(names, backend)
	}
	if family != "" {
		names = append(names, backend+", "+family)
	}
	return names
}

// Of returns the spread of the predictions for a family on a backend. Without a
// family it returns that of the backend, and without a backend that of all
// misses.
func (s Spreads) Of(backend, family string) speed.Spread {
	return speed.Spread(max(leastScale, s.reach*s.scale(backend, family, "")))
}

// scale is the scale of the smallest group, drawn towards those of the larger
// groups. It leaves out the misses of a chip.
func (s Spreads) scale(backend, family, without string) (scale float64) {
	for i, name := range groupNames(backend, family) {
		own, chips := scaleOf(s.groups[name], without)
		if i == 0 {
			scale = own
		} else {
			scale = joinScales(scale, own, chips)
		}
	}
	return scale
}

func scaleOf(group []chipMisses, without string) (scale float64, chips int) {
	sum := 0.0
	for _, c := range group {
		if c.chip != without {
			sum += c.square
			chips++
		}
	}
	return max(leastScale, math.Sqrt(sum/float64(max(1, chips)))), chips
}

// joinScales draws the scale of a group of chips towards that of the larger
// group, which counts as one chip. Scales are joined in logarithms, because they
// differ by factors: prompts on Vulkan are missed ten times as far as prompts on
// Metal. The group counts as one chip less than it has: a single chip does not
// say how much chips of its family differ. Only if it was missed far does it say
// something.
func joinScales(larger, own float64, chips int) float64 {
	n := float64(chips - 1)
	if chips == 1 && own > larger {
		n = 1
	}
	if n <= 0 {
		return larger
	}
	return math.Exp((math.Log(larger) + n*math.Log(own)) / (1 + n))
}

// weighed is a value that counts with a weight.
type weighed struct{ value, weight float64 }

// weightedQuantile says below which value a share of the weights lies. Each value stands
// in the middle of its weight. Between two values the quantile grows evenly.
func weightedQuantile(values []weighed, share float64) (at float64) {
	slices.SortStableFunc(values, func(a, b weighed) int { return cmp.Compare(a.value, b.value) })
	all := 0.0
	for _, v := range values {
		all += v.weight
	}
	before, last := 0.0, 0.0
	for _, v := range values {
		middle := (before + v.weight/2) / all
		if middle >= share {
			return at + (v.value-at)*(share-last)/(middle-last)
		}
		before, last, at = before+v.weight, middle, v.value
	}
	return at
}
