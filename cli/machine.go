package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dyno/bench"
	"dyno/hwinfo"
)

func machineVerb(e *env, args []string) error {
	f := e.flags("machine", "[FLAGS]")
	asJSON := f.Bool("json", false, "print a JSON object, with the source of every value")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("machine takes no arguments")
	}
	m := hwinfo.Describe(context.Background(), hwinfo.Root{})
	if *asJSON {
		enc := json.NewEncoder(e.out)
		enc.SetIndent("", "  ")
		return enc.Encode(m)
	}
	for _, row := range machineRows(m) {
		if row[1] != "" {
			fmt.Fprintf(e.out, "%-9s %s\n", row[0], bench.Clean(row[1]))
		}
	}
	return nil
}

// machineRows lists what is known; what is not is left out.
func machineRows(m bench.Machine) [][2]string {
	rows := [][2]string{{"machine", m.Line}, {"host", m.HostName}, {"cpu", m.CPU}}
	if m.LogicalCores > 0 {
		cores := fmt.Sprintf("%d threads", m.LogicalCores)
		if m.PhysicalCores > 0 {
			cores = fmt.Sprintf("%d cores, %s", m.PhysicalCores, cores)
		}
		rows = append(rows, [2]string{"", cores})
	}
	rows = append(rows, [2]string{"", strings.Join(m.Features, " ")})
	if m.MemoryBytes > 0 {
		memory := strings.TrimSpace(bench.FormatBytes(m.MemoryBytes) + " " + m.MemoryType)
		if m.MemoryLimitBytes > 0 && m.MemoryLimitBytes < m.MemoryBytes {
			memory += ", limited to " + bench.FormatBytes(m.MemoryLimitBytes)
		}
		rows = append(rows, [2]string{"memory", memory})
	}
	if m.SpecifiedGBps > 0 {
		rows = append(rows, [2]string{"", bench.FormatGBps(m.SpecifiedGBps) + " specified"})
	}
	for _, g := range m.GPUs {
		text := g.Name
		if g.MemoryBytes > 0 {
			text += " · " + bench.FormatBytes(g.MemoryBytes)
		}
		rows = append(rows, [2]string{"gpu", text})
	}
	return append(rows,
		[2]string{"system", strings.Join(nonEmpty(m.OS, m.Kernel, m.Arch, m.Hypervisor, m.Container), " · ")},
		[2]string{"power", m.Power})
}

func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
