package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

func (s *machineScreen) title(text, right string, width int) string {
	return widget.Ends(" "+s.Paint(theme.Strong, text), s.Paint(theme.Muted, right)+" ", width)
}

// fact is a text after a name in a muted colour, broken if it is too long.
func (s *machineScreen) fact(name, text string, width int) []string {
	if text == "" {
		return nil
	}
	var lines []string
	for _, line := range s.brokenAtDots(bench.Clean(text), max(width-13, 1)) {
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Left(name, 9))+line)
		name = ""
	}
	return lines
}

// brokenAtDots breaks a text between the facts that it lists. Only a fact that
// is longer than a line is broken itself.
func (s *machineScreen) brokenAtDots(text string, width int) []string {
	var lines []string
	for _, fact := range strings.Split(text, " "+s.Dot+" ") {
		if last := len(lines) - 1; last >= 0 {
			if joined := s.dotted(lines[last], fact); widget.Width(joined) <= width {
				lines[last] = joined
				continue
			}
		}
		lines = append(lines, linebreak.Lines(fact, width)...)
	}
	return lines
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
	lines = append(lines, s.fact("CPU", s.dotted(m.CPU, cores), width)...)
	lines = append(lines, s.fact("", s.dotted(m.Allowance()...), width)...)
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
		lines = append(lines, s.fact("GPU", s.dotted(g.Name, units, memory, g.Driver), width)...)
	}
	memory := bench.FormatBytes(m.MemoryBytes)
	if m.MemoryLimitBytes > 0 && m.MemoryLimitBytes < m.MemoryBytes {
		memory += " limited to " + bench.FormatBytes(m.MemoryLimitBytes)
	}
	bits := ""
	if m.MemoryBusBits > 0 {
		bits = fmt.Sprintf("%d bit", m.MemoryBusBits)
	}
	lines = append(lines, s.fact("memory", s.dotted(strings.TrimSpace(memory+" "+m.MemoryType), bits), width)...)
	lines = append(lines, s.fact("power", m.Power, width)...)
	host := s.dotted(m.Hypervisor, m.Container)
	if host == "" {
		host = "bare metal"
	}
	return append(lines, s.fact("system", s.dotted(m.OS, m.Kernel, host), width)...)
}

// bestFeatures are the instructions that matter most to engines.
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
