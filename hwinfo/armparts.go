package hwinfo

import "strings"

type armPart struct {
	id   string // implementer and part, "0x41 0xd0b"
	name string
	cpus []int
}

// armParts names cores by implementer and part number. gopsutil's table lacks
// Grace, GB10 and the X4.
var armParts = map[string]string{
	"0x41 0xd03": "Cortex-A53", "0x41 0xd04": "Cortex-A35", "0x41 0xd05": "Cortex-A55", "0x41 0xd07": "Cortex-A57", "0x41 0xd08": "Cortex-A72",
	"0x41 0xd09": "Cortex-A73", "0x41 0xd0a": "Cortex-A75", "0x41 0xd0b": "Cortex-A76", "0x41 0xd0c": "Neoverse-N1", "0x41 0xd0d": "Cortex-A77",
	"0x41 0xd40": "Neoverse-V1", "0x41 0xd41": "Cortex-A78", "0x41 0xd42": "Cortex-A78AE", "0x41 0xd44": "Cortex-X1", "0x41 0xd46": "Cortex-A510",
	"0x41 0xd47": "Cortex-A710", "0x41 0xd48": "Cortex-X2", "0x41 0xd49": "Neoverse-N2", "0x41 0xd4b": "Cortex-A78C", "0x41 0xd4d": "Cortex-A715",
	"0x41 0xd4e": "Cortex-X3", "0x41 0xd4f": "Neoverse-V2", "0x41 0xd80": "Cortex-A520", "0x41 0xd81": "Cortex-A720", "0x41 0xd82": "Cortex-X4",
	"0x41 0xd83": "Neoverse-V3AE", "0x41 0xd84": "Neoverse-V3", "0x41 0xd85": "Cortex-X925", "0x41 0xd87": "Cortex-A725", "0x41 0xd8e": "Neoverse-N3",
	"0x4e 0x003": "Denver 2", "0x4e 0x004": "Carmel", "0x51 0x001": "Oryon", "0xc0 0xac3": "Ampere-1", "0xc0 0xac4": "Ampere-1a", "0xc0 0xac5": "Ampere-1b",
	"0x46 0x001": "A64FX", "0x48 0xd01": "Kunpeng 920", "0x48 0xd02": "Kunpeng 920",
	"0x61 0x022": "Icestorm", "0x61 0x023": "Firestorm", "0x61 0x024": "Icestorm", "0x61 0x025": "Firestorm", "0x61 0x028": "Icestorm", "0x61 0x029": "Firestorm",
	"0x61 0x032": "Blizzard", "0x61 0x033": "Avalanche", "0x61 0x034": "Blizzard", "0x61 0x035": "Avalanche", "0x61 0x038": "Blizzard", "0x61 0x039": "Avalanche",
}

// distinctParts lists the kinds of ARM core in /proc/cpuinfo with their logical
// cores, in the order in which the kinds first appear.
func distinctParts(cpuinfo string) []armPart {
	var parts []armPart
	implementer, cpu := "", -1
	for line := range strings.SplitSeq(cpuinfo, "\n") {
		key, value, _ := strings.Cut(line, ":")
		value = strings.ToLower(strings.TrimSpace(value))
		switch strings.TrimSpace(key) {
		case "processor":
			cpu++
		case "CPU implementer":
			implementer = value
		case "CPU part":
			id := implementer + " " + value
			i := 0
			for i < len(parts) && parts[i].id != id {
				i++
			}
			if i == len(parts) {
				name := armParts[id]
				if name == "" {
					name = "ARM core " + id // a number can be looked up, a wrong name cannot
				}
				parts = append(parts, armPart{id: id, name: name})
			}
			parts[i].cpus = append(parts[i].cpus, cpu)
		}
	}
	return parts
}
