package report

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// Standing says how a search stands for a goal: which configuration is ahead and
// by how much, with the 95 % interval; "" if nothing was measured yet.
func Standing(search *tuning.Search, goal int) string {
	lead := search.Lead(goal)
	if lead.Leader < 0 {
		return ""
	}
	name := bench.Clean(search.Name(lead.Leader))
	ahead := name + " is ahead, " + bench.FormatTPS(lead.Speed) + " t/s"
	if lead.Leader == 0 || lead.Blocks < 2 {
		return ahead
	}
	gain := fmt.Sprintf("%s (%s to %s)", gained(lead.Gain), gained(lead.Low), gained(lead.High))
	if lead.Pairs > 0 {
		return fmt.Sprintf("final: %s %s against the default, %d of %s", name, gain, lead.Blocks, bench.Plural(lead.Pairs, "pair"))
	}
	return ahead + ", " + gain + " against the default"
}

// gained writes a gain or a loss with its sign.
func gained(gain float64) string {
	if gain < 0 {
		return "−" + bench.FormatLoss(-gain)
	}
	return "+" + bench.FormatPercent(gain)
}
