package bench

import "testing"

func TestMachinesAreToldApart(t *testing.T) {
	one := Machine{
		HostName: "node1", Arch: "amd64", Board: "Server", CPU: "EPYC", PhysicalCores: 32, LogicalCores: 64,
		MemoryBytes: 128 << 30, GPUs: []GPU{{Name: "A"}, {Name: "B"}},
	}
	with := func(change func(*Machine)) Machine {
		m := one
		change(&m)
		return m
	}
	for what, c := range map[string]struct {
		other Machine
		same  bool
	}{
		"itself":                        {one, true},
		"not described":                 {Machine{}, true},
		"of an older version":           {with(func(m *Machine) { m.HostName, m.Board, m.MemoryBytes = "", "", 0 }), true},
		"another kernel":                {with(func(m *Machine) { m.Kernel, m.MemoryBytes = "Linux 7", m.MemoryBytes-2<<30 }), true},
		"its cards in another order":    {with(func(m *Machine) { m.GPUs = []GPU{{Name: "B"}, {Name: "A"}} }), true},
		"in another container":          {with(func(m *Machine) { m.HostName, m.Container = "0c1f", "docker" }), true},
		"another node of the same kind": {with(func(m *Machine) { m.HostName = "node2" }), false},
		"another processor":             {with(func(m *Machine) { m.CPU = "Xeon" }), false},
		"fewer cores":                   {with(func(m *Machine) { m.LogicalCores = 32 }), false},
		"more memory":                   {with(func(m *Machine) { m.MemoryBytes *= 2 }), false},
		"without its cards":             {with(func(m *Machine) { m.GPUs = nil }), false},
	} {
		if one.SameAs(c.other) != c.same || c.other.SameAs(one) != c.same {
			t.Errorf("%s: same %v, want %v", what, !c.same, c.same)
		}
	}
}
