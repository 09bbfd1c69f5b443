package tui

import (
	"cmp"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// bandwidthLines draws the specified and the measured bandwidths as bars that
// all begin at zero. The longest bar sets the scale.
func (s *machineScreen) bandwidthLines(width int) []string {
	lines := []string{s.title("Memory bandwidth, read", "GB/s", width)}
	lines = append(lines, s.bandwidthBars(width)...)
	if text := s.bandwidthDoubt(); text != "" {
		for _, line := range linebreak.Lines(text, width-4) {
			lines = append(lines, "   "+s.Paint(theme.Muted, line))
		}
	}
	add := func(tone theme.Tone, text string) {
		if text != "" {
			lines = append(lines, "   "+s.Paint(tone, widget.Cut(text, width-4, s.More)))
		}
	}
	switch {
	case s.bandwidth != nil:
	case s.measuring:
		add(theme.Plain, "measuring"+s.More)
	default:
		add(theme.Warn, s.problem)
	}
	add(theme.Accent, s.gpu)
	if s.machine.SpecifiedGBps == 0 {
		add(theme.Muted, "no published figure for this machine")
	}
	return lines
}

// bandwidthBars draws the specified figure, the devices' figures, and the
// probe's figures by number of cores, the most cores first.
func (s *machineScreen) bandwidthBars(width int) []string {
	spec := s.machine.SpecifiedGBps
	most := spec
	if s.bandwidth != nil {
		most = max(most, s.bandwidth.PeakGBps)
	}
	for _, d := range s.machine.DeviceBandwidth {
		most = max(most, d.MedianGBps)
	}
	var lines []string
	bar := func(name string, gbps float64, doubtful bool) {
		share := ""
		if spec > 0 && gbps != spec {
			share = bench.FormatPercent(gbps / spec)
		}
		mark := " "
		if doubtful {
			mark = s.Paint(theme.Warn, s.Unclear)
		}
		room := max(width-3-11-8-7-2, 4)
		lines = append(lines, "   "+widget.Left(name, 11)+widget.Bar(s.Theme, gbps/most, room, " ")+widget.Right(bench.FormatFigure(gbps), 8)+" "+mark+s.Paint(theme.Muted, widget.Right(share, 5)))
	}
	if spec > 0 {
		bar("specified", spec, false)
	}
	for _, d := range s.machine.DeviceBandwidth {
		bar(bench.Clean(d.Device), d.MedianGBps, !d.Clean)
	}
	if s.bandwidth == nil {
		return lines
	}
	threads := slices.Clone(s.bandwidth.ByThreads)
	slices.SortFunc(threads, func(a, b bench.ThreadBandwidth) int { return cmp.Compare(b.Threads, a.Threads) })
	for _, t := range threads {
		bar(countOf(t.Threads, "core"), t.GBps, s.bandwidth.Doubted(t))
	}
	return lines
}

// bandwidthDoubt says how reliable the probe is. It gives "" if there is no
// probe.
func (s *machineScreen) bandwidthDoubt() string {
	if s.bandwidth == nil {
		return ""
	}
	text := cmp.Or(s.bandwidth.WhyUncertain(), "quiet")
	if s.bandwidth.SpreadFraction > 0 {
		text = "spread " + bench.FormatPercent(s.bandwidth.SpreadFraction) + ", " + text
	}
	switch at := s.bandwidth.Measured; {
	case !at.IsZero():
		text += ", measured " + bench.FormatAgo(s.Now().Sub(at))
	case s.best.PeakGBps != s.bandwidth.PeakGBps:
		which := "the best clean probe since this machine was started"
		if !s.best.Clean {
			which = "which is also uncertain"
		}
		text += ". Ceilings of models are computed from " + bench.FormatGBps(s.best.PeakGBps) + ", " + which
		if at := s.best.Measured; !at.IsZero() {
			text += ", measured " + bench.FormatAgo(s.Now().Sub(at))
		}
	}
	return bench.Clean(text)
}
