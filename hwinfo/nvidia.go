package hwinfo

import (
	"context"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// nvidiaFields are lists of fields, each for one call. If an old driver does
// not know one of the fields, the whole call fails. So shorter lists follow.
var nvidiaFields = []string{
	"index,name,pci.bus_id,driver_version,memory.total,compute_cap,addressing_mode,power.limit,clocks.max.memory,mig.mode.current",
	"index,name,pci.bus_id,driver_version,memory.total,compute_cap,power.limit,clocks.max.memory",
	"index,name,pci.bus_id,driver_version,memory.total,clocks.max.memory",
	"index,name,memory.total",
}

type nvidiaAnswer struct {
	cards []map[string]string // by field name; unavailable fields are left out
}

// askNVIDIA runs nvidia-smi. It never asks for the serial number or the UUID.
func askNVIDIA(ctx context.Context, r Root) nvidiaAnswer {
	for _, fields := range nvidiaFields {
		out, err := r.Run(ctx, "nvidia-smi", "--query-gpu="+fields, "--format=csv,noheader,nounits")
		if err == nil {
			return parseNVIDIA(fields, string(out))
		}
		if ctx.Err() != nil || !ranAtAll(err) {
			break
		}
	}
	return nvidiaAnswer{}
}

// parseNVIDIA reads one line for each card.
func parseNVIDIA(fields, out string) nvidiaAnswer {
	var a nvidiaAnswer
	for line := range strings.SplitSeq(strings.TrimSpace(out), "\n") {
		if card := parseNVIDIALine(fields, line); card["name"] != "" && len(a.cards) < mostCards {
			a.cards = append(a.cards, card)
		}
	}
	return a
}

// parseNVIDIALine reads the line of one card. fields are the requested fields
// in their order. It returns nil if the line is a message.
func parseNVIDIALine(fields, line string) map[string]string {
	names, values := strings.Split(fields, ","), strings.Split(line, ",")
	if len(names) != len(values) {
		return nil
	}
	card := map[string]string{}
	for i, v := range values {
		if v = strings.TrimSpace(bench.Clean(v)); isAnswer(v) {
			card[names[i]] = v
		}
	}
	return card
}

// isAnswer returns false for texts that mean that nvidia-smi does not know the
// value.
func isAnswer(v string) bool {
	l := strings.ToLower(strings.Trim(v, "[] "))
	switch {
	case l == "", l == "n/a", l == "not supported", l == "unknown error", l == "insufficient permissions", strings.Contains(l, "deprecated"):
		return false
	}
	return true
}

// nvidia adds the cards that nvidia-smi listed. nvidia-smi may not have
// answered in time, because the driver is slow to wake. Then nvidia adds the
// names in the driver's files.
func (r *record) nvidia(a nvidiaAnswer) {
	for _, card := range a.cards {
		r.addGPU(r.nvidiaCard(card), "nvidia-smi")
	}
	if len(a.cards) > 0 {
		return
	}
	for _, file := range r.glob("proc/driver/nvidia/gpus/*/information") {
		fields := map[string]string{}
		for line := range strings.SplitSeq(r.read(file), "\n") {
			key, value, _ := strings.Cut(line, ":")
			fields[key] = strings.TrimSpace(value)
		}
		if name := fields["Model"]; name != "" {
			g := bench.GPU{Name: name, Vendor: "NVIDIA", Bus: fields["Bus Location"], Shared: sharesMemory(name)}
			g.Sources = map[string]string{"name": "/proc/driver/nvidia/gpus (nvidia-smi did not answer in time)"}
			r.addGPU(g, "/proc/driver/nvidia/gpus")
		}
	}
}

func (r *record) nvidiaCard(card map[string]string) bench.GPU {
	g := bench.GPU{Name: card["name"], Vendor: "NVIDIA", Driver: card["driver_version"], Bus: shortBus(card["pci.bus_id"]), Arch: card["compute_cap"]}
	g.Sources = map[string]string{"name": "nvidia-smi name"}
	g.Shared = card["addressing_mode"] == "ATS" && card["memory.total"] == "" || sharesMemory(g.Name)
	g.Slice = card["mig.mode.current"] == "Enabled" || strings.Contains(strings.ToUpper(g.Name), " MIG ") || isVGPU(g.Name)
	if mib, ok := figure(card["memory.total"], mostMiB); ok && mib >= 1 && !g.Shared {
		g.MemoryBytes = int64(mib) << 20
		g.Sources["memory_bytes"] = "nvidia-smi memory.total"
	}
	if w, ok := figure(card["power.limit"], mostWatts); ok && w > 0 {
		g.MaxWatts = w
		g.Sources["max_watts"] = "nvidia-smi power.limit"
	}
	mhz, _ := figure(card["clocks.max.memory"], mostMHz)
	r.specifyNVIDIA(&g, mhz)
	return g
}

// sharesMemory tells by the name whether a GPU uses the machine's memory. For
// such a GPU the driver reports no total memory, or a number that is too small.
func sharesMemory(name string) bool {
	for _, chip := range []string{"GB10", "Thor", "Orin", "Xavier", "N1X"} {
		if strings.Contains(" "+strings.ReplaceAll(name, "(", " ")+" ", " "+chip+" ") {
			return true
		}
	}
	return false
}

// isVGPU tells whether a name is the profile of a virtual GPU, such as "NVIDIA
// A10-8Q" or "GRID A100-10C".
func isVGPU(name string) bool {
	if strings.HasPrefix(name, "GRID ") {
		return true
	}
	_, profile, found := strings.Cut(name, "-")
	if !found || len(profile) < 2 {
		return false
	}
	last := profile[len(profile)-1]
	_, err := strconv.Atoi(profile[:len(profile)-1])
	return err == nil && strings.IndexByte("QCAB", last) >= 0
}

// shortBus writes a PCI address with four digits for the domain, as the kernel
// does.
func shortBus(bus string) string {
	if domain, rest, found := strings.Cut(bus, ":"); found && len(domain) == 8 {
		return strings.ToLower(domain[4:] + ":" + rest)
	}
	return strings.ToLower(bus)
}

func (r *record) addGPU(g bench.GPU, from string) {
	r.m.GPUs = append(r.m.GPUs, g)
	if old := r.m.Sources["gpus"]; old != "" && !strings.Contains(old, from) {
		from = old + ", " + from
	}
	r.from("gpus", from)
}
