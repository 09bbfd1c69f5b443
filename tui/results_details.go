package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// samples lists every repetition.
func (s *resultsScreen) samples() []string {
	var lines []string
	for _, i := range s.rows {
		r := s.sheet.Rows[i]
		lines = append(lines, s.Paint(theme.Strong, r.Name()))
		for p, c := range r.Cells {
			if !c.Measured() || s.isHidden(p) {
				continue
			}
			lines = append(lines, fmt.Sprintf("  %s  %s", s.sheet.Columns[p].Name, strings.Join(figuresOf(c.Row), "  ")),
				s.Paint(theme.Muted, fmt.Sprintf("     mean %s, %s to %s, n %d", bench.FormatMeanStdDev(c.Row.Summary.Mean, c.Row.Summary.StdDev),
					bench.FormatTPS(c.Row.Summary.Min), bench.FormatTPS(c.Row.Summary.Max), c.Row.Summary.N)))
		}
	}
	return lines
}

// doubts lists failures and warnings with what to do about each.
func (s *resultsScreen) doubts() []string {
	var lines []string
	for _, d := range s.doubted {
		tone, sign := s.doubtSign(d)
		lines = append(lines, s.Paint(tone, sign)+" "+s.Paint(theme.Strong, d.Where), "  "+d.Text)
		if d.Remedy != "" {
			lines = append(lines, "  "+s.Paint(theme.Accent, "what to do:")+" "+d.Remedy)
		}
		for _, tail := range d.Tail {
			lines = append(lines, "    "+s.Paint(theme.Muted, tail))
		}
		lines = append(lines, "")
	}
	if len(lines) == 0 {
		return []string{"There are none."}
	}
	return lines[:len(lines)-1]
}
