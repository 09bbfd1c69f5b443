package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Curves are the lines of one picture: the speed of several configurations over
// one length. The length is that of the context, the prompt or the generation.
type Curves struct {
	// Title names what is drawn, and Says explains it. Axis names the length.
	Title, Says, Axis string
	// Log says that the lengths are drawn on a logarithmic scale: they are not the
	// depth, which may be 0.
	Log bool
	// Lines has one for each configuration, at least one.
	Lines []CurveLine
}

// CurveLine is one configuration with its speed at two lengths or more.
type CurveLine struct {
	// Name names the configuration of a search. It is empty in a comparison.
	Name string
	// Job is its job. It is empty in a comparison.
	Job string
	// Column is its column in a comparison, and Row is one of the rows of its
	// points. Under says which of the configurations of that column it is, if there
	// are several.
	Column int
	Row    SheetRow
	Under  string
	// Points are in the order of their lengths.
	Points []CurvePoint
}

// CurvePoint is the speed at one length in tokens.
type CurvePoint struct {
	Length int
	TPS    float64
	// Grade says whether the speed is doubtful.
	Grade bench.Grade
	// Marks are the signs and words for it.
	Marks string
	// Low and High are the ends of the interval, if one is drawn.
	Low, High float64
}

// Lengths are the lengths that the lines have, from the shortest, in tokens.
func (c Curves) Lengths() (all []int) {
	for _, line := range c.Lines {
		for _, p := range line.Points {
			all = append(all, p.Length)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// family are tests that differ in one length only.
type family struct {
	curves Curves // without lines
	tests  []bench.Test
	length func(bench.Test) int
}

// familiesOf finds the tests that make curves: those over the length of the prompt
// first, then those over the length of the generation, and over the depth.
func familiesOf(tests []bench.Test) (all []family) {
	add := func(f family, title func(bench.Test) string, common func(bench.Test) (bench.Test, bool)) {
		index := map[bench.Test]int{}
		first := len(all)
		for _, t := range tests {
			key, fits := common(t)
			if !fits {
				continue
			}
			at, known := index[key]
			if !known {
				at = len(all)
				one := f
				one.curves.Title = title(t)
				index[key], all = at, append(all, one)
			}
			if !slices.Contains(all[at].tests, t) {
				all[at].tests = append(all[at].tests, t)
			}
		}
		kept := slices.DeleteFunc(all[first:], func(f family) bool { return len(f.tests) < 2 })
		all = all[:first+len(kept)]
	}
	add(family{
		curves: Curves{Says: "Short prompts do not fill the hardware; long ones read more and more context.", Axis: "prompt tokens", Log: true},
		length: func(t bench.Test) int { return t.Prompt },
	}, func(t bench.Test) string {
		return "Prefill over the length of the prompt" + atDepth(t.Depth)
	}, func(t bench.Test) (bench.Test, bool) {
		return bench.Test{Depth: t.Depth}, t.IsPrefill()
	})
	add(family{
		curves: Curves{Says: "Each token reads the KV cache of all earlier ones.", Axis: "generated tokens", Log: true},
		length: func(t bench.Test) int { return t.Generation },
	}, func(t bench.Test) string {
		return "Generation over its length" + atDepth(t.Depth)
	}, func(t bench.Test) (bench.Test, bool) {
		return bench.Test{Depth: t.Depth}, t.IsDecode()
	})
	add(family{
		curves: Curves{Says: "How the speed falls while the context fills: each token reads the KV cache of all earlier ones.", Axis: "tokens in the context"},
		length: func(t bench.Test) int { return t.Depth },
	}, overDepth, func(t bench.Test) (bench.Test, bool) {
		return bench.Test{Prompt: t.Prompt, Generation: t.Generation}, true
	})
	return all
}

// overDepth names the curves of a test over the depth.
func overDepth(t bench.Test) string {
	t.Depth = 0
	return t.String() + " over depth"
}

// atDepth names a depth; "" at none.
func atDepth(depth int) string {
	if depth == 0 {
		return ""
	}
	return fmt.Sprintf(" at depth %d", depth)
}

// withLines gives the curves of a family. Lines of one point are left out.
func (f family) withLines(lines []CurveLine) (Curves, bool) {
	c := f.curves
	for _, line := range lines {
		slices.SortFunc(line.Points, func(a, b CurvePoint) int { return cmp.Compare(a.Length, b.Length) })
		if len(line.Points) > 1 {
			c.Lines = append(c.Lines, line)
		}
	}
	return c, len(c.Lines) > 0
}

// Curves are the pictures of one model, with the columns of a list. Suspect
// results are left out.
func (s Sheet) Curves(model string, columns []int) []Curves {
	return curvesOf(slices.DeleteFunc(slices.Clone(s.Rows), func(r SheetRow) bool { return r.Model != model }), columns)
}

// curvesOf are the pictures of rows, with the columns of a list.
func curvesOf(rows []SheetRow, columns []int) (all []Curves) {
	var tests []bench.Test
	for _, r := range rows {
		tests = append(tests, r.Test)
	}
	for _, f := range familiesOf(tests) {
		var lines []CurveLine
		for _, column := range columns {
			lines = append(lines, f.linesOf(rows, column)...)
		}
		if c, ok := f.withLines(lines); ok {
			all = append(all, c)
		}
	}
	return all
}

// linesOf are the lines of one column: one for each of its models and
// configurations.
func (f family) linesOf(rows []SheetRow, column int) (lines []CurveLine) {
	for _, r := range rows {
		cell := r.Cells[column]
		if !slices.Contains(f.tests, r.Test) || !cell.Measured() || cell.Row.Grade == bench.GradeSuspect {
			continue
		}
		if cell.Elsewhere != "" {
			r.Under = cell.Elsewhere // the same figure may stand in several rows
		}
		under := joinNonEmpty(partsBy, r.Job, r.Under)
		at := slices.IndexFunc(lines, func(l CurveLine) bool { return l.Under == under && l.Row.Model == r.Model })
		if at < 0 {
			at, lines = len(lines), append(lines, CurveLine{Column: column, Row: r, Under: under})
		}
		if cell.Elsewhere != "" && slices.ContainsFunc(lines[at].Points, func(p CurvePoint) bool { return p.Length == f.length(r.Test) }) {
			continue
		}
		point := CurvePoint{Length: f.length(r.Test), TPS: cell.Row.Summary.Median, Grade: cell.Row.Grade, Marks: strings.Join(cell.marks(), " ")}
		point.Low, point.High = drawnInterval(cell.Row.Summary)
		lines[at].Points = append(lines[at].Points, point)
	}
	return lines
}

// drawnInterval is the interval of a median. An interval that is wider than the
// median itself is not drawn, because it would squeeze everything else. Tables
// call it uncertain.
func drawnInterval(s bench.Summary) (low, high float64) {
	if !s.HasInterval || s.Uncertain() {
		return 0, 0
	}
	return s.Low, s.High
}
