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

// fact writes texts after a name in a muted colour. If the texts are too long
// for one line, the line is broken between two texts. Only a text that is longer
// than a line is broken itself. Empty texts are left out.
func (s *machineScreen) fact(width int, name string, texts ...string) []string {
	var broken []string
	room := max(width-13, 1)
	for _, text := range cleanAll(texts) {
		if text == "" {
			continue
		}
		if last := len(broken) - 1; last >= 0 {
			if joined := s.dotted(broken[last], text); widget.Width(joined) <= room {
				broken[last] = joined
				continue
			}
		}
		broken = append(broken, linebreak.Lines(text, room)...)
	}
	for i, line := range broken {
		broken[i] = "   " + s.Paint(theme.Muted, widget.Left(name, 9)) + line
		name = ""
	}
	return broken
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
	lines = append(lines, s.fact(width, "CPU", m.CPU, cores)...)
	lines = append(lines, s.fact(width, "", m.Allowance()...)...)
	lines = append(lines, s.fact(width, "", strings.Join(s.bestFeatures(), " "))...)
	for _, g := range m.GPUs {
		units := ""
		if g.Cores > 0 {
			units = countOf(g.Cores, "core")
		}
		memory := ""
		if !g.Shared && g.MemoryBytes > 0 {
			memory = bench.FormatBytes(g.MemoryBytes)
		} else if g.UsableBytes > 0 {
			memory = "may use " + bench.FormatBytes(g.UsableBytes)
		}
		specified := ""
		if g.SpecifiedGBps > 0 && !g.Shared {
			specified = bench.FormatGBps(g.SpecifiedGBps) + " specified"
		}
		lines = append(lines, s.fact(width, "GPU", g.Name, units, memory, specified, g.DriverSaid())...)
	}
	memory := bench.FormatBytes(m.MemoryBytes)
	if m.MemoryLimitBytes > 0 && m.MemoryLimitBytes < m.MemoryBytes {
		memory += " limited to " + bench.FormatBytes(m.MemoryLimitBytes)
	}
	bits := ""
	if m.MemoryBusBits > 0 {
		bits = fmt.Sprintf("%d bit", m.MemoryBusBits)
	}
	lines = append(lines, s.fact(width, "memory", strings.TrimSpace(memory+" "+m.MemoryType), bits)...)
	lines = append(lines, s.fact(width, "power", m.Power)...)
	bare := ""
	if m.Hypervisor+m.Container == "" {
		bare = "bare metal"
	}
	return append(lines, s.fact(width, "system", m.OS, m.Kernel, m.Hypervisor, m.Container, bare)...)
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
