package hwinfo

import (
	"strconv"
	"strings"
)

type amdID struct{ device, revision int64 }

// amdIDs names cards on which people run models, by PCI device and revision. It
// is used if the system lacks the list of the graphics library.
var amdIDs = map[amdID]string{
	{0x744c, 0xc8}: "Radeon RX 7900 XTX", {0x744c, 0xcc}: "Radeon RX 7900 XT", {0x744c, 0xce}: "Radeon RX 7900 GRE", {0x744c, 0xcf}: "Radeon RX 7900M",
	{0x747e, 0xc8}: "Radeon RX 7800 XT", {0x747e, 0xff}: "Radeon RX 7700 XT", {0x7480, 0xc0}: "Radeon RX 7600 XT", {0x7480, 0xcf}: "Radeon RX 7600",
	{0x7550, 0xc0}: "Radeon RX 9070 XT", {0x7550, 0xc3}: "Radeon RX 9070", {0x7590, 0xc0}: "Radeon RX 9060 XT", {0x7551, 0xc0}: "Radeon AI PRO R9700",
	{0x73a5, 0xc0}: "Radeon RX 6950 XT", {0x73bf, 0xc0}: "Radeon RX 6900 XT", {0x73bf, 0xc1}: "Radeon RX 6800 XT", {0x73bf, 0xc3}: "Radeon RX 6800",
	{0x73df, 0xc0}: "Radeon RX 6750 XT", {0x73df, 0xc1}: "Radeon RX 6700 XT", {0x73df, 0xc5}: "Radeon RX 6700 XT", {0x73ff, 0xc1}: "Radeon RX 6600 XT", {0x73ff, 0xc7}: "Radeon RX 6600",
	{0x731f, 0xc1}: "Radeon RX 5700 XT", {0x731f, 0xc4}: "Radeon RX 5700", {0x7448, 0x00}: "Radeon PRO W7900", {0x745e, 0xcc}: "Radeon PRO W7800",
	{0x7470, 0x00}: "Radeon PRO W7700", {0x73a3, 0x00}: "Radeon PRO W6800", {0x66af, 0xc1}: "Radeon VII", {0x66a1, 0x06}: "Radeon Pro VII",
	{0x738c, 0x01}: "Instinct MI100", {0x740f, 0x02}: "Instinct MI210", {0x74a0, 0x00}: "Instinct MI300A", {0x74a1, 0x00}: "Instinct MI300X", {0x74a5, 0x00}: "Instinct MI325X",
}

// intelIDs names Intel's cards by PCI device. Built-in GPUs are not listed,
// because they use the machine's memory.
var intelIDs = map[int64]string{
	0xe20b: "Intel Arc B580", 0xe20c: "Intel Arc B570", 0xe211: "Intel Arc Pro B60", 0xe212: "Intel Arc Pro B50",
	0x56a0: "Intel Arc A770", 0x56a1: "Intel Arc A750", 0x56a2: "Intel Arc A580", 0x56a5: "Intel Arc A380", 0x56a6: "Intel Arc A310",
	0x5690: "Intel Arc A770M", 0x5691: "Intel Arc A730M", 0x5692: "Intel Arc A550M", 0x5693: "Intel Arc A370M", 0x5694: "Intel Arc A350M",
}

// amdListed finds the name of a card in the list of the system's graphics
// library. A line of the list is "744C,\tC8,\tAMD Radeon RX 7900 XTX".
func (r *record) amdListed(c drmCard) string {
	const list = "usr/share/libdrm/amdgpu.ids"
	for line := range strings.SplitSeq(r.read(list), "\n") {
		parts := strings.SplitN(line, ",", 3)
		if len(parts) != 3 {
			continue
		}
		device, err1 := strconv.ParseInt(strings.TrimSpace(parts[0]), 16, 64)
		revision, err2 := strconv.ParseInt(strings.TrimSpace(parts[1]), 16, 64)
		if err1 == nil && err2 == nil && device == c.device && revision == c.revision {
			return strings.TrimSpace(parts[2])
		}
	}
	return ""
}
