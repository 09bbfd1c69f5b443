package bench

import "slices"

// sameMemory is how far apart the memory of one machine may be told: the system
// takes its share before it counts, and another kernel takes another.
const sameMemory = 0.05

// SameAs tells whether two descriptions may be of one machine: what one measured
// can be expected of the other. What either does not know speaks against
// nothing, but one that knows its processor knows its graphics processors, too.
func (m Machine) SameAs(o Machine) bool {
	switch {
	case !mayBeOne(m.CPU, o.CPU), !mayBeOne(m.Arch, o.Arch), !mayBeOne(m.Board, o.Board):
		return false
	case !mayBeOne(m.Sockets, o.Sockets), !mayBeOne(m.PhysicalCores, o.PhysicalCores), !mayBeOne(m.LogicalCores, o.LogicalCores):
		return false
	case m.Container == "" && o.Container == "" && !mayBeOne(m.HostName, o.HostName): // each container has a new name
		return false
	case m.MemoryBytes > 0 && o.MemoryBytes > 0 && apart(m.MemoryBytes, o.MemoryBytes) > sameMemory:
		return false
	}
	return m.CPU == "" || o.CPU == "" || slices.Equal(cardsOf(m), cardsOf(o))
}

// mayBeOne tells whether two accounts of one thing agree, as far as both say
// anything.
func mayBeOne[T comparable](a, b T) bool {
	var unknown T
	return a == unknown || b == unknown || a == b
}

// apart is how much less the smaller is.
func apart(a, b int64) float64 { return 1 - float64(min(a, b))/float64(max(a, b)) }

// cardsOf are the names of a machine's graphics processors, in any order.
func cardsOf(m Machine) []string {
	var names []string
	for _, g := range m.GPUs {
		names = append(names, g.Name)
	}
	slices.Sort(names)
	return names
}
