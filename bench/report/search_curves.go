package report

import (
	"cmp"
	"fmt"
	"slices"

	"dragstrip/bench/report/chart"
	"dragstrip/bench/tuning"
)

// mostCurves is how many configurations a picture of curves has.
const mostCurves = 12

// curve are goals that differ in one length only: that of the context, the
// prompt or the generation.
type curve struct {
	title, says, axis string
	at                []int // the goals
	x                 func(FoundGoal) int
}

// curves finds the goals that make curves.
func (f Found) curves() (all []curve) {
	type family struct{ prompt, generation, depth int }
	add := func(says, axis string, x func(FoundGoal) int, title func(FoundGoal) string, of func(FoundGoal) (family, bool)) {
		index := map[family]int{}
		first := len(all)
		for i, g := range f.Goals {
			key, fits := of(g)
			if !fits {
				continue
			}
			at, known := index[key]
			if !known {
				at = len(all)
				index[key], all = at, append(all, curve{title: title(g), says: says, axis: axis, x: x})
			}
			all[at].at = append(all[at].at, i)
		}
		kept := slices.DeleteFunc(all[first:], func(c curve) bool { return len(c.at) < 2 })
		all = all[:first+len(kept)]
	}
	add("How the speed falls while the context fills, for the fastest configurations.", "tokens in the context",
		func(g FoundGoal) int { return g.Depth }, func(g FoundGoal) string { return g.at(0).Tests() + " over depth" },
		func(g FoundGoal) (family, bool) { return family{g.Prompt, g.Generation, 0}, true })
	add("The speed of prompts by their length, for the fastest configurations.", "prompt tokens",
		func(g FoundGoal) int { return g.Prompt }, func(g FoundGoal) string { return "Prefill over the length of the prompt" + g.deep() },
		func(g FoundGoal) (family, bool) { return family{0, 0, g.Depth}, g.Generation == 0 })
	add("The speed of generation by its length, for the fastest configurations.", "generated tokens",
		func(g FoundGoal) int { return g.Generation }, func(g FoundGoal) string { return "Generation over its length" + g.deep() },
		func(g FoundGoal) (family, bool) { return family{0, 0, g.Depth}, g.Prompt == 0 })
	return all
}

// deep says at which depth a goal is; "" at none.
func (g FoundGoal) deep() string {
	if g.Depth == 0 {
		return ""
	}
	return fmt.Sprintf(" at depth %d", g.Depth)
}

// curvePictures draws the speed over depth and over length for a page, a line for
// each configuration.
func (f Found) curvePictures() (out []picture) {
	for _, c := range f.curves() {
		table := htmlTable{Heads: []string{"configuration", c.axis, "t/s"}}
		var lines []chart.Series
		for _, of := range f.Configurations {
			line := chart.Series{Name: of.Name}
			for _, i := range c.at {
				v, x := of.Speeds[i], c.x(f.Goals[i])
				if v <= 0 || of.State == tuning.StateFailed {
					continue
				}
				text := HeatCell{TPS: v}.Text()
				line.Points = append(line.Points, chart.Point{X: float64(x), Y: v, Text: fmt.Sprintf("%s at %d: %s t/s", of.Name, x, text)})
				table.Rows = append(table.Rows, []htmlCell{{Text: of.Name, Words: true}, {Text: fmt.Sprint(x)}, {Text: text}})
			}
			if slices.SortFunc(line.Points, func(a, b chart.Point) int { return cmp.Compare(a.X, b.X) }); len(line.Points) > 1 && len(lines) < mostCurves {
				lines = append(lines, line)
			}
		}
		svg := chart.Plot(c.title+", tokens a second", chart.Axis{Name: c.axis}, chart.Axis{Name: "t/s"}, lines, nil)
		if svg != "" {
			out = append(out, newPicture(c.title, c.says, svg, table))
		}
	}
	return out
}
