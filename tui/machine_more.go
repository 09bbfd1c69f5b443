package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// moreIdentity gives what only a large screen shows about the machine.
func (s *machineScreen) moreIdentity(width int) []string {
	m := s.machine
	var kinds, caches, saving []string
	for _, k := range m.CoreKinds {
		kinds = append(kinds, k.String())
	}
	for _, c := range m.Caches {
		caches = append(caches, c.String())
	}
	for _, name := range slices.Sorted(maps.Keys(m.PowerMode)) {
		saving = append(saving, name+" "+m.PowerMode[name])
	}
	swap := ""
	if m.SwapBytes > 0 {
		swap = "swap " + bench.FormatBytes(m.SwapBytes)
	}
	pages := ""
	if m.HugePages != "" {
		pages = "huge pages " + m.HugePages
	}
	return slices.Concat(
		s.fact(width, "board", m.Board),
		s.fact(width, "cores", kinds...),
		s.fact(width, "also", strings.Join(s.otherFeatures(), " ")),
		s.fact(width, "caches", caches...),
		s.fact(width, "settings", append(saving, pages, swap)...),
	)
}

// otherFeatures are the instructions that the line of the CPU does not name.
func (s *machineScreen) otherFeatures() []string {
	best := s.bestFeatures()
	return slices.DeleteFunc(slices.Clone(s.machine.Features), func(f string) bool { return slices.Contains(best, f) })
}

// The least and the most that a model reads for a token, in GiB. leastRead is
// for a small model. mostRead is for the largest model that fits a machine for
// one user.
const leastRead, mostRead = 0.5, 512

// allowed draws how fast models of several sizes can be at most, because
// generation is limited by the memory. So people see what the bandwidth means
// even if there is no model yet.
func (s *machineScreen) allowed(width int) []string {
	gbps, which := s.bestProbe().PeakGBps, " measured"+s.bestProbe().Ceiling(0).Doubt()
	if gbps <= 0 {
		gbps, which = s.machine.SpecifiedGBps, " specified"
	}
	if gbps <= 0 || s.machine.MemoryBytes <= 0 {
		return nil
	}
	lines := []string{s.title("Generation at most, with "+bench.FormatGBps(gbps)+which, "t/s", width)}
	fastest := bench.AllowedTPS(leastRead*(1<<30), gbps)
	for gib := leastRead; gib <= mostRead && gib*(1<<30) <= float64(s.machine.MemoryBytes); gib *= 2 {
		most := bench.AllowedTPS(int64(gib*(1<<30)), gbps)
		const name, figure = 19, 8
		room := max(width-3-name-figure-6, 4)
		lines = append(lines, "   "+widget.Left(fmt.Sprintf("%g GiB a token", gib), name)+
			widget.Bar(s.Theme, most/fastest, room, " ")+widget.Right(bench.FormatTPS(most), figure))
	}
	for _, line := range linebreak.Lines("A token reads all weights of a model; of a mixture of experts, only the active ones.", max(width-4, 1)) {
		lines = append(lines, "   "+s.Paint(theme.Muted, line))
	}
	return lines
}
