package fitting

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"dragstrip/bench/predict/speed"
)

// promptPenalties say how strongly the effects on prompt processing are drawn
// towards zero, in the order of speed.PromptTerms. The first effect is hardly
// drawn.
var promptPenalties = []float64{loose, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 1, 1, 0.3, 0.3}

// promptHuber is an error, as a logarithm. A result with a larger error counts
// less. It is larger than huber, because settings matter more here than in
// generation.
const promptHuber = 0.2

// promptSteps is how often the weights of rows are computed again. After that
// the weights change little.
const promptSteps = 15

// FitPrompt fits the effects on prompt processing. The logarithm of the share
// of the arithmetic is linear in the effects, so each step solves a linear
// problem. Several steps are needed only for the weights of the rows (Huber's
// loss).
func FitPrompt(rows []Row) speed.Effects {
	index := map[string]int{}
	var drawn []float64
	terms := make([][]speed.Term, len(rows))
	perChip := map[string]float64{}
	for i, r := range rows {
		terms[i] = speed.PromptTerms(r.Place, r.Work)
		perChip[r.Chip]++
		for k, t := range terms[i] {
			if _, ok := index[t.Name]; !ok {
				index[t.Name] = len(drawn)
				drawn = append(drawn, promptPenalties[k])
			}
		}
	}
	effects := speed.Effects{}
	for range promptSteps {
		curve := mat.NewSymDense(len(drawn), nil)
		slope := mat.NewVecDense(len(drawn), nil)
		for k, d := range drawn {
			curve.SetSym(k, k, d)
		}
		for i, r := range rows {
			share := math.Log(r.TPS * 2 * r.Work.ParamsB * 1e9 / (r.Place.TFLOPS * 1e12))
			miss := math.Log(r.TPS / effects.PromptTPS(r.Place, r.Work))
			weight := min(1, promptHuber/max(1e-9, math.Abs(miss))) / math.Sqrt(perChip[r.Chip])
			for _, a := range terms[i] {
				at := index[a.Name]
				slope.SetVec(at, slope.AtVec(at)+weight*a.Value*share)
				for _, b := range terms[i] {
					if bt := index[b.Name]; bt >= at {
						curve.SetSym(at, bt, curve.At(at, bt)+weight*a.Value*b.Value)
					}
				}
			}
		}
		var factors mat.Cholesky
		solved := mat.NewVecDense(len(drawn), nil)
		if !factors.Factorize(curve) || factors.SolveVecTo(solved, slope) != nil {
			break // cannot happen: the penalties make it positive
		}
		for name, k := range index {
			effects[name] = solved.AtVec(k)
		}
	}
	return effects
}

// LeaveOneChipOutPrompt predicts the prompt processing of each chip with effects
// that were fitted to all other chips.
func LeaveOneChipOutPrompt(rows []Row) []Predicted {
	var out []Predicted
	for _, chip := range chipsOf(rows) {
		own, others := split(rows, chip)
		effects := FitPrompt(others)
		for _, r := range own {
			out = append(out, Predicted{r, effects.PromptTPS(r.Place, r.Work)})
		}
	}
	return out
}
