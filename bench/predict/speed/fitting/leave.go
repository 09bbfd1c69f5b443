package fitting

import (
	"math"
	"slices"

	"dragstrip/bench/predict/speed"
)

// Method is one kind of prediction: how its effects are fitted, and what they
// predict.
type Method struct {
	// fit fits effects. begin is where a search may begin, or nil.
	fit func(rows []Row, begin speed.Effects) speed.Effects
	tps func(speed.Effects, Row) float64
}

// Generation and Prompts are the kinds of predictions.
var (
	Generation = Method{
		fit: fitFrom,
		tps: func(e speed.Effects, r Row) float64 { return 1 / e.Seconds(r.Place, r.Work) },
	}
	Prompts = Method{
		fit: func(rows []Row, _ speed.Effects) speed.Effects { return FitPrompt(rows) },
		tps: func(e speed.Effects, r Row) float64 { return e.PromptTPS(r.Place, r.Work) },
	}
)

// Predicted is a row with its prediction.
type Predicted struct {
	Row
	Predicted float64 // tokens a second
}

// ByChip and ByFamily say what is left out together.
func ByChip(r Row) string   { return r.Chip }
func ByFamily(r Row) string { return r.Place.Family }

// LeaveOneOut predicts the results of each chip, or of each family, with effects
// that were fitted to all others. No result of its own is used.
func (m Method) LeaveOneOut(rows []Row, by func(Row) string) (out []Predicted) {
	all := m.fit(rows, nil) // only the beginning of each fit
	for own, others := range parted(rows, by) {
		effects := m.fit(others, all)
		for _, r := range own {
			out = append(out, Predicted{r, m.tps(effects, r)})
		}
	}
	return out
}

// parted gives each chip's or family's own rows, and all others.
func parted(rows []Row, by func(Row) string) func(yield func(own, others []Row) bool) {
	return func(yield func(own, others []Row) bool) {
		var done []string
		for _, r := range rows {
			name := by(r)
			if slices.Contains(done, name) {
				continue
			}
			done = append(done, name)
			var own, others []Row
			for _, o := range rows {
				if by(o) == name {
					own = append(own, o)
				} else {
					others = append(others, o)
				}
			}
			if !yield(own, others) {
				return
			}
		}
	}
}

// Misses returns how far predictions were from the measured speeds.
func Misses(all []Predicted) (out []Miss) {
	for _, p := range all {
		out = append(out, Miss{Chip: p.Chip, Backend: p.Place.Backend, Family: p.Place.Family, Log: math.Log(p.TPS / p.Predicted)})
	}
	return out
}
