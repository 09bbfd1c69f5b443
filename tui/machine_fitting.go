package tui

import (
	"cmp"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/naming"
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
	name, labels := min(max(width/3, 12), 28), make([]string, len(largest))
	for i, m := range largest { // on a wide screen, the bars can be shorter
		labels[i] = s.dotted(own[m.Key()], bench.Clean(m.Label()))
		name = max(name, min(widget.Width(labels[i]), width/2))
	}
	labels = naming.CutApart(labels, name)
	for i, m := range largest {
		sign := ""
		if m.Fit != "fits" && m.Fit != "" {
			sign = " " + s.Paint(theme.Warn, m.Fit)
		}
		room := max(width-3-name-1-8-widget.Width(sign)-1, 3)
		lines = append(lines, "   "+widget.Left(labels[i], name)+" "+widget.Bar(s.Theme, float64(m.NeedBytes)/float64(whole), room, s.BarRest)+
			widget.Right(gibibytes(m.NeedBytes), 8)+sign)
	}
	return lines
}
