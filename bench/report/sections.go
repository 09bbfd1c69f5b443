package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
)

// valueWidth bounds the right side of the machine's table.
const valueWidth = 83

func (m *markdown) machine() {
	machine := m.r.machine(m.s.Machine, m.o)
	t := newTable("machine", "")
	line := func(name string, parts ...string) {
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		if len(parts) > 0 {
			t.add(name, bench.CleanLine(strings.Join(parts, " · "), valueWidth))
		}
	}
	line("host", machine.HostName)
	line("CPU", machine.CPU, cores(machine), machine.Arch)
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
		if d.Clean {
			line("bandwidth, by engine", bench.FormatGBps(d.MedianGBps), d.Name(), countedThreads(d.Threads), d.Measured.Format("2006-01-02"), d.BuildName)
		}
	}
	line("system", machine.OS, machine.Kernel, machine.Hypervisor, machine.Container)
	power := []string{machine.Power}
	for _, key := range slices.Sorted(maps.Keys(machine.PowerMode)) {
		power = append(power, key+" "+machine.PowerMode[key])
	}
	line("power", power...)
	if len(t.rows) == 0 {
		return
	}
	m.heading("Machine")
	m.say("%s", t.markdown())
}

func countedThreads(n int) string {
	if n <= 0 {
		return ""
	}
	return plural(n, "thread")
}

func cores(machine bench.Machine) string {
	switch {
	case machine.PhysicalCores > 0 && machine.LogicalCores > machine.PhysicalCores:
		return fmt.Sprintf("%s, %d threads", plural(machine.PhysicalCores, "core"), machine.LogicalCores)
	case machine.PhysicalCores > 0:
		return plural(machine.PhysicalCores, "core")
	case machine.LogicalCores > 0:
		return plural(machine.LogicalCores, "logical core")
	}
	return ""
}

func gpuParts(g bench.GPU) []string {
	parts := []string{g.Name}
	if g.Cores > 0 {
		parts = append(parts, plural(g.Cores, "core"))
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
	return append(parts, g.Driver)
}

func probeParts(probe bench.BandwidthMeasured) []string {
	first := bench.FormatGBps(probe.PeakGBps) + " read"
	if probe.When != "" {
		first += " " + bench.Clean(probe.When) + " the session"
	}
	parts := []string{first}
	if probe.Threads > 0 {
		parts = append(parts, plural(probe.Threads, "thread"))
	}
	if probe.SingleCoreGBps > 0 {
		parts = append(parts, "one core "+bench.FormatGBps(probe.SingleCoreGBps))
	}
	if probe.SpreadFraction > 0 {
		parts = append(parts, "spread "+bench.FormatPercent(probe.SpreadFraction))
	}
	if !probe.Clean {
		parts = append(parts, "not clean: something else was using the memory")
	}
	return parts
}

// jobs says for each job what ran it and how to do the same again.
func (m *markdown) jobs() {
	if len(m.s.Jobs) == 0 {
		return
	}
	m.heading("What was run")
	for i, j := range m.s.Jobs {
		repetitions := plural(j.Repetitions, "repetition")
		if m.s.Plan.Precision > 0 {
			repetitions += " and more"
		}
		parts := []string{"**" + EscapeMarkdown(m.r.path(j.Model.Label())) + "** on " + EscapeMarkdown(m.r.path(orText(buildLabel(j), "an unknown engine")))}
		if p := m.r.path(j.Params.String()); p != "" {
			parts = append(parts, codeSpan(p))
		}
		parts = append(parts, repetitions)
		if j.Reason != "" {
			parts = append(parts, EscapeMarkdown(m.r.text(j.Reason)))
		}
		m.say("%d. %s: %s", i+1, j.ID, strings.Join(parts, " · "))
		if line := m.build(j); line != "" {
			m.say("   - %s", line)
		}
		if commands := m.commands(j); commands != "" {
			m.say("\n%s", indent(3, fence("sh", commands)))
		}
	}
	m.say("")
}

// build is what else is known of an engine build.
func (m *markdown) build(j *bench.JobState) string {
	b := buildOf(j)
	var parts []string
	if len(b.Backends) > 0 {
		parts = append(parts, "backends "+EscapeMarkdown(m.r.path(strings.Join(b.Backends, ", "))))
	}
	for _, d := range b.Devices {
		text := m.r.path(d.Name)
		if d.Description != "" {
			text += " " + m.r.path(d.Description)
		}
		if d.TotalBytes > 0 {
			text += ", " + bench.FormatBytes(d.TotalBytes)
		}
		parts = append(parts, "device "+EscapeMarkdown(text))
	}
	if b.Origin != "" {
		parts = append(parts, "found in "+EscapeMarkdown(m.r.path(b.Origin)))
	}
	return strings.Join(parts, " · ")
}

// commands lists the command lines of a job, each once, in the order of their
// first start.
func (m *markdown) commands(j *bench.JobState) string {
	var order []string
	times := map[string]int{}
	for _, e := range j.Engines {
		words := []string{}
		for _, env := range e.Env {
			if !strings.Contains(env, "=") {
				words = append(words, "-u", shellWord(m.r.argument(env)))
			}
		}
		if len(words) > 0 { // a shell has no assignment that removes
			words = append([]string{"env"}, words...)
		}
		for _, env := range e.Env {
			if strings.Contains(env, "=") {
				words = append(words, shellWord(m.r.argument(env)))
			}
		}
		for _, arg := range e.Argv {
			words = append(words, shellWord(m.r.argument(arg)))
		}
		line := strings.Join(words, " ")
		if times[line]++; times[line] == 1 {
			order = append(order, line)
		}
	}
	for i, line := range order {
		if times[line] > 1 {
			order[i] += fmt.Sprintf("  # %d times", times[line])
		}
	}
	return strings.Join(order, "\n")
}

// shellWord quotes a word for a POSIX shell where it needs it. A leading ~ is
// left bare, so that the shell makes it the reader's home.
func shellWord(s string) string {
	plain := strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_~") == ""
	if s != "" && plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// models lists each model file once with what identifies it.
func (m *markdown) models() {
	var seen, lines []string
	for _, j := range m.s.Jobs {
		model := m.r.model(j.Model)
		if slices.Contains(seen, j.Model.Path+model.Label()) {
			continue
		}
		seen = append(seen, j.Model.Path+model.Label())
		var parts []string
		for _, p := range []struct{ what, value string }{
			{"", model.Arch}, {"tensors ", known(bench.FormatBytes(model.SizeBytes))},
			{"parameters ", known(bench.FormatParams(model.ParamCount))},
			{"active ", known(bench.FormatParams(model.ActiveParamCount))},
			{"read per token ", known(bench.FormatBytes(model.ReadBytesPerToken))},
		} {
			if p.value != "" && !(p.what == "active " && model.ActiveParamCount == model.ParamCount) {
				parts = append(parts, EscapeMarkdown(p.what+p.value))
			}
		}
		lines = append(lines, strings.TrimSuffix("- **"+EscapeMarkdown(model.Label())+"** · "+strings.Join(parts, " · "), " · "))
		for _, f := range model.Files {
			line := fmt.Sprintf("  - %s, %s", codeSpan(f.Name), bench.FormatBytes(f.SizeBytes))
			if f.SHA256 != "" {
				line += ", sha256 " + codeSpan(f.SHA256)
			}
			lines = append(lines, line)
		}
		if len(model.Files) == 0 && model.Path != "" {
			lines = append(lines, "  - "+codeSpan(model.Path))
		}
	}
	if len(lines) == 0 {
		return
	}
	m.heading("Models")
	m.say("%s\n", strings.Join(lines, "\n"))
}

// known is "" for what is not.
func known(s string) string {
	if s == bench.NotKnown {
		return ""
	}
	return s
}

// memory is what the engine took on each device.
func (m *markdown) memory() {
	t := newTable("#", "model", "device", "weights", "KV", "compute", "other", "all")
	for i := range t.right {
		t.right[i] = i > 2 || i == 0
	}
	for _, j := range m.s.Jobs {
		var order []string
		type use struct{ model, kv, compute, other int64 }
		devices := map[string]*use{}
		for _, a := range j.Memory {
			if devices[a.Device] == nil {
				order, devices[a.Device] = append(order, a.Device), &use{}
			}
			d := devices[a.Device]
			switch a.Use {
			case "model":
				d.model += a.Bytes
			case "kv":
				d.kv += a.Bytes
			case "compute":
				d.compute += a.Bytes
			default:
				d.other += a.Bytes
			}
		}
		for _, device := range order {
			d := devices[device]
			t.add(j.ID, bench.CleanLine(m.r.path(j.Model.Label()), 30), bench.CleanLine(m.r.path(device), 14),
				size(d.model), size(d.kv), size(d.compute), size(d.other), size(d.model+d.kv+d.compute+d.other))
		}
	}
	if len(t.rows) == 0 {
		return
	}
	m.heading("Memory the engine took")
	m.say("%s", t.markdown())
}

func size(n int64) string {
	if n <= 0 {
		return bench.NotMeasured
	}
	return bench.FormatBytes(n)
}
