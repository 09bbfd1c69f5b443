package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
)

// machineRows gives everything that is known about a machine, as names and
// values. If something is not known, its value is empty, and the caller does
// not print that row.
func machineRows(m bench.Machine) [][2]string {
	rows := [][2]string{{"machine", m.Line}, {"host", m.HostName}, {"board", m.Board}}
	rows = append(rows, cpuRows(m)...)
	rows = append(rows, memoryRows(m)...)
	for _, g := range m.GPUs {
		rows = append(rows, gpuRows(g)...)
	}
	return append(rows,
		[2]string{"system", strings.Join(nonEmpty(m.OS, m.Kernel, m.Arch, m.Hypervisor, m.Container), " · ")},
		[2]string{"huge pages", m.HugePages},
		[2]string{"power", strings.Join(nonEmpty(m.Power, powerModes(m.PowerMode)), " · ")})
}

func cpuRows(m bench.Machine) [][2]string {
	var cores []string
	if m.Sockets > 1 {
		cores = append(cores, fmt.Sprintf("%d sockets", m.Sockets))
	}
	if m.PhysicalCores > 0 {
		cores = append(cores, bench.Plural(m.PhysicalCores, "core"))
	}
	if m.LogicalCores > 0 {
		cores = append(cores, bench.Plural(m.LogicalCores, "thread"))
	}
	for _, k := range m.CoreKinds {
		kind := k.String()
		if k.MHz > 0 {
			kind += fmt.Sprintf(" (%s)", gigahertz(k.MHz))
		}
		cores = append(cores, kind)
	}
	if m.MaxMHz > 0 {
		cores = append(cores, "up to "+gigahertz(m.MaxMHz))
	}
	cores = append(cores, m.Allowance()...)
	if m.Translated {
		cores = append(cores, "dragstrip runs through Rosetta, and engines would as well: use the arm64 build of dragstrip")
	}
	var caches []string
	for _, c := range m.Caches {
		caches = append(caches, c.String())
	}
	return [][2]string{
		{"cpu", m.CPU},
		{"", strings.Join(cores, " · ")},
		{"", strings.Join(m.Features, " ")},
		{"caches", strings.Join(caches, " · ")},
	}
}

func gigahertz(mhz int) string { return fmt.Sprintf("%.3g GHz", float64(mhz)/1000) }

func memoryRows(m bench.Machine) [][2]string {
	if m.MemoryBytes <= 0 {
		return nil
	}
	memory := []string{strings.TrimSpace(bench.FormatBytes(m.MemoryBytes) + " " + m.MemoryType)}
	if m.MemoryBusBits > 0 {
		memory = append(memory, fmt.Sprintf("%d bit wide", m.MemoryBusBits))
	}
	if m.MemoryLimitBytes > 0 && m.MemoryLimitBytes < m.MemoryBytes {
		memory = append(memory, "limited to "+bench.FormatBytes(m.MemoryLimitBytes))
	}
	if m.SwapBytes > 0 {
		memory = append(memory, bench.FormatBytes(m.SwapBytes)+" swap")
	}
	rows := [][2]string{{"memory", strings.Join(memory, " · ")}}
	for _, module := range m.MemoryModules {
		rows = append(rows, [2]string{"", moduleText(module)})
	}
	if m.SpecifiedGBps > 0 {
		specified := bench.FormatGBps(m.SpecifiedGBps) + " specified"
		if m.SpecifiedAtMost {
			specified = "at most " + specified
		}
		rows = append(rows, [2]string{"", specified})
	}
	return rows
}

func moduleText(m bench.MemoryModule) string {
	rate := ""
	if m.MTps > 0 {
		rate = fmt.Sprintf("%d MT/s", m.MTps)
		if m.RatedMTps > 0 && m.RatedMTps != m.MTps {
			rate += fmt.Sprintf(" (rated %d)", m.RatedMTps)
		}
	}
	return strings.Join(nonEmpty(m.Slot, bench.FormatBytes(m.Bytes)+" "+m.Type, rate, m.Part), " · ")
}

func gpuRows(g bench.GPU) [][2]string {
	var facts []string
	if g.Cores > 0 {
		facts = append(facts, fmt.Sprintf("%d cores or units", g.Cores))
	}
	switch {
	case g.Shared && g.UsableBytes > 0:
		facts = append(facts, "may use "+bench.FormatBytes(g.UsableBytes)+" of the machine's memory")
	case g.Shared:
		facts = append(facts, "uses the machine's memory")
	case g.MemoryBytes > 0:
		facts = append(facts, bench.FormatBytes(g.MemoryBytes)+" of its own")
	}
	if g.SpecifiedGBps > 0 {
		facts = append(facts, bench.FormatGBps(g.SpecifiedGBps)+" specified")
	}
	if g.Slice {
		facts = append(facts, "a part of a card (MIG)")
	}
	if g.MaxWatts > 0 {
		facts = append(facts, fmt.Sprintf("up to %.0f W", g.MaxWatts))
	}
	return [][2]string{
		{"gpu", g.Name},
		{"", strings.Join(facts, " · ")},
		{"", strings.Join(nonEmpty(g.ArchSaid(), g.DriverSaid(), g.BusSaid()), " · ")},
	}
}

// powerModes writes modes such as "governor powersave · profile balanced".
func powerModes(modes map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(modes)) {
		parts = append(parts, name+" "+modes[name])
	}
	return strings.Join(parts, " · ")
}
