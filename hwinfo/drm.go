package hwinfo

import (
	"path"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// drmCard is a GPU, as the kernel lists it.
type drmCard struct {
	dir            string // sys/class/drm/card0/device
	vendor, device int64
	revision       int64
	driver, slot   string
	render         string // "renderD128"
}

// drmCards lists the cards, without their connectors (card0-DP-1).
func (r *record) drmCards() []drmCard {
	var cards []drmCard
	for _, dir := range r.glob("sys/class/drm/card[0-9]*") {
		if _, err := strconv.Atoi(strings.TrimPrefix(path.Base(dir), "card")); err != nil {
			continue
		}
		c := drmCard{dir: path.Join(dir, "device")}
		var ok bool
		if c.vendor, ok = r.readInt(c.dir, "vendor"); !ok && !r.exists(c.dir, "uevent") {
			continue
		}
		c.device, _ = r.readInt(c.dir, "device")
		c.revision, _ = r.readInt(c.dir, "revision")
		fields := shellFields(r.read(c.dir, "uevent"))
		c.driver, c.slot = fields["DRIVER"], fields["PCI_SLOT_NAME"]
		for _, render := range r.glob(c.dir + "/drm/renderD*") {
			c.render = path.Base(render)
		}
		cards = append(cards, c)
	}
	return cards
}

const (
	vendorAMD    = 0x1002
	vendorNVIDIA = 0x10de
	vendorIntel  = 0x8086
)

// amd describes the GPUs that amdgpu drives.
func (r *record) amd(cards []drmCard) {
	for _, c := range cards {
		if c.vendor != vendorAMD {
			continue
		}
		g := bench.GPU{Vendor: "AMD", Driver: c.driver, Bus: c.slot, Sources: map[string]string{}}
		vram, _ := r.readInt(c.dir, "mem_info_vram_total")
		gtt, _ := r.readInt(c.dir, "mem_info_gtt_total")
		device, asked := r.DRM(c.render)
		g.Shared = asked && device.shared || !asked && r.isAPU(c, vram, gtt)
		r.kfd(&g, c)
		if asked {
			g.Cores, g.Sources["cores"] = device.computeUnits, "amdgpu driver, compute units"
			g.BusBits = device.busBits
			if speed := device.gbps(); speed > 0 {
				g.SpecifiedGBps, g.Sources["specified_gbps"] = speed, "amdgpu driver, memory clock × width"
			}
		}
		g.Name, g.Sources["name"] = r.amdName(c, g)
		switch {
		case g.Shared && vram+gtt > 0:
			g.UsableBytes, g.Sources["usable_bytes"] = vram+gtt, "amdgpu mem_info_vram_total + mem_info_gtt_total"
		case vram > 0:
			g.MemoryBytes, g.Sources["memory_bytes"] = vram, "amdgpu mem_info_vram_total"
		}
		r.specifyAMD(&g)
		r.addGPU(g, "/sys/class/drm")
	}
}

// isAPU tells whether a GPU is built in. Usually a small part of the machine's
// memory is reserved for a built-in GPU, and it can use much more. The firmware
// of a Ryzen AI Max may reserve 96 GiB, which looks like the memory of a card;
// so for these processors other signs decide.
func (r *record) isAPU(c drmCard, vram, gtt int64) bool {
	if strings.Contains(strings.ToUpper(r.m.CPU), "RYZEN AI MAX") {
		return vram == 0 || r.m.MemoryBytes == 0 || !r.exists(c.dir, "board_info")
	}
	if r.exists(c.dir, "mem_info_vram_vendor") || r.exists(c.dir, "board_info") {
		return false
	}
	return vram > 0 && vram <= 4<<30 && gtt >= vram
}

// kfd adds the instruction set ("gfx1151") that the compute driver lists for
// the same render node.
func (r *record) kfd(g *bench.GPU, c drmCard) {
	minor := strings.TrimPrefix(c.render, "renderD")
	for _, file := range r.glob("sys/class/kfd/kfd/topology/nodes/*/properties") {
		fields := map[string]int64{}
		for line := range strings.SplitSeq(r.read(file), "\n") {
			if name, value, found := strings.Cut(strings.TrimSpace(line), " "); found {
				fields[name], _ = strconv.ParseInt(value, 10, 64)
			}
		}
		version := fields["gfx_target_version"]
		if version == 0 || minor == "" || strconv.FormatInt(fields["drm_render_minor"], 10) != minor {
			continue
		}
		g.Arch = gfxName(version)
		g.Sources["arch"] = "/sys/class/kfd gfx_target_version"
		if per := fields["simd_per_cu"]; per > 0 && fields["simd_count"] > 0 {
			g.Cores, g.Sources["cores"] = int(fields["simd_count"]/per), "/sys/class/kfd simd_count"
		}
	}
}

// gfxName turns 110501 into gfx1151: major, minor and stepping in hexadecimal.
func gfxName(v int64) string {
	return "gfx" + strconv.FormatInt(v/10000, 10) + strconv.FormatInt(v/100%100, 16) + strconv.FormatInt(v%100, 16)
}

// amdName finds the name of a card. It tries in this order: the product name in
// the driver's files, the tables of PCI identities, for a built-in GPU the name
// of the processor ("w/ Radeon 8060S"), and the PCI identity itself.
func (r *record) amdName(c drmCard, g bench.GPU) (name, from string) {
	if product := r.read(c.dir, "product_name"); !isPlaceholder(product) {
		return product, "amdgpu product_name"
	}
	if name := r.amdListed(c); name != "" {
		return name, "/usr/share/libdrm/amdgpu.ids"
	}
	if name := amdIDs[amdID{c.device, c.revision}]; name != "" {
		return "AMD " + name, "table of PCI identities"
	}
	if g.Shared {
		if at := strings.Index(strings.ToLower(r.m.CPU), "radeon "); at >= 0 {
			if name := strings.TrimSpace(r.m.CPU[at:]); !strings.EqualFold(name, "Radeon Graphics") {
				return name, "processor name"
			}
		}
		return "Radeon Graphics", "driver amdgpu"
	}
	return "AMD GPU " + hexID(c), "PCI identity"
}

func hexID(c drmCard) string {
	return strconv.FormatInt(c.vendor, 16) + ":" + strconv.FormatInt(c.device, 16)
}

// otherCards adds Intel's GPUs, and NVIDIA cards that nvidia-smi did not list.
func (r *record) otherCards(cards []drmCard) {
	for _, c := range cards {
		switch {
		case c.vendor == vendorIntel:
			r.intel(c)
		case c.vendor == vendorNVIDIA && !r.hasBus(c.slot):
			g := bench.GPU{Name: "NVIDIA GPU " + hexID(c), Vendor: "NVIDIA", Driver: c.driver, Bus: c.slot}
			g.Sources = map[string]string{"name": "PCI identity; nvidia-smi did not list this card"}
			r.addGPU(g, "/sys/class/drm")
		}
	}
}

func (r *record) hasBus(slot string) bool {
	for _, g := range r.m.GPUs {
		if g.Vendor == "NVIDIA" && (g.Bus == "" || strings.EqualFold(g.Bus, slot)) {
			return true
		}
	}
	return false
}

// intel describes a GPU of Intel. It distinguishes cards from built-in GPUs by
// PCI memory window 2: a card has at least 1 GiB there, a built-in GPU has 256
// MiB.
func (r *record) intel(c drmCard) {
	g := bench.GPU{Vendor: "Intel", Driver: c.driver, Bus: c.slot, Sources: map[string]string{"name": "table of PCI identities"}}
	window := barBytes(r.read(c.dir, "resource"), 2)
	g.Shared = window < 1<<30
	g.Name = intelIDs[c.device]
	if g.Name == "" {
		g.Name, g.Sources["name"] = "Intel GPU "+hexID(c), "PCI identity"
		if g.Shared {
			g.Name = "Intel Graphics " + hexID(c)
		}
	}
	if !g.Shared {
		g.MemoryBytes, g.Sources["memory_bytes"] = window, "size of PCI memory window 2"
		r.specifyByName(&g)
	}
	r.addGPU(g, "/sys/class/drm")
}

// barBytes reads the size of a PCI memory window. Each line of the text is
// "0xstart 0xend 0xflags".
func barBytes(resource string, index int) int64 {
	lines := strings.Split(resource, "\n")
	if index >= len(lines) {
		return 0
	}
	fields := strings.Fields(lines[index])
	if len(fields) < 2 {
		return 0
	}
	from, err1 := strconv.ParseUint(strings.TrimPrefix(fields[0], "0x"), 16, 64)
	to, err2 := strconv.ParseUint(strings.TrimPrefix(fields[1], "0x"), 16, 64)
	if err1 != nil || err2 != nil || to <= from || to-from > 1<<42 {
		return 0
	}
	return int64(to - from + 1)
}

// isIntegrated tells by the name alone whether a GPU is built in. It is for
// systems that report nothing else.
func isIntegrated(name string) bool {
	n := strings.ToLower(marks.Replace(name))
	if strings.Contains(n, "radeon") {
		if strings.HasSuffix(strings.TrimSuffix(strings.TrimSpace(n), " graphics"), "radeon") {
			return true // "AMD Radeon(TM) Graphics"
		}
		fields := strings.Fields(strings.TrimSuffix(n, " graphics"))
		last := fields[len(fields)-1]
		return !strings.Contains(n, "rx ") && !strings.Contains(n, "pro ") && len(last) >= 4 && strings.IndexByte("ms", last[len(last)-1]) >= 0
	}
	return strings.Contains(n, "iris") || strings.Contains(n, "uhd graphics") || strings.Contains(n, "hd graphics") ||
		strings.Contains(n, "adreno") || n == "intel arc graphics" || n == "intel graphics"
}
