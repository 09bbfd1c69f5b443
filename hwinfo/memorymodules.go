package hwinfo

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// module is one memory device of SMBIOS, type 17.
type module struct {
	bench.MemoryModule
	bank     string
	soldered bool
}

// modules reads the memory devices. It reads the table of the firmware if that
// is allowed. Otherwise it reads udev's copy, which everybody may read.
func (r *record) modules() {
	list, from := r.firmwareModules()
	if len(list) == 0 {
		const udev = "run/udev/data/+dmi:id"
		list, from = parseUdev(r.read(udev)), "/"+udev
	}
	if len(list) == 0 {
		return
	}
	for _, m := range list {
		r.m.MemoryModules = append(r.m.MemoryModules, m.MemoryModule)
	}
	r.from("memory_modules", from)
	kind, speed := list[0].Type, list[0].MTps
	for _, m := range list {
		if m.Type != kind {
			kind = ""
		}
		if m.MTps < speed {
			speed = m.MTps // all modules run at the speed of the slowest
		}
	}
	put(r, "memory_mtps", &r.m.MemoryMTps, speed, from)
	if kind != "" && speed > 0 {
		put(r, "memory_type", &r.m.MemoryType, kind+"-"+strconv.Itoa(speed), from)
	} else {
		put(r, "memory_type", &r.m.MemoryType, kind, from)
	}
	bits, sure := busBits(list)
	put(r, "memory_bus_bits", &r.m.MemoryBusBits, bits, from)
	if bits > 0 && speed > 0 && r.m.Hypervisor == "" { // the table of a virtual machine is invented
		put(r, "specified_gbps", &r.m.SpecifiedGBps, float64(speed)*float64(bits)/8000, from+": transfers × width")
		r.m.SpecifiedAtMost = !sure
	}
}

func (r *record) firmwareModules() ([]module, string) {
	if r.OS == "windows" {
		if table, err := r.Firmware(); err == nil && len(table) > 8 {
			return parseSMBIOS(table[8:]), "GetSystemFirmwareTable RSMB"
		}
		return nil, ""
	}
	const file = "sys/firmware/dmi/tables/DMI"
	return parseSMBIOS([]byte(r.readRaw(file))), "/" + file
}

var smbiosTypes = map[byte]string{
	0x12: "DDR", 0x13: "DDR2", 0x18: "DDR3", 0x1A: "DDR4", 0x1B: "LPDDR", 0x1C: "LPDDR2", 0x1D: "LPDDR3", 0x1E: "LPDDR4",
	0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5", 0x23: "LPDDR5", 0x24: "HBM3",
}

// parseSMBIOS reads the structures of a table. Each structure has a formatted
// part, and then strings that end with two NULs. The second byte of a structure
// is the length of its formatted part. If the table is damaged, parseSMBIOS
// returns the modules before the damage.
func parseSMBIOS(table []byte) []module {
	var list []module
	for len(table) >= 4 {
		kind, length := table[0], int(table[1])
		if length < 4 || length > len(table) {
			return list
		}
		end := length
		for end+1 < len(table) && (table[end] != 0 || table[end+1] != 0) {
			end++
		}
		if kind == 17 {
			if m, ok := parseType17(table[:length], table[length:min(end, len(table))]); ok {
				list = append(list, m)
			}
		}
		if kind == 127 || end+2 > len(table) {
			return list
		}
		table = table[end+2:]
	}
	return list
}

// parseType17 reads one memory device. It returns false for an empty slot.
func parseType17(b, text []byte) (module, bool) {
	if len(b) < 0x15 {
		return module{}, false
	}
	u16 := func(at int) int {
		if at+2 > len(b) {
			return 0
		}
		return int(binary.LittleEndian.Uint16(b[at:]))
	}
	long := func(at int) int {
		if at+4 > len(b) {
			return 0
		}
		return int(binary.LittleEndian.Uint32(b[at:]) & 0x7fffffff)
	}
	var m module
	switch size := u16(0x0C); {
	case size == 0 || size == 0xffff:
		return module{}, false
	case size == 0x7fff:
		m.Bytes = int64(long(0x1C)) << 20
	case size&0x8000 != 0:
		m.Bytes = int64(size&0x7fff) << 10
	default:
		m.Bytes = int64(size) << 20
	}
	if m.DataBits = u16(0x0A); m.DataBits == 0xffff {
		m.DataBits = 0
	}
	speed := func(at, wide int) int {
		if v := u16(at); v != 0xffff {
			return v
		}
		return long(wide)
	}
	m.Type = smbiosTypes[b[0x12]]
	m.RatedMTps, m.MTps = speed(0x15, 0x54), speed(0x20, 0x58)
	if m.MTps == 0 {
		m.MTps = m.RatedMTps
	}
	m.soldered = isSoldered(b[0x0E], m.Type)
	m.Slot, m.bank = smbiosString(text, b[0x10]), smbiosString(text, b[0x11])
	if len(b) > 0x1A {
		m.Part = smbiosString(text, b[0x1A])
	}
	return m, m.Bytes > 0
}

// isSoldered tells whether a device is soldered to the board. Each soldered
// device has separate data lines. LPDDR counts as soldered if its form is
// other, unknown, chip, row of chips or die.
func isSoldered(form byte, kind string) bool {
	if !strings.HasPrefix(kind, "LPDDR") {
		return false
	}
	switch form {
	case 0x01, 0x02, 0x05, 0x0B, 0x10, 0x11: // other, unknown, chip, row of chips, die (in two editions)
		return true
	}
	return false
}

func smbiosString(text []byte, number byte) string {
	parts := strings.Split(string(text), "\x00")
	if number == 0 || int(number) > len(parts) {
		return ""
	}
	return strings.TrimSpace(parts[number-1])
}

// parseUdev reads udev's copy of the same table. It has lines such as
// E:MEMORY_DEVICE_0_SIZE=….
func parseUdev(text string) []module {
	fields := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		key, value, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "E:"), "=")
		if found && strings.HasPrefix(key, "MEMORY_") {
			fields[key] = value
		}
	}
	var list []module
	for i := range 256 {
		number := func(name string) int64 {
			n, _ := strconv.ParseInt(fields[fmt.Sprintf("MEMORY_DEVICE_%d_%s", i, name)], 10, 64)
			return n
		}
		word := func(name string) string { return fields[fmt.Sprintf("MEMORY_DEVICE_%d_%s", i, name)] }
		if number("SIZE") <= 0 || word("PRESENT") == "0" {
			continue
		}
		var m module
		m.Bytes, m.Type, m.DataBits = number("SIZE"), strings.ReplaceAll(word("TYPE"), " ", ""), int(number("DATA_WIDTH"))
		m.RatedMTps, m.MTps = int(number("SPEED_MTS")), int(number("CONFIGURED_SPEED_MTS"))
		if m.MTps == 0 {
			m.MTps = m.RatedMTps
		}
		m.Slot, m.bank, m.Part = word("LOCATOR"), word("BANK_LOCATOR"), word("PART_NUMBER")
		switch form := word("FORM_FACTOR"); form {
		case "Other", "Unknown", "Chip", "Row Of Chips", "Die", "":
			m.soldered = strings.HasPrefix(m.Type, "LPDDR")
		}
		list = append(list, m)
	}
	return list
}

// channelNames find the channel in the names that boards give to slots. More
// specific patterns come first. The first group of a pattern is the channel.
var channelNames = []*lazyregexp.Regexp{
	lazyregexp.New(`(?i)(Controller\s?\d+-(?:Channel|DIMM)\s?[A-Z\d])`),
	lazyregexp.New(`(?i)((?:P\d+[ _]*)?CHANNEL[ _]?[A-Z])\b`),
	lazyregexp.New(`(?i)(Channel\s?[A-Z])-DIMM`),
	lazyregexp.New(`(?i)(P\d_?DIMM_?[A-Z])`),
	lazyregexp.New(`(?i)(DIMM[ _]?[A-Z])\d?\b`),
}

// channel returns the name of the channel of a module, or "". Two modules on
// one channel get the same name.
func (m module) channel() string {
	for _, name := range channelNames {
		if found := name.FindStringSubmatch(m.bank + " " + m.Slot); found != nil {
			return strings.ToUpper(found[1])
		}
	}
	return ""
}

// busBits adds up the widths of the channels that have a module. A channel
// counts once, even if several modules share it. A soldered device counts as a
// channel. sure is false if the names of the channels are unknown; then the sum
// is an upper limit.
func busBits(list []module) (bits int, sure bool) {
	widths, sure := map[string]int{}, true
	for i, m := range list {
		if m.DataBits <= 0 {
			return 0, false
		}
		key := m.channel()
		if m.soldered || key == "" {
			sure = sure && (m.soldered || len(list) == 1)
			key = "device " + strconv.Itoa(i)
		}
		widths[key] = max(widths[key], m.DataBits)
	}
	for _, w := range widths {
		bits += w
	}
	return bits, sure
}
