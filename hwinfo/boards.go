package hwinfo

import (
	"strings"

	"dragstrip/bench"
)

// boardChips names the chip of boards that report only the name of the board.
// The key is a name in the device tree's list of compatible hardware. The first
// match counts, so specific names come first.
var boardChips = []struct {
	compatible string
	chip       string // as in the chip table
}{
	{"nvidia,p3701-0000", "Jetson AGX Orin 32 GB"},
	{"nvidia,p3701-0004", "Jetson AGX Orin 32 GB"},
	{"nvidia,p3701-0005", "Jetson AGX Orin 64 GB"},
	{"nvidia,p3701-0008", "Jetson AGX Orin 64 GB"},
	{"nvidia,p3767-0000", "Jetson Orin NX 16 GB"},
	{"nvidia,p3767-0001", "Jetson Orin NX 8 GB"},
	{"nvidia,p3767-0003", "Jetson Orin Nano 8 GB"},
	{"nvidia,p3767-0005", "Jetson Orin Nano 8 GB"},
	{"nvidia,p3767-0004", "Jetson Orin Nano 4 GB"},
	{"nvidia,tegra234", "Jetson Orin"},
	{"nvidia,tegra264", "Jetson Thor"},
	{"nvidia,tegra194", "Jetson Xavier"},
	{"nvidia,tegra210", "Jetson Nano"},
	{"brcm,bcm2712", "BCM2712"},
	{"brcm,bcm2711", "BCM2711"},
	{"rockchip,rk3588", "Rockchip RK3588"},
	{"rockchip,rk3588s", "Rockchip RK3588S"},
	{"cix,sky1", "Cix P1 CD8180"},
	{"spacemit,k1", "SpacemiT K1"},
	{"starfive,jh7110", "StarFive JH7110"},
	{"sophgo,sg2042", "Sophgo SG2042"},
	{"eswin,eic7700", "SiFive P550"},
	{"apple,t8103", "Apple M1"},
	{"apple,t6000", "Apple M1 Pro"},
	{"apple,t6001", "Apple M1 Max"},
	{"apple,t6002", "Apple M1 Ultra"},
	{"apple,t8112", "Apple M2"},
	{"apple,t6020", "Apple M2 Pro"},
	{"apple,t6021", "Apple M2 Max"},
	{"apple,t6022", "Apple M2 Ultra"},
	{"apple,t8122", "Apple M3"},
	{"apple,t6030", "Apple M3 Pro"},
	{"apple,t6031", "Apple M3 Max"},
	{"apple,t6034", "Apple M3 Max"},
	{"apple,t6032", "Apple M3 Ultra"},
}

// deviceTreeChip finds the chip by the compatible names in the device tree,
// which are separated by NUL.
func (r *record) deviceTreeChip() string {
	names := strings.FieldsFunc(r.read("proc/device-tree/compatible"), func(c rune) bool { return c == 0 })
	for _, b := range boardChips {
		for _, name := range names {
			// "nvidia,p3737-0000+p3701-0005" is a carrier with its module.
			if name == b.compatible || strings.HasSuffix(name, "+"+strings.TrimPrefix(b.compatible, "nvidia,")) {
				return b.chip
			}
		}
	}
	return ""
}

// asahi adds the built-in GPU of chips of Apple and NVIDIA. These GPUs are not
// PCI devices. Linux does not know their number of cores.
func (r *record) asahi() {
	switch {
	case strings.HasPrefix(r.m.CPU, "Apple M") && len(r.m.GPUs) == 0:
		r.addGPU(bench.GPU{Name: r.m.CPU, Vendor: "Apple", Shared: true, Driver: r.firstDriver(), Sources: map[string]string{"name": r.m.Sources["cpu"]}}, r.m.Sources["cpu"])
	case strings.HasPrefix(r.m.CPU, "Jetson"):
		r.jetson()
	}
}

// jetson completes or adds the GPU of a Jetson. nvidia-smi only gives the name
// "Orin (nvgpu)", and old systems have no nvidia-smi.
func (r *record) jetson() {
	if len(r.m.GPUs) == 0 {
		from := r.m.Sources["cpu"]
		r.addGPU(bench.GPU{Name: r.m.CPU, Vendor: "NVIDIA", Shared: true, Driver: r.l4t(), Sources: map[string]string{"name": from}}, from)
		return
	}
	for i := range r.m.GPUs {
		r.m.GPUs[i].Shared, r.m.GPUs[i].MemoryBytes = true, 0
		r.m.GPUs[i].Driver = r.l4t()
	}
}

// l4t returns the version of NVIDIA's system: it reads "# R35 (release),
// REVISION: 3.1, …" as "L4T 35.3.1".
func (r *record) l4t() string {
	text := r.read("etc/nv_tegra_release")
	major, rest, found := strings.Cut(strings.TrimPrefix(text, "# R"), " (release), REVISION: ")
	revision, _, _ := strings.Cut(rest, ",")
	if !found || major == "" || revision == "" {
		return ""
	}
	return "L4T " + major + "." + revision
}

// firstDriver returns the driver of the first card with a driver in the
// kernel's list.
func (r *record) firstDriver() string {
	for _, c := range r.drmCards() {
		if c.driver != "" {
			return c.driver
		}
	}
	return ""
}
