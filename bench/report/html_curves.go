package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
)

// mostCurves is how many lines a picture of curves has on a page, and
// mostCurvePictures how many such pictures a page has.
const (
	mostCurves        = 12
	mostCurvePictures = 8
)

// leastLengths is how many lengths make a curve beside bars.
const leastLengths = 3

// curvesIn draws the speed over each length and depth that differs in a sheet.
// There is one line for each column and model.
func curvesIn(m *markdown, sheet Sheet, names []string) (out []picture) {
	columns := make([]int, len(sheet.Columns))
	for at := range columns {
		columns[at] = at
	}
	all := slices.DeleteFunc(curvesOf(sheet.Rows, columns), func(c Curves) bool { return c.Log && len(c.Lengths()) < leastLengths })
	for _, c := range mostTelling(all) {
		name := func(line CurveLine) string {
			return joinNonEmpty(partsBy, line.Row.measured(m.r.path), line.Row.Job, names[line.Column])
		}
		out = append(out, c.picture(name, "first"))
	}
	return out
}

// usual are the curves of the tests that most people publish.
var usual = []string{
	overDepth(bench.Test{Prompt: 512}), overDepth(bench.Test{Generation: 128}),
}

// mostTelling are those curves that a page has room for, in their order: the ones
// with the most lengths, and of those the usual ones.
func mostTelling(all []Curves) []Curves {
	if len(all) <= mostCurvePictures {
		return all
	}
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b Curves) int {
		if more := len(b.Lengths()) - len(a.Lengths()); more != 0 {
			return more
		}
		return slices.Index(usual, b.Title) - slices.Index(usual, a.Title)
	})
	kept := map[string]bool{}
	for _, c := range order[:mostCurvePictures] {
		kept[c.Title] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(c Curves) bool { return !kept[c.Title] })
}

// picture draws the curves with all figures in a table. name names a line. If
// there are too many lines, first says which ones are drawn, as in "Drawn are the
// 12 that are fastest for the first goal".
func (c Curves) picture(name func(CurveLine) string, first string) picture {
	table := htmlTable{Heads: []string{"configuration", c.Axis, "t/s"}}
	var lines []chart.Series
	for _, of := range c.Lines {
		line := chart.Series{Name: name(of)}
		for _, p := range of.Points {
			text := joinNonEmpty(" ", bench.FormatTPS(p.TPS), p.Marks)
			line.Points = append(line.Points, chart.Point{
				X: float64(p.Length), Y: p.TPS, Low: p.Low, High: p.High,
				Text: fmt.Sprintf("%s at %d: %s t/s", line.Name, p.Length, text), Sign: GradeSign(p.Grade),
			})
			table.Rows = append(table.Rows, []htmlCell{{Text: line.Name, Words: true}, {Text: fmt.Sprint(p.Length)}, {Text: text}})
		}
		if len(lines) < mostCurves {
			lines = append(lines, line)
		}
	}
	says := c.Says
	if len(c.Lines) > mostCurves {
		says += fmt.Sprintf(" Drawn are the %d that are %s; the table has all %d.", mostCurves, first, len(c.Lines))
	}
	svg := chart.Plot(c.Title+", tokens a second", chart.Axis{Name: c.Axis, Log: c.Log}, chart.Axis{Name: "t/s"}, lines, nil)
	return newPicture(c.Title, says, svg, table)
}
