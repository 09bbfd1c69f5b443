package hwinfo

import (
	"encoding/binary"
	"strings"
	"testing"
)

// type17 writes one memory device of SMBIOS 3.
func type17(mib, bits int, form, kind byte, rated, speed int, slot, bank string) []byte {
	b := make([]byte, 0x5c)
	b[0], b[1], b[0x0E], b[0x10], b[0x11], b[0x12] = 17, byte(len(b)), form, 1, 2, kind
	put16 := func(at, v int) { binary.LittleEndian.PutUint16(b[at:], uint16(v)) }
	put16(0x08, bits)
	put16(0x0A, bits)
	if mib >= 0x7fff {
		put16(0x0C, 0x7fff)
		binary.LittleEndian.PutUint32(b[0x1C:], uint32(mib))
	} else {
		put16(0x0C, mib)
	}
	put16(0x15, rated)
	put16(0x20, speed)
	if bank == "" {
		b[0x11] = 0
		return append(b, (slot + "\x00\x00")...)
	}
	if slot == "" {
		b[0x10], b[0x11] = 0, 1
		return append(b, (bank + "\x00\x00")...)
	}
	return append(b, (slot + "\x00" + bank + "\x00\x00")...)
}

func table(structures ...[]byte) string {
	var b strings.Builder
	b.Write([]byte{1, 4, 0, 0, 0, 0}) // a structure of another kind, without strings
	for _, s := range structures {
		b.Write(s)
	}
	b.Write([]byte{127, 4, 0, 0, 0, 0})
	return b.String()
}

func TestModulesGiveWidthByChannelAndConfiguredSpeed(t *testing.T) {
	empty := type17(0, 0, 2, 2, 0, 0, "DIMM 0", "P0 CHANNEL A")
	for _, c := range []struct {
		what   string
		dmi    string
		bits   int
		gbps   float64
		atMost bool
		kind   string
	}{
		{"two DIMMs with EXPO", table(empty, type17(16384, 64, 9, 0x22, 4800, 6000, "DIMM 1", "P0 CHANNEL A"), empty, type17(16384, 64, 9, 0x22, 4800, 6000, "DIMM 1", "P0 CHANNEL B")), 128, 96, false, "DDR5-6000"},
		{"four DIMMs, slowed down", table(type17(32768, 64, 9, 0x22, 5600, 4200, "DIMM 0", "P0 CHANNEL A"), type17(32768, 64, 9, 0x22, 5600, 4200, "DIMM 1", "P0 CHANNEL A"),
			type17(32768, 64, 9, 0x22, 5600, 4200, "DIMM 0", "P0 CHANNEL B"), type17(32768, 64, 9, 0x22, 5600, 4200, "DIMM 1", "P0 CHANNEL B")), 128, 67.2, false, "DDR5-4200"},
		{"one DIMM", table(type17(16384, 64, 9, 0x1A, 3200, 3200, "ChannelA-DIMM0", "BANK 0")), 64, 25.6, false, "DDR4-3200"},
		{"names of Intel's controllers", table(type17(16384, 64, 9, 0x22, 6400, 6400, "Controller0-ChannelA-DIMM0", "BANK 0"), type17(16384, 64, 9, 0x22, 6400, 6400, "Controller1-ChannelA-DIMM0", "BANK 0")), 128, 102.4, false, "DDR5-6400"},
		{"sockets named by letter", table(type17(8192, 64, 9, 0x1A, 2666, 2666, "DIMM_A1", ""), type17(8192, 64, 9, 0x1A, 2666, 2666, "DIMM_B1", "")), 128, 42.66, false, "DDR4-2666"},
		{"one channel, two modules", table(type17(8192, 64, 9, 0x1A, 2666, 2666, "DIMMA1", ""), type17(8192, 64, 9, 0x1A, 2666, 2666, "DIMMA2", "")), 64, 21.3, false, "DDR4-2666"},
		{"names that say nothing", table(type17(8192, 64, 9, 0x1A, 3200, 3200, "DIMM 0", "BANK 0"), type17(8192, 64, 9, 0x1A, 3200, 3200, "DIMM 1", "BANK 1")), 128, 51.2, true, "DDR4-3200"},
		{"eight soldered chips", table(type17(16384, 32, 1, 0x23, 8532, 8000, "DIMM 0", "P0 CHANNEL A"), type17(16384, 32, 1, 0x23, 8532, 8000, "DIMM 0", "P0 CHANNEL A")), 64, 64, false, "LPDDR5-8000"},
		{"firmware without widths", table(type17(4096, 0, 12, 0x18, 1600, 0, "", "BANK 0")), 0, 0, false, "DDR3-1600"},
	} {
		t.Run(c.what, func(t *testing.T) {
			m := describe(t, linuxRoot("amd64", map[string]string{"sys/firmware/dmi/tables/DMI": c.dmi}))
			if m.MemoryBusBits != c.bits || m.SpecifiedAtMost != c.atMost || m.MemoryType != c.kind {
				t.Errorf("%d bits, at most %v, %q", m.MemoryBusBits, m.SpecifiedAtMost, m.MemoryType)
			}
			if c.gbps > 0 {
				near(t, "specified", m.SpecifiedGBps, c.gbps)
			} else if m.SpecifiedGBps != 0 {
				t.Errorf("%g GB/s out of nothing", m.SpecifiedGBps)
			}
			// Windows puts a header of eight bytes before the same table.
			win := describe(t, Root{OS: "windows", Firmware: func() ([]byte, error) { return []byte("\x00\x03\x02\x00\x00\x00\x00\x00" + c.dmi), nil }})
			if win.SpecifiedGBps != m.SpecifiedGBps || win.MemoryType != m.MemoryType {
				t.Errorf("windows: %g GB/s, %q", win.SpecifiedGBps, win.MemoryType)
			}
		})
	}
}

// A public dump of a Raptor Lake machine in the same layout: 16 GiB DDR5 in
// a slot of 64 bits, rated and run at 6600.
func TestModuleOfARaptorLakeDump(t *testing.T) {
	b := make([]byte, 0x5c)
	copy(b, []byte{17, 0x5c, 0xaf, 0, 0xab, 0, 0xff, 0xff, 0x40, 0, 0x40, 0, 0, 0x40, 9, 0, 1, 2, 0x22, 0x80, 0, 0xc8, 0x19})
	binary.LittleEndian.PutUint16(b[0x20:], 0x19c8)
	m, ok := parseType17(b, []byte("Controller1-DIMM0\x00BANK 0"))
	if !ok || m.Bytes != 16<<30 || m.Type != "DDR5" || m.MTps != 6600 || m.DataBits != 64 {
		t.Errorf("%v %+v", ok, m)
	}
}

func TestGuestsFirmwareIsNotBelieved(t *testing.T) {
	r := linuxRoot("amd64", map[string]string{
		"sys/firmware/dmi/tables/DMI": table(type17(16384, 64, 9, 7, 3200, 3200, "DIMM 0", "")),
		"sys/class/dmi/id/sys_vendor": "QEMU",
	})
	if m := describe(t, r); m.SpecifiedGBps != 0 || m.Hypervisor != "QEMU" {
		t.Errorf("%g GB/s under %q", m.SpecifiedGBps, m.Hypervisor)
	}
}

func FuzzFirmwareTable(f *testing.F) {
	f.Add([]byte(table(type17(16384, 64, 9, 0x22, 4800, 6000, "DIMM 1", "P0 CHANNEL A"))))
	f.Add([]byte{17, 255, 0, 0})
	f.Add([]byte{17, 4, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, m := range parseSMBIOS(b) {
			if m.Bytes <= 0 {
				t.Errorf("an empty socket was listed: %+v", m)
			}
		}
		parseUdev(string(b))
		coresOf(b)
		bytesAsText(b)
	})
}
