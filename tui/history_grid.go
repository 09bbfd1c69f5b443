package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/tui/widget"
)

// figureGrid holds figures by job and test, each in the order in which they
// came.
type figureGrid struct {
	jobs, tests []string
	cells       [][]string // by job and test
	widths      []int      // by test
	names       cutNames   // of the jobs
}

func newFigureGrid(figures []PastFigure) figureGrid {
	var g figureGrid
	for _, f := range figures {
		if job := bench.Clean(f.Job); !slices.Contains(g.jobs, job) {
			g.jobs = append(g.jobs, job)
		}
		if test := bench.Clean(f.Test); !slices.Contains(g.tests, test) {
			g.tests = append(g.tests, test)
			g.widths = append(g.widths, widget.Width(test))
		}
	}
	g.names = newCutNames(g.jobs)
	g.cells = make([][]string, len(g.jobs))
	for i := range g.cells {
		g.cells[i] = slices.Repeat([]string{bench.NotMeasured}, len(g.tests))
	}
	for _, f := range figures {
		text := bench.FormatTPS(f.TPS)
		if f.High > 0 {
			text += " " + bench.FormatInterval(f.TPS, f.Low, f.High)
		}
		text += doubtMark(f.Grade)
		t := slices.Index(g.tests, bench.Clean(f.Test))
		g.cells[slices.Index(g.jobs, bench.Clean(f.Job))][t] = text
		g.widths[t] = max(g.widths[t], widget.Width(text))
	}
	return g
}
