package planning

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/predict"
)

// Estimate is how long a plan takes, and how long it would take with other
// numbers of rounds.
type Estimate struct {
	predict.Cost
	// Others are the costs with other numbers of rounds that are worth showing.
	Others []predict.Cost
}

// EstimateOf estimates how long a plan takes at a pace.
func EstimateOf(p *bench.Plan, pace predict.Pace) Estimate {
	costs := predict.Costs(p, pace)
	out := Estimate{Cost: costs(p.Rounds)}
	for _, n := range roundChoices(p) {
		out.Others = append(out.Others, costs(n))
	}
	return out
}

// roundChoices are a few numbers of rounds. The plan's own number and the
// highest possible one are among them.
func roundChoices(p *bench.Plan) []int {
	if len(p.Jobs) < 2 || p.Tuning != nil {
		return nil
	}
	most := 1
	for i := range p.Jobs {
		most = max(most, p.Jobs[i].Repetitions)
	}
	choices := []int{1, predict.LeastRounds, predict.EnoughRounds, max(p.Rounds, 1), most}
	choices = slices.DeleteFunc(choices, func(n int) bool { return n > most })
	slices.Sort(choices)
	return slices.Compact(choices)
}
