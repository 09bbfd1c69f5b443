package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws identity and engines on the left, bandwidth and what fits on the
// right; on a narrow screen one under the other, scrolled.
//
//	Machine                    Memory bandwidth, read          GB/s
//	  CPU   …                    specified ████████████         256
//	Engines                    What fits (4k context)           GiB
//	▌ ✓ llama.cpp …              gpt-oss 120B ██████            62.9
//	Fit to measure?
func (s *machineScreen) view(width, height int) widget.Block {
	switch {
	case s.setup != nil:
		return widget.Fit(s.setup.view(width, height), width, height)
	case !s.described:
		return widget.Fit([]string{"", "  Looking at this machine" + s.More}, width, height)
	}
	if width < 92 {
		lines := append(s.identity(width), "")
		lines = append(append(lines, s.bandwidthLines(width)...), "")
		lines = append(append(lines, s.fitness(width)...), "")
		lines = append(append(lines, s.engines(width)...), "")
		lines = append(lines, s.fitting(width)...)
		s.over = max(len(lines)-height, 0)
		s.top = min(s.top, s.over)
		return widget.Fit(lines[s.top:], width, height)
	}
	left := width / 2
	a := append(append(s.identity(left-1), ""), s.engines(left-1)...)
	b := append(append(s.bandwidthLines(width-left), ""), s.fitting(width-left)...)
	tail := s.fitness(width)
	body := max(min(height-len(tail)-1, max(len(a), len(b))), 4)
	s.over = 0
	out := widget.Beside(widget.Fit(a, left, body), widget.Fit(b, width-left, body))
	return widget.Fit(append(append(out, ""), tail...), width, height)
}

func (s *machineScreen) title(text, right string, width int) string {
	return widget.Ends(" "+s.Paint(theme.Strong, text), s.Paint(theme.Muted, right)+" ", width)
}

// fact is a named line, its name quiet.
func (s *machineScreen) fact(name, text string, width int) []string {
	if text == "" {
		return nil
	}
	return []string{"   " + s.Paint(theme.Muted, widget.Left(name, 9)) + widget.Cut(bench.Clean(text), width-13, s.More)}
}

func (s *machineScreen) identity(width int) []string {
	m := s.machine
	cores := ""
	if m.PhysicalCores > 0 {
		cores = countOf(m.PhysicalCores, "core")
		if m.LogicalCores > m.PhysicalCores {
			cores += fmt.Sprintf(", %d threads", m.LogicalCores)
		}
	}
	if m.MaxMHz > 0 {
		cores += fmt.Sprintf(" × %.1f GHz", float64(m.MaxMHz)/1000)
	}
	lines := []string{s.title("Machine", "", width)}
	lines = append(lines, s.fact("CPU", s.joined(m.CPU, cores), width)...)
	lines = append(lines, s.fact("", strings.Join(s.bestFeatures(), " "), width)...)
	for _, g := range m.GPUs {
		units := ""
		if g.Cores > 0 {
			units = fmt.Sprintf("%d cores", g.Cores)
		}
		memory := ""
		if !g.Shared && g.MemoryBytes > 0 {
			memory = bench.FormatBytes(g.MemoryBytes)
		} else if g.UsableBytes > 0 {
			memory = "may use " + bench.FormatBytes(g.UsableBytes)
		}
		lines = append(lines, s.fact("GPU", s.joined(g.Name, units, memory, g.Driver), width)...)
	}
	memory := bench.FormatBytes(m.MemoryBytes)
	if m.MemoryLimitBytes > 0 && m.MemoryLimitBytes < m.MemoryBytes {
		memory += " limited to " + bench.FormatBytes(m.MemoryLimitBytes)
	}
	bits := ""
	if m.MemoryBusBits > 0 {
		bits = fmt.Sprintf("%d bit", m.MemoryBusBits)
	}
	lines = append(lines, s.fact("memory", s.joined(strings.TrimSpace(memory+" "+m.MemoryType), bits), width)...)
	lines = append(lines, s.fact("power", m.Power, width)...)
	place := s.joined(m.Hypervisor, m.Container)
	if place == "" {
		place = "bare metal"
	}
	return append(lines, s.fact("system", s.joined(m.OS, m.Kernel, place), width)...)
}

// bestFeatures are the instructions engines care for most.
func (s *machineScreen) bestFeatures() []string {
	var out []string
	for _, want := range []string{"AMX", "AVX-512", "AVX-512-VNNI", "AVX2", "SME", "SVE", "i8mm", "NEON"} {
		for _, have := range s.machine.Features {
			if strings.EqualFold(want, have) {
				out = append(out, have)
			}
		}
	}
	return out[:min(len(out), 4)]
}

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

// fitting draws the largest models found against the memory.
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
	name := min(max(width/3, 12), 28)
	for _, m := range largest[:min(len(largest), 5)] {
		sign := ""
		if m.Fit != "fits" && m.Fit != "" {
			sign = " " + s.Paint(theme.Warn, m.Fit)
		}
		room := max(width-3-name-1-8-widget.Width(sign)-1, 3)
		lines = append(lines, "   "+widget.Left(bench.Clean(m.Label()), name)+" "+widget.Bar(s.Theme, float64(m.NeedBytes)/float64(whole), room, s.BarRest)+
			widget.Right(fmt.Sprintf("%.1f", float64(m.NeedBytes)/(1<<30)), 8)+sign)
	}
	return lines
}

func (s *machineScreen) engines(width int) []string {
	lines := []string{s.title("Engines", "", width)}
	if !s.buildsKnown {
		return append(lines, "   "+s.Paint(theme.Muted, "looking"+s.More))
	}
	if len(s.builds) == 0 {
		lines = append(lines, "   "+s.Paint(theme.Warn, s.Doubt)+" none was found: "+s.Paint(theme.Accent, "s")+" gets one")
	}
	for _, b := range s.builds {
		devices := ""
		for i, d := range b.Devices {
			if i > 0 {
				devices += ", "
			}
			devices += d.Description
		}
		lines = append(lines, "   "+s.Paint(theme.Good, s.Yes)+" "+widget.Cut(s.joined(buildName(b), bench.Clean(devices), bench.Clean(b.Origin)), width-6, s.More))
	}
	for _, p := range s.buildProblems {
		lines = append(lines, "   "+s.Paint(theme.Bad, s.No)+" "+s.Paint(theme.Muted, widget.Cut(bench.Clean(p), width-6, s.More)))
	}
	return lines
}

// fitness says what speaks against measuring now, with what mends it.
func (s *machineScreen) fitness(width int) []string {
	lines := []string{s.title("Fit to measure?", "", width)}
	switch {
	case !s.fitKnown:
		return append(lines, "   "+s.Paint(theme.Muted, "looking"+s.More))
	case len(s.findings) == 0:
		return append(lines, "   "+s.Paint(theme.Good, s.Yes)+" nothing speaks against it")
	}
	for _, f := range s.findings {
		tone, sign := theme.Warn, s.Doubt
		switch f.Severity {
		case "unfit":
			tone, sign = theme.Bad, s.No
		case "note":
			tone, sign = theme.Muted, s.Dot
		}
		for i, line := range widget.Wrap(bench.Clean(f.Text), width-6) {
			lead := "  "
			if i == 0 {
				lead = s.Paint(tone, sign) + " "
			}
			lines = append(lines, "   "+lead+line)
		}
		if f.Remedy == "" {
			continue
		}
		for _, line := range widget.Wrap(bench.Clean(f.Remedy), width-6) {
			lines = append(lines, "     "+s.Paint(theme.Muted, line))
		}
	}
	return lines
}

// cleanText makes lines of a text, each safe to show.
func cleanText(text string) []string { return cleanAll(strings.Split(text, "\n")) }

func cleanAll(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = bench.Clean(line)
	}
	return out
}
