package hwinfo

import (
	"context"
	"fmt"
	"math"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// driverPatience is how many times [Root.Patience] a program may take that may
// have to wake a GPU's driver. Without its answer the machine would have no GPU,
// and be taken for another machine.
const driverPatience = 5

// Describe says what the machine at root is. It takes a few milliseconds, plus
// the time of the programs that it asks (see [Root.Patience]). What cannot be
// read is absent. Describe never fails.
func Describe(ctx context.Context, root Root) bench.Machine {
	root = root.or()
	r := &record{Root: root, m: bench.Machine{Arch: root.Arch, Sources: map[string]string{}}}
	forGPUs, cancelGPUs := context.WithTimeout(ctx, driverPatience*root.Patience)
	defer cancelGPUs()
	ctx, cancel := context.WithTimeout(ctx, root.Patience)
	defer cancel()
	switch root.OS {
	case "linux":
		r.linux(forGPUs)
	case "darwin":
		r.darwin(ctx)
	case "windows":
		r.windows(forGPUs)
	}
	r.specify()
	r.m.Line = line(r.m)
	if bench.Admit(&r.m) != nil {
		return bench.Machine{Arch: root.Arch} // an absurd description, such as ten thousand GPUs, is dropped
	}
	return r.m
}

// record is a machine while its description is filled in.
type record struct {
	Root
	m bench.Machine
}

// put sets a field to a value and records where the value was read. It does not
// change a field that is already set, so the best source must be asked first.
func put[T comparable](r *record, field string, dst *T, value T, from string) bool {
	var zero T
	if text, isText := any(value).(string); isText {
		// Texts from firmware and registries may hold any characters.
		value = any(bench.Clean(text)).(T)
	}
	if value == zero || *dst != zero || !isFact(value) {
		return false
	}
	*dst = value
	r.m.Sources[field] = from
	return true
}

func (r *record) from(field, source string) { r.m.Sources[field] = source }

// line describes the machine in one short line for people.
func line(m bench.Machine) string {
	var parts []string
	chip := shortChip(m.CPU)
	if chip == "" {
		chip = m.Board
	}
	if chip != "" {
		parts = append(parts, chip)
	}
	for _, g := range m.GPUs {
		name := shortGPU(g.Name)
		switch {
		case name == chip:
			// CPU and GPU have the same name. The number of GPU cores distinguishes the
			// variants.
			if g.Cores > 0 {
				parts = append(parts, fmt.Sprintf("%d-core GPU", g.Cores))
			}
			continue
		case g.MemoryBytes > 0 && !g.Shared:
			name += " " + gib(g.MemoryBytes)
		}
		parts = append(parts, name)
	}
	parts = countAlike(parts)
	if installed := installedBytes(m); installed > 0 {
		parts = append(parts, strings.TrimSpace(gib(installed)+" "+m.MemoryType))
	}
	return strings.Join(parts, " · ")
}

// installedBytes returns the sum of the memory modules if they are known,
// otherwise the figure of the system. That figure leaves out memory that the
// firmware reserved for a built-in GPU, which may be three quarters of all
// memory.
func installedBytes(m bench.Machine) int64 {
	var sum int64
	for _, module := range m.MemoryModules {
		sum += module.Bytes
	}
	if m.Hypervisor != "" || sum < m.MemoryBytes {
		return m.MemoryBytes
	}
	return sum
}

// countAlike joins equal neighbours: eight equal cards become "8 × H100".
func countAlike(parts []string) []string {
	var out []string
	for i := 0; i < len(parts); {
		n := 1
		for i+n < len(parts) && parts[i+n] == parts[i] {
			n++
		}
		if n > 1 {
			out = append(out, fmt.Sprintf("%d × %s", n, parts[i]))
		} else {
			out = append(out, parts[i])
		}
		i += n
	}
	return out
}

// gib writes installed memory as it is sold. The system reports a little less,
// because the kernel, the firmware and the GPU reserve some. So gib rounds up
// to the next possible sum of modules if that is near.
func gib(bytes int64) string {
	g := float64(bytes) / (1 << 30)
	if g < 1 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	step := 1.0
	switch {
	case g > 256:
		step = 32
	case g > 64:
		step = 16
	case g > 24:
		step = 8
	case g > 12:
		step = 4
	}
	if up := math.Ceil(g/step) * step; up-g <= 0.08*up {
		return fmt.Sprintf("%.0f GiB", up)
	}
	return fmt.Sprintf("%.0f GiB", g)
}

var (
	marks   = strings.NewReplacer("(R)", "", "(r)", "", "(TM)", "", "(tm)", "", "®", "", "™", "")
	noise   = lazyregexp.New(`(?i)\s+(CPU|Processor|APU)\b|\s+@\s+[\d.]+\s*GHz|\s+with Radeon.*$|\s+w/ Radeon.*$|\s+\d+-Core\b|\s+(Six|Eight|Twelve|Sixteen|Quad|Dual)-Core\b|^(AMD|Intel|NVIDIA|Genuine)\s+`)
	gpuMake = lazyregexp.New(`(?i)^(NVIDIA|AMD|ATI|Intel)\s+|\s+Graphics$|\s*\(RADV.*\)$`)
)

// shortChip removes words from the name of a processor that say little, such as
// the maker.
func shortChip(name string) string {
	name = strings.Join(strings.Fields(marks.Replace(name)), " ")
	short := name
	for {
		next := strings.TrimSpace(noise.ReplaceAllString(short, ""))
		if next == short || next == "" {
			break
		}
		short = next
	}
	short = strings.Replace(short, "RYZEN AI MAX", "Ryzen AI Max", 1)
	if isOneWord(short) && len(name) < 24 {
		return name // "AMD EPYC" says more than "EPYC"
	}
	return short
}

func isOneWord(s string) bool { return !strings.Contains(s, " ") }

func shortGPU(name string) string {
	name = strings.Join(strings.Fields(marks.Replace(name)), " ")
	if short := strings.TrimSpace(gpuMake.ReplaceAllString(name, "")); short != "" {
		return short
	}
	return name
}
