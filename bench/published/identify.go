package published

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dragstrip/bench"
)

// ChipOf finds the chip of a machine's GPU. It returns nil if it is not
// certain. Names are compared by whole words, and no word may be left over that
// could mean another chip: an RTX 4090 D is not an RTX 4090, and a Tesla M40 is
// not an M4. If several chips have the name, the cores, the memory and the
// specified bandwidth of the GPU decide. The result is nil for a part of a
// card, and for a GPU in the processor of a virtual machine.
func (s *Set) ChipOf(m bench.Machine, g bench.GPU) *Chip {
	if g.Slice || g.Shared && m.Hypervisor != "" && m.Hypervisor != "WSL" {
		return nil
	}
	names, gbps := []string{g.Name}, g.SpecifiedGBps
	if g.Shared {
		names, gbps = []string{m.CPU, g.Name}, cmp.Or(gbps, m.SpecifiedGBps)
	}
	for _, name := range names {
		says := spokenOf(name)
		gib := float64(g.MemoryBytes) / (1 << 30)
		if g.Shared {
			gib = 0 // the driver's figure is an arbitrary part of the machine's memory
		} else if gib == 0 {
			gib = says.gigabytes
		}
		if c := only(s.chipsNamed(says, g), gib, gbps); c != nil {
			return c
		}
	}
	return nil
}

// chipsNamed lists the chips that the name of a GPU or processor may mean.
func (s *Set) chipsNamed(says spoken, g bench.GPU) (out []*Chip) {
	for i := range s.Chips {
		c := &s.Chips[i]
		if g.Shared != (c.Kind == "soc") || c.Kind == "cpu-platform" || !slices.ContainsFunc(s.spelled()[i], says.means) {
			continue
		}
		if has := coresIn(c.Name); g.Cores == 0 || has == 0 || g.Cores == has {
			out = append(out, c)
		}
	}
	return out
}

// These constants say how far apart two figures of one chip may be. Drivers keep
// a part of the memory for themselves, and makers round the bandwidth (800 GB/s
// stands for 819).
const sameMemory, sameSpeed, agreed = 0.12, 0.04, 0.02

// only picks the chip that fits memory and bandwidth. It returns nil if several
// chips fit and differ.
func only(chips []*Chip, gib, gbps float64) *Chip {
	near := kept(chips, func(c *Chip) bool { return gbps > 0 && math.Abs(gbps/c.GBps-1) < sameSpeed })
	if gib > 0 {
		fit := kept(chips, func(c *Chip) bool { return c.MaxMemoryGB == 0 || math.Abs(gib/c.MaxMemoryGB-1) < sameMemory })
		if len(fit) == 0 && len(near) == 0 {
			return nil // a variant that is not in the set
		}
		if len(fit) > 0 {
			chips, near = fit, kept(fit, func(c *Chip) bool { return slices.Contains(near, c) })
		}
	}
	if len(near) > 0 {
		chips = near
	}
	if len(chips) == 0 {
		return nil
	}
	first := chips[0]
	for _, c := range chips[1:] {
		if c.Family != first.Family || c.Dies != first.Dies || math.Abs(c.GBps/first.GBps-1) > agreed {
			return nil
		}
	}
	if gbps <= 0 && strings.Contains(first.Name, "DDR") && first.Kind == "soc" {
		return nil // such a chip uses the machine's memory, and the bandwidth of that memory is not known
	}
	return first
}

func kept(chips []*Chip, fits func(*Chip) bool) (out []*Chip) {
	for _, c := range chips {
		if fits(c) {
			out = append(out, c)
		}
	}
	return out
}
