package tui

import (
	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// probesShown is how many earlier probes are shown.
const probesShown = 10

// probeHistory draws what earlier sessions measured of the memory, on one scale:
// what changes from one to the next is what something else took, or how the
// machine was set.
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
			mark = bench.NotKnown
		}
		const when, figure = 13, 8
		room := max(width-3-when-figure-6, 4)
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Left(b.Measured.Local().Format("01-02 15:04"), when))+
			widget.Bar(s.Theme, b.PeakGBps/most, room, " ")+widget.Right(bench.FormatFigure(b.PeakGBps), figure)+" "+s.Paint(theme.Warn, mark))
	}
	return lines
}
