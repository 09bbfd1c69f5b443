package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
)

// valueWidth is the width at which a value in the machine's table is wrapped.
const valueWidth = 83

// machine writes the machine as a table, with its values wrapped.
func (m *markdown) machine() {
	t := newTable("machine", "")
	for _, row := range m.machineRows() {
		name := row[0]
		for line := range strings.Lines(linebreak.Hanging(row[1], valueWidth, "")) {
			t.add(name, strings.TrimSpace(line))
			name = ""
		}
	}
	if len(t.rows) == 0 {
		return
	}
	m.say("%s", t.markdown())
}

// machineRows describes the machine in names and values.
func (m *markdown) machineRows() (rows [][2]string) {
	machine := m.r.machine(m.s.Machine, m.o)
	line := func(name string, parts ...string) {
		if text := bench.Clean(joinNonEmpty(partsBy, parts...)); text != "" {
			rows = append(rows, [2]string{name, text})
		}
	}
	line("host", machine.HostName)
	line("CPU", append([]string{machine.CPU, cores(machine), machine.Arch}, machine.Allowance()...)...)
	line("features", strings.Join(machine.Features, " "))
	memory := ""
	if machine.MemoryBytes > 0 {
		memory = bench.FormatBytes(machine.MemoryBytes)
	}
	limit := ""
	if machine.MemoryLimitBytes > 0 && machine.MemoryLimitBytes < machine.MemoryBytes {
		limit = "a container allows " + bench.FormatBytes(machine.MemoryLimitBytes)
	}
	pages := ""
	if machine.HugePages != "" {
		pages = "huge pages: " + machine.HugePages
	}
	line("memory", memory, machine.MemoryType, limit, pages)
	for _, g := range machine.GPUs {
		line("GPU", gpuParts(g)...)
	}
	if machine.SpecifiedGBps > 0 {
		line("bandwidth, specified", bench.FormatGBps(machine.SpecifiedGBps))
	}
	for _, probe := range m.s.Bandwidth {
		line("bandwidth, measured", probeParts(probe)...)
	}
	for _, d := range machine.DeviceBandwidth {
		line("bandwidth, by engine", d.Figure(), d.Name(), countedThreads(d.Threads), d.Measured.UTC().Format("2006-01-02"), d.BuildName, d.WhyUncertain())
	}
	line("system", machine.OS, machine.Kernel, machine.Hypervisor, machine.Container)
	power := []string{machine.Power}
	for _, key := range slices.Sorted(maps.Keys(machine.PowerMode)) {
		power = append(power, key+" "+machine.PowerMode[key])
	}
	line("power", power...)
	return rows
}

func countedThreads(n int) string {
	if n <= 0 {
		return ""
	}
	return bench.Plural(n, "thread")
}

func cores(machine bench.Machine) string {
	switch {
	case machine.PhysicalCores > 0 && machine.LogicalCores > machine.PhysicalCores:
		return fmt.Sprintf("%s, %d threads", bench.Plural(machine.PhysicalCores, "core"), machine.LogicalCores)
	case machine.PhysicalCores > 0:
		return bench.Plural(machine.PhysicalCores, "core")
	case machine.LogicalCores > 0:
		return bench.Plural(machine.LogicalCores, "logical core")
	}
	return ""
}

func gpuParts(g bench.GPU) []string {
	parts := []string{g.Name}
	if g.Cores > 0 {
		parts = append(parts, bench.Plural(g.Cores, "core"))
	}
	if g.MemoryBytes > 0 {
		parts = append(parts, bench.FormatBytes(g.MemoryBytes))
	}
	if g.Shared {
		parts = append(parts, "shares the machine's memory")
	}
	if g.SpecifiedGBps > 0 {
		parts = append(parts, bench.FormatGBps(g.SpecifiedGBps)+" specified")
	}
	return append(parts, g.DriverSaid())
}

func probeParts(probe bench.BandwidthMeasured) []string {
	first := bench.FormatGBps(probe.PeakGBps) + " read"
	switch {
	case probe.When == bench.ProbedEarlier:
		first += " on " + probe.Measured.UTC().Format("2006-01-02") + ", the best clean probe since the machine was started"
	case probe.When != "":
		first += " " + bench.Clean(probe.When) + " the session"
	}
	parts := []string{first}
	if probe.Threads > 0 {
		parts = append(parts, bench.Plural(probe.Threads, "thread"))
	}
	if probe.SingleCoreGBps > 0 {
		parts = append(parts, "one core "+bench.FormatGBps(probe.SingleCoreGBps))
	}
	if probe.SpreadFraction > 0 {
		parts = append(parts, "spread "+bench.FormatPercent(probe.SpreadFraction))
	}
	if why := probe.WhyUncertain(); why != "" {
		parts = append(parts, why)
	}
	return parts
}
