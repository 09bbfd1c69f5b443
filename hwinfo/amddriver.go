package hwinfo

import "encoding/binary"

// amdDevice is what only the amdgpu driver can tell, because no file holds it:
// above all clock, kind and width of the memory.
type amdDevice struct {
	computeUnits int
	shared       bool // an APU
	memoryKHz    int64
	memoryType   uint32
	busBits      int
}

// These are offsets in the kernel's struct drm_amdgpu_info_device. The kernel
// adds new fields only at the end.
const (
	amdMemoryClock  = 40
	amdComputeUnits = 48
	amdFlags        = 136
	amdMemoryType   = 176
	amdBusBits      = 180
	amdDeviceLength = 184
)

func parseAMDDevice(b []byte) (amdDevice, bool) {
	if len(b) < amdDeviceLength {
		return amdDevice{}, false
	}
	d := amdDevice{
		computeUnits: int(binary.NativeEndian.Uint32(b[amdComputeUnits:])),
		shared:       binary.NativeEndian.Uint64(b[amdFlags:])&1 != 0,
		memoryKHz:    int64(binary.NativeEndian.Uint64(b[amdMemoryClock:])),
		memoryType:   binary.NativeEndian.Uint32(b[amdMemoryType:]),
		busBits:      int(binary.NativeEndian.Uint32(b[amdBusBits:])),
	}
	return d, d.memoryKHz > 0 && d.memoryKHz < 1e8 && d.busBits > 0 && d.busBits <= 16384
}

// amdTransfers says how many transfers a data line makes in one cycle of the
// clock that the driver reports. The key is the driver's number for the kind of
// memory.
var amdTransfers = map[uint32]float64{
	2: 2, 3: 2, 4: 2, 5: 4, 6: 2, 7: 2, 8: 2, // DDR2, DDR3, DDR4, GDDR5, HBM, DDR3, DDR4 in the driver's order
	9: 16, 10: 2, 11: 2, 12: 8, // GDDR6, DDR5, LPDDR4, LPDDR5
}

// gbps returns clock × transfers × width; zero if the kind of memory is
// unknown.
func (d amdDevice) gbps() float64 {
	return float64(d.memoryKHz) / 1000 * amdTransfers[d.memoryType] * float64(d.busBits) / 8000
}
