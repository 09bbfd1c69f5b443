package hwinfo

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run genchips.go -o chips.tsv

//go:embed chips.tsv
var chipTable string

// chip is one line of the table: the specified memory of a chip.
type chip struct {
	name       string
	memoryGiB  float64 // distinguishes variants with one name; zero means any
	cores      int     // GPU cores; distinguish variants, too
	gbps       float64
	busBits    int
	mtps       int
	memoryType string
	source     string
}

var chipsByKey = sync.OnceValue(func() map[string][]chip {
	table := map[string][]chip{}
	for line := range strings.SplitSeq(chipTable, "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 8 || strings.HasPrefix(line, "#") {
			continue
		}
		c := chip{name: f[0], memoryType: f[6]}
		c.memoryGiB, _ = strconv.ParseFloat(f[1], 64)
		c.cores, _ = strconv.Atoi(f[2])
		c.gbps, _ = strconv.ParseFloat(f[3], 64)
		c.busBits, _ = strconv.Atoi(f[4])
		c.mtps, _ = strconv.Atoi(f[5])
		c.source = strings.NewReplacer("@tpu/", "https://www.techpowerup.com/gpu-specs/", "@rn", " (via reox007/RightNow-GPU-Database)").Replace(f[7])
		table[chipKey(c.name)] = append(table[chipKey(c.name)], c)
	}
	return table
})

// chipKey returns the same key for all spellings of one name: it removes
// trademark signs, makers, and words such as "Graphics", and makes all letters
// small. Two different names never get the same key.
func chipKey(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(marks.Replace(name)), " "))
	for _, maker := range []string{"nvidia ", "amd ", "intel ", "ati "} {
		name = strings.TrimPrefix(name, maker)
	}
	for _, tail := range []string{" graphics", " series"} {
		name = strings.TrimSuffix(name, tail)
	}
	return name
}

// lookup returns the lines for a name. If the cores are known, only lines with
// these cores are returned, because the cores decide which variant of a chip it
// is. If the memory is known, lines with that memory are preferred. If no line
// has that memory, the memory is ignored (an 8 GB line also stands for the 4 GB
// card).
func lookup(name string, memoryBytes int64, cores int) []chip {
	all := chipsByKey()[chipKey(name)]
	if cores > 0 {
		all = keep(all, func(c chip) bool { return c.cores == 0 || c.cores == cores })
	}
	if memoryBytes > 0 {
		gib := float64(memoryBytes) / (1 << 30)
		if fit := keep(all, func(c chip) bool { return c.memoryGiB == 0 || math.Abs(c.memoryGiB-gib) <= 0.12*c.memoryGiB }); len(fit) > 0 {
			return fit
		}
	}
	return all
}

func keep(list []chip, fits func(chip) bool) []chip {
	var out []chip
	for _, c := range list {
		if fits(c) {
			out = append(out, c)
		}
	}
	return out
}

// agreed returns a line if the bandwidths of all lines agree within 2 %. If
// they differ more, it returns false.
func agreed(list []chip) (chip, bool) {
	if len(list) == 0 {
		return chip{}, false
	}
	for _, c := range list[1:] {
		if math.Abs(c.gbps-list[0].gbps) > 0.02*list[0].gbps {
			return chip{}, false
		}
	}
	return list[0], true
}

// agreedBits returns the bus width if all lines have the same one; otherwise 0.
func agreedBits(list []chip) int {
	bits := 0
	for _, c := range list {
		if bits != 0 && c.busBits != bits {
			return 0
		}
		bits = c.busBits
	}
	return bits
}
