package tui

import (
	"cmp"
	"slices"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fitting draws the largest models found, compared with the memory.
func (s *machineScreen) fitting(width int) []string {
	lines := []string{s.title("What fits (4k context)", "GiB", width)}
	whole := s.machine.MemoryBytes
	if len(s.models) == 0 || whole == 0 {
		text := "no models were found"
		if !s.modelsKnown {
			text = "looking for models" + s.More
		}
		return append(lines, "   "+s.Paint(theme.Muted, text))
	}
	largest := slices.Clone(s.models)
	slices.SortStableFunc(largest, func(a, b Model) int { return cmp.Compare(b.NeedBytes, a.NeedBytes) })
	largest = largest[:min(len(largest), 5)]
	own := apart(largest)
	name, label := min(max(width/3, 12), 28), func(m Model) string { return s.dotted(own[m.Path], bench.Clean(m.Label())) }
	for _, m := range largest { // on a wide screen, the bars can be shorter
		name = max(name, min(widget.Width(label(m)), width/2))
	}
	for _, m := range largest {
		sign := ""
		if m.Fit != "fits" && m.Fit != "" {
			sign = " " + s.Paint(theme.Warn, m.Fit)
		}
		room := max(width-3-name-1-8-widget.Width(sign)-1, 3)
		lines = append(lines, "   "+widget.Left(label(m), name)+" "+widget.Bar(s.Theme, float64(m.NeedBytes)/float64(whole), room, s.BarRest)+
			widget.Right(gibibytes(m.NeedBytes), 8)+sign)
	}
	return lines
}
