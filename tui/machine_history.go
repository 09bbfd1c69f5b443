package tui

import (
	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// probesShown is how many earlier probes are shown at most.
const probesShown = 10

// probeHistory draws the bandwidth that earlier sessions measured, on one
// scale. If the bandwidth differs between two sessions, another program used
// the memory, or a setting of the machine was changed.
func (s *machineScreen) probeHistory(width int) []string {
	if len(s.probes) == 0 {
		return nil
	}
	lines := []string{s.title("Earlier probes", "GB/s", width)}
	newest := s.probes[:min(len(s.probes), probesShown)]
	most := 0.0
	for _, b := range newest {
		most = max(most, b.PeakGBps)
	}
	for _, b := range newest {
		mark := ""
		if !b.Clean {
			mark = s.Unclear
		}
		const when, figure = 13, 8
		room := max(width-3-when-figure-6, 4)
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Left(b.Measured.Local().Format("01-02 15:04"), when))+
			widget.Bar(s.Theme, b.PeakGBps/most, room, " ")+widget.Right(bench.FormatFigure(b.PeakGBps), figure)+" "+s.Paint(theme.Warn, mark))
	}
	return lines
}
