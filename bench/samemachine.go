package bench

import "slices"

// sameMemory is how much the reported memory of one machine may differ, as a
// fraction: the system keeps a part for itself, and another kernel keeps a
// different part.
const sameMemory = 0.05

// SameAs tells whether two descriptions may be of one machine, so that
// measurements from one description predict measurements for the other. A value
// that one description lacks makes no difference. But a description that names
// a processor also lists the graphics processors, so those must be equal.
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

// mayBeOne tells whether two values are equal, or one of them is not known.
func mayBeOne[T comparable](a, b T) bool {
	var unknown T
	return a == unknown || b == unknown || a == b
}

// apart is how much smaller the smaller one is, as a fraction of the larger.
func apart(a, b int64) float64 { return 1 - float64(min(a, b))/float64(max(a, b)) }

// cardsOf are the names of a machine's graphics processors, sorted.
func cardsOf(m Machine) []string {
	var names []string
	for _, g := range m.GPUs {
		names = append(names, g.Name)
	}
	slices.Sort(names)
	return names
}
