package report

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
	"dragstrip/bench/tuning"
)

// Curves are the pictures of a search: a line for each configuration, the
// fastest for the first goal first.
func (f Found) Curves() (all []Curves) {
	var tests []bench.Test
	for _, g := range f.Goals {
		tests = append(tests, bench.Test(g.TuningGoal))
	}
	for _, one := range familiesOf(tests) {
		var lines []CurveLine
		for _, of := range f.Configurations {
			line := CurveLine{Name: of.Name, Job: of.Job}
			for _, t := range one.tests {
				if v, grade := of.speedAt(f.Goals, t); v > 0 && of.State != tuning.StateFailed {
					line.Points = append(line.Points, CurvePoint{one.length(t), v, grade})
				}
			}
			lines = append(lines, line)
		}
		if c, ok := one.withLines(lines); ok {
			all = append(all, c)
		}
	}
	return all
}

// speedAt is the speed of a configuration in tokens a second for the goal that
// measures a test, with its grade; 0 if it is not known.
func (c FoundConfiguration) speedAt(goals []FoundGoal, t bench.Test) (tps float64, grade bench.Grade) {
	for i, g := range goals {
		if bench.Test(g.TuningGoal) == t && i < len(c.Speeds) {
			if i < len(c.grades) {
				grade = c.grades[i]
			}
			return c.Speeds[i], grade
		}
	}
	return 0, ""
}

// curvePictures draws the curves of a search for a page.
func (f Found) curvePictures() (out []picture) {
	for _, c := range f.Curves() {
		table := htmlTable{Heads: []string{"configuration", c.Axis, "t/s"}}
		var lines []chart.Series
		for _, of := range c.Lines {
			line := chart.Series{Name: of.Name}
			for _, p := range of.Points {
				text := bench.FormatTPS(p.TPS)
				line.Points = append(line.Points, chart.Point{X: float64(p.Length), Y: p.TPS, Text: fmt.Sprintf("%s at %d: %s t/s", of.Name, p.Length, text)})
				table.Rows = append(table.Rows, []htmlCell{{Text: of.Name, Words: true}, {Text: fmt.Sprint(p.Length)}, {Text: text}})
			}
			if len(lines) < mostCurves {
				lines = append(lines, line)
			}
		}
		svg := chart.Plot(c.Title+", tokens a second", chart.Axis{Name: c.Axis, Log: c.Log}, chart.Axis{Name: "t/s"}, lines, nil)
		if svg != "" {
			says := c.Says
			if len(c.Lines) > mostCurves {
				says += fmt.Sprintf(" Drawn are the %d that are fastest for the first goal; the table has all %d.", mostCurves, len(c.Lines))
			}
			out = append(out, newPicture(c.Title, says, svg, table))
		}
	}
	return out
}
