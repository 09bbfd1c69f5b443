package fitting

import (
	"math"

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
		e := newEquations(len(drawn))
		for k, d := range drawn {
			e.draw(k, d, 0)
		}
		for i, r := range rows {
			share := math.Log(r.TPS * 2 * r.Work.ParamsB * 1e9 / (r.Place.TFLOPS * 1e12))
			miss := math.Log(r.TPS / effects.PromptTPS(r.Place, r.Work))
			var slopes []slope
			for _, t := range terms[i] {
				slopes = append(slopes, slope{index[t.Name], t.Value})
			}
			e.add(slopes, huberWeight(miss, promptHuber)/math.Sqrt(perChip[r.Chip]), share)
		}
		solved := e.solved()
		for name, k := range index {
			effects[name] = solved[k]
		}
	}
	return effects
}
