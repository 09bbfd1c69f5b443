package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/naming"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// mapFigure is the width of a cell of a heat map: a space, room for the mark of
// the best, the figure, and the sign of its level.
const mapFigure = 10

// mapPages are the heat maps of a search; none if there are no maps.
func (s *resultsScreen) mapPages() []page {
	if s.whyNoMaps() != "" {
		return nil
	}
	return []page{{"Heat map", func(width, _ int) []string { return s.heatMaps(width) }}}
}

// whyNoMaps says why there is no heat map; "" if there is one.
func (s *resultsScreen) whyNoMaps() string {
	for _, g := range s.found.Goals {
		if g.Map != nil {
			return ""
		}
	}
	return "fewer than two settings were varied"
}

// heatMaps draws the heat map of each goal.
//
//	pp512, t/s; each cell is the best over all other values
//	          ub
//	threads        128       256       512
//	4          ● 886 █     791 ▆     700 ▅
//	2            410 ▂     399 ▁         ✗
func (s *resultsScreen) heatMaps(width int) (lines []string) {
	for _, g := range s.found.Goals {
		if g.Map != nil {
			lines = append(append(lines, s.heading(g.Tests()+", t/s; each cell is the best over all other values", width)...), s.heatMap(g.Map, width)...)
			lines = append(lines, "")
		}
	}
	legend := strings.Join([]string{s.Heights[0] + " slowest", s.Heights[len(s.Heights)-1] + " fastest", s.Best + " best", s.No + " failed", bench.NotMeasured + " not tried", "empty: cannot be tried"}, ", ")
	for _, line := range linebreak.Lines(s.Spelled(legend), width) {
		lines = append(lines, s.Paint(theme.Muted, line))
	}
	return lines
}

// heatMap draws one map. If the figures have no room, its cells have only signs.
func (s *resultsScreen) heatMap(m *report.HeatMap, width int) []string {
	names := widget.Width(m.RowAxis)
	for _, name := range m.Rows {
		names = max(names, widget.Width(name))
	}
	cell := mapFigure
	if names = min(names, max(width/3, width-len(m.Columns)*cell)); names+len(m.Columns)*cell > width {
		cell = max(min((width-names)/max(len(m.Columns), 1), mapFigure), 2)
	}
	shown := min(len(m.Columns), (width-names)/cell)
	head := widget.Left(widget.Cut(s.Spelled(m.RowAxis), names, s.More), names)
	columns := m.Columns
	if cell == mapFigure {
		columns = naming.CutApart(columns, cell-1)
	}
	for _, name := range columns[:shown] {
		head += " " + widget.Right(widget.Cut(s.Spelled(name), cell-1, s.More), cell-1)
	}
	over := widget.Cut(s.Spelled(m.ColumnAxis), max(width-names-1, 1), s.More)
	lines := []string{s.Paint(theme.Muted, strings.Repeat(" ", names+1)+over), s.Paint(theme.Muted, head)}
	rows := naming.CutApart(m.Rows, names)
	for at, row := range m.Cells {
		line := widget.Left(widget.Cut(s.Spelled(rows[at]), names, s.More), names)
		for _, c := range row[:shown] {
			line += s.mapCell(m, c, cell)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	if left := len(m.Columns) - shown; left > 0 {
		lines = append(lines, s.Paint(theme.Muted, s.More+" and "+countOf(left, "more column")))
	}
	return lines
}

// mapCell draws a cell in so many cells of the screen.
func (s *resultsScreen) mapCell(m *report.HeatMap, c report.HeatCell, width int) string {
	text, tone := bench.NotMeasured, theme.Muted
	switch {
	case c.TPS > 0:
		level := m.Level(c.TPS)
		text, tone = s.Heights[int(level*float64(len(s.Heights)-1)+0.5)], mapTone(level)
		if c.Best {
			tone = theme.Accent
		}
		figure := bench.FormatTPS(c.TPS)
		if c.Best && width >= mapFigure {
			figure = s.Best + " " + figure
		}
		if widget.Width(figure)+3 <= width {
			text = figure + " " + text
		}
	case c.IsLost():
		text, tone = s.No, theme.Bad
	case c.Job == "":
		text = ""
	}
	return s.Paint(tone, widget.Right(s.Spelled(text), width))
}

// mapTone is the tone of a cell between the slowest and the fastest one.
func mapTone(level float64) theme.Tone {
	switch {
	case level >= 0.75:
		return theme.Good
	case level >= 0.4:
		return theme.Plain
	case level >= 0.15:
		return theme.Warn
	}
	return theme.Muted
}
