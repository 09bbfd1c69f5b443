package tui

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// mostCurveLines is how many configurations a picture has on the screen.
const mostCurveLines = 12

// curvePages are pictures of the speed over each length that differs. In a
// comparison, the last one shows what the memory allows.
func (s *resultsScreen) curvePages() (pages []page) {
	for _, c := range s.curves() {
		pages = append(pages, page{c.Title, func(width, height int) []string { return s.curvePicture(c, width, height) }})
	}
	if s.found != nil {
		return pages
	}
	if len(pages) == 0 {
		pages = []page{{"Speed over depth", func(width, _ int) []string {
			return linebreak.Lines("This model was measured at one length and one depth only. -d 0,4096,16384 in Plan measures several depths, -p 1-4096*2 several lengths.", width)
		}}}
	}
	return append(pages, page{"What the memory allows", s.underRoof})
}

// curves are those of the search, or those of the selected row's model.
func (s *resultsScreen) curves() []report.Curves {
	switch {
	case s.found != nil:
		return s.curved
	case s.at >= len(s.rows):
		return nil
	}
	return s.sheet.Curves(s.sheet.Rows[s.rows[s.at]].Model, s.shownColumns())
}

// whyNoCurves says why a search has no curves; "" if it has some.
func (s *resultsScreen) whyNoCurves() string {
	if len(s.curves()) > 0 {
		return ""
	}
	return "one length and one depth only"
}

// drawnLine is a line of a picture as the screen names it.
type drawnLine struct {
	report.CurveLine
	sign, name      string
	selected, faint bool // faint lines are those beside a selected one
}

// drawn are the lines that have room in a picture, with their letters. The
// selected configuration is always one of them.
func (s *resultsScreen) drawn(c report.Curves) []drawnLine {
	selected := slices.IndexFunc(c.Lines, s.isSelected)
	of := slices.Clone(c.Lines[:min(len(c.Lines), mostCurveLines)])
	if selected >= len(of) {
		of[len(of)-1] = c.Lines[selected]
	}
	var lines []drawnLine
	for i, line := range of {
		one := drawnLine{line, string(rune('A' + i)), s.curveName(line), s.isSelected(line), selected >= 0 && !s.isSelected(line)}
		lines = append(lines, one)
	}
	if s.found == nil && s.oneLineAColumn(of) {
		for i, line := range of {
			lines[i].sign = s.sheet.Columns[line.Column].Name
		}
	}
	return lines
}

// isSelected tells whether a line is of the configuration that has the focus.
func (s *resultsScreen) isSelected(line report.CurveLine) bool {
	if s.found == nil {
		return line.Column == s.column
	}
	c, _ := s.pickedConfiguration()
	return line.Job == c.Job
}

// oneLineAColumn tells whether the letters of the columns can stand for the
// lines.
func (s *resultsScreen) oneLineAColumn(lines []report.CurveLine) bool {
	seen := map[int]bool{}
	for _, line := range lines {
		if seen[line.Column] || widget.Width(s.sheet.Columns[line.Column].Name) != 1 {
			return false
		}
		seen[line.Column] = true
	}
	return true
}

// curveName names a line without its letter.
func (s *resultsScreen) curveName(line report.CurveLine) string {
	if s.found != nil {
		return s.Spelled(line.Name)
	}
	return s.dotted(s.names.Full[line.Column], bench.Clean(line.Under))
}

// curvePicture draws one picture: the lines, and their figures below it.
//
//	Llama 3.2 3B Q4_K_M · t/s over prompt tokens · + is where several meet
//	886 │                         ..A
//	    │            ...A..B...B
//	  0 │A..B
//	     1                       4096
//	               1     64    4096
//	A ub 256      50    510     886
//	B ub 512      49    480     791
func (s *resultsScreen) curvePicture(c report.Curves, width, height int) []string {
	drawn := s.drawn(c)
	plot := widget.Plot{LogX: c.Log, X: func(v float64) string { return fmt.Sprintf("%.0f", v) }, Y: tpsOnAxis}
	for _, line := range drawn {
		one := widget.PlotLine{Sign: line.sign, Joined: true, Faint: line.faint}
		for _, p := range line.Points {
			one.Points = append(one.Points, [2]float64{float64(p.Length), p.TPS})
		}
		plot.Lines = append(plot.Lines, one)
	}
	model := ""
	if s.found != nil {
		model = s.found.Model
	} else if s.at < len(s.rows) {
		model = s.sheet.Rows[s.rows[s.at]].Model
	}
	over := "t/s over " + c.Axis
	head := shorter(widget.Width, width, s.dotted(bench.Clean(model), over, "+ is where several meet"), s.dotted(bench.Clean(model), over), over)
	lines := []string{s.Paint(theme.Muted, widget.Cut(head, width, s.More))}
	figures := s.curveFigures(c.Lengths(), drawn, width)
	if left := len(c.Lines) - len(drawn); left > 0 {
		what := "more configuration"
		if s.found != nil {
			what = "slower configuration"
		}
		figures = append(figures, s.Paint(theme.Muted, s.More+" and "+countOf(left, what)))
	}
	high := min(max(height-len(lines)-len(figures), leastPlot), mostPlot)
	return append(append(lines, plot.Draw(s.Theme, width, high)...), figures...)
}

// curveFigures are the figures of all lines, a column for each length. If they
// have no room beside the names, the names come first, and the columns stand in
// several blocks.
func (s *resultsScreen) curveFigures(lengths []int, drawn []drawnLine, width int) (lines []string) {
	cell, names, sign := 0, 0, 0
	for _, n := range lengths {
		cell = max(cell, len(fmt.Sprint(n)))
	}
	for _, line := range drawn {
		names = max(names, widget.Width(line.name))
		for _, p := range line.Points {
			cell = max(cell, widget.Width(bench.FormatTPS(p.TPS)))
			sign = max(sign, widget.Width(s.gradeSign(p.Grade)))
		}
	}
	cell += 2 + sign
	if 2+names+cell*len(lengths) > width {
		for _, line := range drawn {
			for i, text := range linebreak.Lines(line.name, max(width-2, 1)) {
				lead := "  "
				if i == 0 {
					lead = s.Paint(theme.Strong, line.sign) + " "
				}
				lines = append(lines, lead+text)
			}
		}
		names = 0
	}
	for each := range slices.Chunk(lengths, max((width-2-names)/cell, 1)) {
		lines = append(lines, s.curveBlock(each, drawn, names, cell, sign)...)
	}
	return lines
}

// curveBlock has a line for each configuration, with its figures at some
// lengths. sign is how many cells of each column are for the signs of doubt.
func (s *resultsScreen) curveBlock(lengths []int, drawn []drawnLine, names, cell, sign int) []string {
	head := widget.Left("", 2+names)
	for _, n := range lengths {
		head += widget.Left(widget.Right(fmt.Sprint(n), cell-sign), cell)
	}
	lines := []string{s.Paint(theme.Muted, head)}
	for _, line := range drawn {
		tone := theme.Plain
		if line.selected && len(drawn) > 1 {
			tone = theme.Accent
		}
		var done string
		text := line.sign + " " + widget.Left(widget.Cut(line.name, names, s.More), names)
		for _, n := range lengths {
			figure, doubt := bench.NotMeasured, ""
			if at := slices.IndexFunc(line.Points, func(p report.CurvePoint) bool { return p.Length == n }); at >= 0 {
				figure, doubt = bench.FormatTPS(line.Points[at].TPS), s.gradeSign(line.Points[at].Grade)
			}
			text += widget.Right(s.Spelled(figure), cell-sign)
			if doubt == "" {
				text += widget.Left("", sign)
			} else {
				done, text = done+s.Paint(tone, text)+widget.Left(doubt, sign), ""
			}
		}
		lines = append(lines, done+s.Paint(tone, text))
	}
	return lines
}

// tpsOnAxis writes a speed; the axis begins at 0.
func tpsOnAxis(v float64) string {
	if v == 0 {
		return "0"
	}
	return bench.FormatTPS(v)
}

// showPictures opens the heat maps, and the curves behind them. It shows the curves
// first if the user asked for them.
func (s *resultsScreen) showPictures(curves bool) action {
	var maps []page
	if s.found != nil {
		maps = s.mapPages()
	}
	p := &pager{pages: append(maps, s.curvePages()...)}
	if curves {
		p.page = len(maps)
	}
	return open{p}
}
