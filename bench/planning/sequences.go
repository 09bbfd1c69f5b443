package planning

import "dragstrip/bench"

// Sequences gives the names of a plan's jobs in the order of each round.
func Sequences(plan *bench.Plan) [][]string {
	keys := make([]string, len(plan.Jobs))
	for i := range plan.Jobs {
		keys[i] = plan.Jobs[i].LoadKey()
	}
	var out [][]string
	for r := range max(plan.Rounds, 1) {
		var round []string
		for _, i := range plan.Sequence(r, keys) {
			round = append(round, plan.Jobs[i].ID)
		}
		out = append(out, round)
	}
	return out
}
