package hwinfo

import (
	"math"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

var (
	boardRevision = lazyregexp.New(` Rev \d+(\.\d+)?$`)
	rateInName    = lazyregexp.New(`-\d{4,}$`)
)

// specify fills in the specified memory bandwidth. A figure from the firmware
// (clock × width) stays. Otherwise specify looks in the chip table for the
// exact name of the chip, the board or the GPU that shares the memory. If the
// table has none of them, it uses the figure of the driver of a built-in GPU.
// It fills in nothing for a virtual machine, because the name of the processor
// does not tell how much bandwidth a virtual machine gets.
func (r *record) specify() {
	if r.m.SpecifiedGBps == 0 && (r.m.Hypervisor == "" || r.m.Hypervisor == "WSL") {
		r.specifyMachine()
	}
	for i := range r.m.GPUs {
		g := &r.m.GPUs[i]
		if g.Shared && !g.Slice && r.m.SpecifiedGBps > 0 {
			if g.Sources == nil {
				g.Sources = map[string]string{}
			}
			g.SpecifiedGBps, g.Sources["specified_gbps"] = r.m.SpecifiedGBps, r.m.Sources["specified_gbps"]
		}
		if g.Shared && g.MemoryBytes == 0 && r.m.MemoryBytes > 0 && g.UsableBytes == 0 && r.m.Hypervisor == "" && g.Vendor == "NVIDIA" {
			g.UsableBytes, g.Sources["usable_bytes"] = r.m.MemoryBytes, r.m.Sources["memory_bytes"]
		}
	}
}

func (r *record) specifyMachine() {
	cores := 0
	if strings.HasPrefix(r.m.CPU, "Apple ") && len(r.m.GPUs) > 0 {
		cores = r.m.GPUs[0].Cores
	}
	names := []string{r.m.CPU, shortChip(r.m.CPU), boardRevision.ReplaceAllString(r.m.Board, "")}
	if name, _, found := strings.Cut(r.m.CPU, " - "); found {
		names = append(names, name) // "Snapdragon X Elite - X1E80100 - Qualcomm Oryon CPU"
	}
	if strings.Contains(r.m.Board, "Orin Nano") && strings.HasSuffix(r.m.Board, "Super") {
		names = append([]string{"Jetson Orin Nano Super"}, names...)
	}
	for _, g := range r.m.GPUs {
		if g.Shared {
			names = append(names, g.Name)
		}
	}
	for _, name := range names {
		if c, ok := agreed(lookup(name, 0, cores)); ok && name != "" {
			r.adopt(c)
			return
		}
	}
	for _, g := range r.m.GPUs {
		if g.Shared && g.SpecifiedGBps > 0 {
			put(r, "specified_gbps", &r.m.SpecifiedGBps, g.SpecifiedGBps, g.Sources["specified_gbps"])
			put(r, "memory_bus_bits", &r.m.MemoryBusBits, g.BusBits, g.Sources["specified_gbps"])
			return
		}
	}
}

func (r *record) adopt(c chip) {
	from := "chip table: " + c.source
	put(r, "specified_gbps", &r.m.SpecifiedGBps, c.gbps, from)
	put(r, "memory_bus_bits", &r.m.MemoryBusBits, c.busBits, from)
	put(r, "memory_mtps", &r.m.MemoryMTps, c.mtps, from)
	kind := c.memoryType
	if c.mtps > 0 && !rateInName.MatchString(kind) {
		kind += "-" + strconv.Itoa(c.mtps)
	}
	put(r, "memory_type", &r.m.MemoryType, kind, from)
}

// specifyNVIDIA fills in the bandwidth of an NVIDIA card. It multiplies the
// highest memory clock of the driver, two transfers for each cycle, and the bus
// width. The width comes from the chip table, because nvidia-smi does not
// report it. The clock distinguishes a laptop's card from a desktop's card. A
// clock that fits no variant is not used, because some drivers report half the
// clock.
func (r *record) specifyNVIDIA(g *bench.GPU, clockMHz float64) {
	if g.Slice || g.Shared {
		return // a part of a card has only a part of the bandwidth; shared memory belongs to the machine
	}
	list := lookup(g.Name, g.MemoryBytes, 0)
	if bits := agreedBits(list); bits > 0 {
		g.BusBits, g.Sources["bus_bits"] = bits, "chip table: "+list[0].source
		speed := 2 * clockMHz * float64(bits) / 8000
		for _, c := range list {
			if speed > 0.75*c.gbps && speed < 1.3*c.gbps {
				g.SpecifiedGBps = math.Round(speed*10) / 10
				g.Sources["specified_gbps"] = "nvidia-smi clocks.max.memory × width of the chip table"
				return
			}
		}
	}
	if c, ok := agreed(list); ok {
		g.SpecifiedGBps, g.Sources["specified_gbps"] = c.gbps, "chip table: "+c.source
	}
}

// specifyAMD compares the driver's figure (clock × width) with the chip table.
// If they differ much, the table counts, because some kernels report a wrong
// width.
func (r *record) specifyAMD(g *bench.GPU) {
	if g.Shared {
		return // the processor's line in the table decides
	}
	c, known := agreed(lookup(g.Name, g.MemoryBytes, 0))
	if known && (g.SpecifiedGBps == 0 || math.Abs(g.SpecifiedGBps-c.gbps) > 0.25*c.gbps) {
		g.SpecifiedGBps, g.Sources["specified_gbps"] = c.gbps, "chip table: "+c.source
		g.BusBits = c.busBits
	}
}

func (r *record) specifyByName(g *bench.GPU) {
	if c, ok := agreed(lookup(g.Name, g.MemoryBytes, 0)); ok && !g.Shared && !g.Slice {
		g.SpecifiedGBps, g.Sources["specified_gbps"] = c.gbps, "chip table: "+c.source
		g.BusBits = c.busBits
	}
}
