package tui

import (
	"cmp"
	"slices"
	"strings"

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
	doubts := s.deviceDoubts()
	if text := s.bandwidthDoubt(); text != "" {
		doubts = append([]string{text}, doubts...)
	}
	for _, text := range doubts {
		for _, line := range linebreak.Lines(text, width-4) {
			lines = append(lines, "   "+s.Paint(theme.Muted, line))
		}
	}
	add := func(tone theme.Tone, text string) {
		if text != "" {
			lines = append(lines, "   "+s.Paint(tone, widget.Cut(text, width-4, s.More)))
		}
	}
	addWhole := func(tone theme.Tone, text string) {
		for _, line := range linebreak.Lines(text, max(width-4, 1)) {
			add(tone, line)
		}
	}
	switch {
	case s.bandwidth != nil:
	case s.measuring:
		add(theme.Plain, "measuring"+s.More)
	default:
		addWhole(theme.Warn, s.problem)
	}
	addWhole(theme.Accent, s.gpu)
	if s.machine.SpecifiedGBps == 0 {
		add(theme.Muted, "no published figure for the memory of this machine")
	}
	return lines
}

// bandwidthBar is a bar: whose bandwidth it is, and how large.
type bandwidthBar struct {
	name     string
	gbps     float64
	doubtful bool
}

// nameCells is how wide the names of the bars are, unless a name needs more.
// shortBar is how long a bar should be before a name gets more.
const (
	nameCells = 11
	shortBar  = 12
)

// bandwidthBars draws the specified figure, the devices' figures, and the
// probe's figures by number of cores, the most cores first.
func (s *machineScreen) bandwidthBars(width int) []string {
	const around = 3 + 8 + 7 + 2
	var bars []bandwidthBar
	spec := s.machine.SpecifiedGBps
	if spec > 0 {
		bars = append(bars, bandwidthBar{"specified", spec, false})
	}
	bars = append(bars, s.deviceBars(width-around-shortBar)...)
	bars = append(bars, s.probeBars()...)
	most, names := 0.0, nameCells
	for _, b := range bars {
		most, names = max(most, b.gbps), max(names, widget.Width(b.name)+1)
	}
	var lines []string
	for _, b := range bars {
		share, mark := "", " "
		if spec > 0 && b.gbps != spec {
			share = bench.FormatPercent(b.gbps / spec)
		}
		if b.doubtful {
			mark = s.Paint(theme.Warn, s.Unclear)
		}
		lines = append(lines, "   "+widget.Left(b.name, names)+widget.Bar(s.Theme, b.gbps/most, max(width-around-names, 4), " ")+
			widget.Right(bench.FormatFigure(b.gbps), 8)+" "+mark+s.Paint(theme.Muted, widget.Right(share, 5)))
	}
	return lines
}

// deviceBars are the bars of what engines measured on devices. A figure that
// says nothing about the memory has none. room is how many cells a name may
// have.
func (s *machineScreen) deviceBars(room int) []bandwidthBar {
	var bars []bandwidthBar
	for _, d := range s.machine.DeviceBandwidth {
		if !d.InCache() {
			name := shorter(widget.Width, room-1, measuredOn(d), bench.Clean(d.Device))
			bars = append(bars, bandwidthBar{name, d.MedianGBps, !d.Clean})
		}
	}
	return bars
}

// probeBars are the bars of the probe, by number of cores.
func (s *machineScreen) probeBars() []bandwidthBar {
	if s.bandwidth == nil {
		return nil
	}
	threads := slices.Clone(s.bandwidth.ByThreads)
	slices.SortFunc(threads, func(a, b bench.ThreadBandwidth) int { return cmp.Compare(b.Threads, a.Threads) })
	var bars []bandwidthBar
	for _, t := range threads {
		bars = append(bars, bandwidthBar{countOf(t.Threads, "core"), t.GBps, s.bandwidth.Doubted(t)})
	}
	return bars
}

// measuredOn names a device with a measured bandwidth. The CPU also has the
// name of the engine, because the probe measured the CPU, too.
func measuredOn(d bench.DeviceBandwidth) string {
	name := bench.Clean(d.Device)
	if engine, _, _ := strings.Cut(bench.Clean(d.BuildName), " "); d.Device == bench.DeviceCPU && engine != "" {
		name += ", by " + engine
	}
	return name
}

// deviceDoubts say for each device why its figure is uncertain.
func (s *machineScreen) deviceDoubts() []string {
	var texts []string
	for _, d := range s.machine.DeviceBandwidth {
		switch why := d.WhyUncertain(); {
		case why == "":
		case d.InCache(): // no bar shows its figure
			texts = append(texts, measuredOn(d)+": "+bench.FormatGBps(d.MedianGBps)+", "+why)
		default:
			texts = append(texts, measuredOn(d)+": "+why)
		}
	}
	return texts
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
