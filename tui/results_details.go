package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// samples lists every repetition of every row.
func (s *resultsScreen) samples() []string {
	var lines []string
	for _, i := range s.rows {
		r := s.sheet.Rows[i]
		lines = append(lines, s.Paint(theme.Strong, r.Name()))
		for at, c := range r.Cells {
			if c.Measured() && !s.isHidden(at) {
				lines = append(lines, s.samplesOf(at, c)...)
			}
		}
	}
	return lines
}

func (s *resultsScreen) samplesOf(at int, c report.SheetCell) []string {
	sum := c.Row.Summary
	if sum.Published {
		text := s.Spelled("mean " + report.MeanOf(*c.Row))
		if sum.N > 0 {
			text += fmt.Sprintf(", n %d", sum.N)
		}
		return []string{fmt.Sprintf("  %s  %s", s.sheet.Columns[at].Name, s.Paint(theme.Muted, text+", as published"))}
	}
	return []string{
		fmt.Sprintf("  %s  %s", s.letterOf(at), strings.Join(figuresOf(c.Row), "  ")),
		s.Paint(theme.Muted, s.Spelled(fmt.Sprintf("     mean ± sd %s, %s to %s, n %d", report.MeanOf(*c.Row),
			bench.FormatTPS(sum.Min), bench.FormatTPS(sum.Max), sum.N))),
	}
}

// letterOf is the letter of a column; the rows of a search have none.
func (s *resultsScreen) letterOf(at int) string {
	if s.found != nil {
		return " "
	}
	return s.sheet.Columns[at].Name
}

func figuresOf(r *report.Row) []string {
	var out []string
	for _, v := range r.SamplesTPS() {
		out = append(out, bench.FormatTPS(v))
	}
	return out
}

// rowTitle names the row that has the focus, in at most width cells. The test
// comes first, because models of other rows may have the same beginning.
func (s *resultsScreen) rowTitle(width int) string {
	r := s.sheet.Rows[s.rows[s.at]]
	test, heading := r.Test.String(), r.Heading()
	if title := s.dotted(test, heading); widget.Width(title) <= width {
		return title
	}
	return s.dotted(test, s.models.of(heading, max(width-widget.Width(test)-3, 1)))
}

// rowDetails gives everything about the row that has the focus, column by
// column.
func (s *resultsScreen) rowDetails() []string {
	if s.at >= len(s.rows) {
		return nil
	}
	r := s.sheet.Rows[s.rows[s.at]]
	var lines []string
	for _, at := range s.shownColumns() {
		c, column := r.Cells[at], s.sheet.Columns[at]
		name := s.dotted(column.Name, bench.Clean(column.Title), bench.Clean(column.Detail))
		if s.isBaseline(at) {
			name = s.dotted(name, "baseline")
		}
		lines = append(lines, s.Paint(theme.Strong, name))
		lines = append(lines, s.cellDetails(at, c)...)
		lines = append(lines, "")
	}
	return lines[:max(len(lines)-1, 0)]
}

func (s *resultsScreen) cellDetails(at int, c report.SheetCell) []string {
	switch {
	case c.Row == nil && s.sheet.Columns[at].Session.Unwatched():
		return []string{"  not published"}
	case c.Row == nil:
		return []string{"  not measured here"}
	case !c.Measured() && c.Row.Test.Failure != nil:
		return []string{"  " + s.Paint(theme.Bad, s.No) + " " + bench.Clean(c.Row.Test.Failure.Reason), "  " + bench.Clean(c.Row.Test.Failure.Remedy)}
	case !c.Measured():
		return []string{"  " + c.Row.Standing()}
	}
	lines := []string{"  " + s.speedDetails(c.Row)}
	if text := s.readText(c, "measured", shareBar); text != "" {
		lines = append(lines, "  reads "+text)
	}
	if text := c.Row.Answered(); text != "" {
		lines = append(lines, "  "+s.Spelled(text))
	}
	if text := c.Row.Prepared(); text != "" {
		lines = append(lines, "  "+s.Spelled(text))
	}
	if e := c.Row.Test.Expected; e.Known() {
		lines = append(lines, "  expected "+e.SpeedRange.String()+" ("+e.Against(c.Row.Summary.Median)+"), "+e.Basis())
	}
	if c.Compared {
		text := report.VerdictOf(c.Comparison)
		if c.HasRatio() {
			change, between := report.ChangeOf(c.Comparison)
			text = change + " (" + between + "), " + text
		}
		lines = append(lines, "  against the baseline: "+s.Spelled(text))
	} else if c.Why != "" {
		lines = append(lines, "  against the baseline: "+c.Why)
	}
	lines = append(lines, s.samplesOf(at, c)...)
	for _, w := range c.Row.Doubts {
		lines = append(lines, "  "+s.Paint(theme.Warn, s.Doubt)+" "+s.Spelled(bench.Clean(w.Text)))
	}
	return lines
}

// speedDetails writes the speed with its whole interval.
func (s *resultsScreen) speedDetails(r *report.Row) string {
	median, interval := r.Median()
	text, sum := s.Paint(theme.Strong, median)+" t/s", r.Summary
	switch ends := bench.FormatEnds(sum.Median, sum.Low, sum.High); {
	case interval == "":
		return text
	case sum.Uncertain() && s.found != nil: // a search has intervals of its own, and takes no --precision
		return text
	case sum.Uncertain():
		return text + ", " + sum.UncertainBecause()
	case ends != "":
		interval += " (95 % interval: " + ends + ")"
	}
	return text + " " + s.Spelled(interval)
}

// warnings lists failures and warnings, each with what to do, and then the
// remarks on all columns.
func (s *resultsScreen) warnings() []string {
	lines := s.doubts()
	if len(s.doubted) == 0 {
		lines = append(lines, "There are no warnings.", "")
	}
	for _, text := range s.remarks() {
		lines = append(lines, s.Dot+" "+text)
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// doubts lists failures and warnings, each with what to do.
func (s *resultsScreen) doubts() []string {
	var lines []string
	for _, d := range s.doubted {
		tone, sign := s.doubtSign(d)
		lines = append(lines, s.Paint(tone, sign)+" "+s.Paint(theme.Strong, d.Where), "  "+s.Spelled(d.Text))
		if d.Remedy != "" {
			lines = append(lines, "  "+s.Paint(theme.Accent, "what to do:")+" "+d.Remedy)
		}
		for _, tail := range d.Tail {
			lines = append(lines, "    "+s.Paint(theme.Muted, tail))
		}
		lines = append(lines, "")
	}
	return lines
}
