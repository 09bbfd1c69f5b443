package tui

import (
	"cmp"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// bandwidthLines draws what is specified and what was measured as bars from
// one zero; the longest is the reference.
func (s *machineScreen) bandwidthLines(width int) []string {
	lines := []string{s.title("Memory bandwidth, read", "GB/s", width)}
	spec := s.machine.SpecifiedGBps
	most := spec
	if s.bandwidth != nil {
		most = max(most, s.bandwidth.PeakGBps)
	}
	for _, d := range s.machine.DeviceBandwidth {
		most = max(most, d.MedianGBps)
	}
	bar := func(name string, gbps float64) {
		share := ""
		if spec > 0 && gbps != spec {
			share = bench.FormatPercent(gbps / spec)
		}
		room := max(width-3-11-8-6-2, 4)
		lines = append(lines, "   "+widget.Left(name, 11)+widget.Bar(s.Theme, gbps/most, room, " ")+widget.Right(bench.FormatFigure(gbps), 8)+s.Paint(theme.Muted, widget.Right(share, 6)))
	}
	if spec > 0 {
		bar("specified", spec)
	}
	for _, d := range s.machine.DeviceBandwidth {
		bar(bench.Clean(d.Device), d.MedianGBps)
	}
	switch {
	case s.bandwidth != nil:
		threads := slices.Clone(s.bandwidth.ByThreads)
		slices.SortFunc(threads, func(a, b bench.ThreadBandwidth) int { return cmp.Compare(b.Threads, a.Threads) })
		for _, t := range threads {
			bar(countOf(t.Threads, "core"), t.GBps)
		}
		clean := "quiet"
		if !s.bandwidth.Clean {
			clean = "not quiet: " + strings.Join(s.bandwidth.Doubts, ", ")
		}
		spread := ""
		if s.bandwidth.SpreadFraction > 0 {
			spread = "spread " + bench.FormatPercent(s.bandwidth.SpreadFraction) + ", "
		}
		for _, line := range widget.Wrap(bench.Clean(spread+clean), width-4) {
			lines = append(lines, "   "+s.Paint(theme.Muted, line))
		}
	case s.measuring:
		lines = append(lines, "   measuring"+s.More)
	case s.problem != "":
		lines = append(lines, "   "+s.Paint(theme.Warn, widget.Cut(s.problem, width-4, s.More)))
	}
	if s.gpu != "" {
		lines = append(lines, "   "+s.Paint(theme.Accent, widget.Cut(s.gpu, width-4, s.More)))
	}
	if spec == 0 {
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Cut("the specified figure is not known here", width-4, s.More)))
	}
	return lines
}
