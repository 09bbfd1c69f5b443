package report

import (
	"cmp"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
)

// leastLengths is how many lengths make a curve.
const leastLengths = 3

// lengthsOf draws the speed over the length of the prompt, and over the length of
// the generation: a line for each configuration and model with several lengths.
func lengthsOf(m *markdown, sheet Sheet, names []string) (out []picture) {
	for _, kind := range []struct {
		title, says, axis string
		length            func(bench.Test) int
	}{
		{
			"Prefill over the length of the prompt", "Short prompts do not fill the hardware; long ones read more and more context.", "prompt tokens",
			func(t bench.Test) int { return t.Prompt * zeroIf(t.Generation > 0 || t.Depth > 0) },
		},
		{
			"Generation over its length", "Each token reads the KV cache of all earlier ones.", "generated tokens",
			func(t bench.Test) int { return t.Generation * zeroIf(t.Prompt > 0 || t.Depth > 0) },
		},
	} {
		table := htmlTable{Heads: []string{"configuration", kind.axis, "t/s"}}
		var lines []chart.Series
		for _, line := range sheet.overLength(kind.length, func(row SheetRow, at int) string {
			return joinNonEmpty(partsBy, row.measured(m.r.path), names[at])
		}) {
			for _, p := range line.Points {
				table.Rows = append(table.Rows, []htmlCell{{Text: line.Name, Words: true}, {Text: fmt.Sprint(p.X)}, {Text: p.Text}})
			}
			lines = append(lines, line)
		}
		if svg := chart.Plot(kind.title, chart.Axis{Name: kind.axis, Log: true}, chart.Axis{Name: "t/s"}, lines, nil); svg != "" {
			out = append(out, newPicture(kind.title, kind.says, svg, table))
		}
	}
	return out
}

func zeroIf(not bool) int {
	if not {
		return 0
	}
	return 1
}

// overLength are the columns with at least leastLengths lengths, from the
// shortest. length is 0 for tests that do not belong to the curve.
func (s Sheet) overLength(length func(bench.Test) int, name func(SheetRow, int) string) (all []chart.Series) {
	index := map[string]int{}
	for _, row := range s.Rows {
		n := length(row.Test)
		if n == 0 {
			continue
		}
		for at, c := range row.Cells {
			if !c.Measured() || c.Row.Grade == bench.GradeSuspect {
				continue
			}
			key := name(row, at)
			k, known := index[key]
			if !known {
				k = len(all)
				index[key], all = k, append(all, chart.Series{Name: key})
			}
			p := chart.Point{X: float64(n), Y: c.Row.Summary.Median, Text: c.marked()}
			p.Low, p.High = drawnInterval(c.Row.Summary)
			all[k].Points = append(all[k].Points, p)
		}
	}
	all = slices.DeleteFunc(all, func(l chart.Series) bool { return len(l.Points) < leastLengths })
	for _, l := range all {
		slices.SortStableFunc(l.Points, func(a, b chart.Point) int { return cmp.Compare(a.X, b.X) })
	}
	return all
}
