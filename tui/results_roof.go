package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// Pictures have at least and at most so many lines.
const leastPlot, mostPlot = 6, 18

func (s *resultsScreen) heading(text string, width int) (lines []string) {
	for _, line := range linebreak.Lines(text, width) {
		lines = append(lines, s.Paint(theme.Strong, line))
	}
	return lines
}

// underRoof draws each result of generation over the bytes that a token reads.
// The lines are the bandwidths of the memories.
func (s *resultsScreen) underRoof(width, height int) []string {
	lines := s.heading("t/s over the bytes that a token reads", width)
	plot := widget.Plot{Log: true, X: func(v float64) string { return bench.FormatBytes(int64(v)) }, Y: bench.FormatTPS}
	var figures []string
	roofs := roofLines{}
	for _, at := range s.shownColumns() {
		dots := widget.PlotLine{Sign: s.sheet.Columns[at].Name}
		for _, row := range s.sheet.Rows {
			c := row.Cells[at]
			if !c.Measured() || c.Row.ReadBytes() <= 0 || c.Row.Grade == bench.GradeSuspect {
				continue
			}
			dots.Points = append(dots.Points, [2]float64{c.Row.ReadBytes(), c.Row.Summary.Median})
			roofs.add(c.Row.Ceiling, c.Row.ReadBytes())
			figures = append(figures, linebreak.Lines(s.dotted(s.wholeName(at), row.Name(), bench.FormatBytes(int64(c.Row.ReadBytes())), bench.FormatTPS(c.Row.Summary.Median)+" t/s", bench.FormatGBps(c.Row.MovedGBps)), width)...)
		}
		if len(dots.Points) > 0 {
			plot.Lines = append(plot.Lines, dots)
		}
	}
	if len(plot.Lines) == 0 {
		return append(lines, linebreak.Lines("It is not known how many bytes a token of these results reads.", width)...)
	}
	lines = append(lines, linebreak.Lines(roofs.said(s.desk), width)...)
	plot.Lines = append(plot.Lines, roofs.drawn()...)
	high := min(max(height-len(lines)-len(figures), leastPlot), mostPlot)
	return append(append(lines, plot.Draw(s.Theme, width, high)...), figures...)
}

// roofLines collects the bandwidths under which results lie, and the bytes that
// they read.
type roofLines struct {
	names       []string
	gbps        []float64
	least, most float64
}

func (r *roofLines) add(c bench.Ceiling, bytes float64) {
	if r.least == 0 || bytes < r.least {
		r.least = bytes
	}
	r.most = max(r.most, bytes)
	for _, limit := range []struct {
		gbps float64
		name string
	}{{c.SpecifiedGBps, "specified"}, {c.MeasuredGBps, "measured" + c.Doubt()}} {
		if limit.gbps > 0 && !slices.Contains(r.gbps, limit.gbps) {
			r.gbps = append(r.gbps, limit.gbps)
			r.names = append(r.names, bench.FormatGBps(limit.gbps)+" "+limit.name)
		}
	}
}

// said names the lines.
func (r *roofLines) said(d *desk) string {
	if len(r.names) == 0 {
		return "The bandwidth of the memory is not known."
	}
	return "lines: " + d.dotted(r.names...)
}

// roofReach is how far a roof reaches beyond the results, as a factor.
const roofReach = 1.5

func (r *roofLines) drawn() (out []widget.PlotLine) {
	for _, gbps := range r.gbps {
		line := widget.PlotLine{Joined: true}
		for _, bytes := range []float64{r.least / roofReach, r.most * roofReach} {
			line.Points = append(line.Points, [2]float64{bytes, gbps * 1e9 / bytes})
		}
		out = append(out, line)
	}
	return out
}
