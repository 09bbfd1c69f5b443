package imported

import (
	"cmp"
	"iter"
	"strings"

	"dragstrip/bench"
)

// Source says where results come from, as far as anybody knows.
type Source struct {
	// Imported is the fact that marks each session as imported. Sessions replaces
	// its Format by the format of what was found.
	Imported bench.SessionImported
	// Machine is the machine of all figures. If it is "", each figure names its own
	// machine.
	Machine string
	// Version is the version of the dragstrip that imports.
	Version string
}

// Sessions makes sessions of what was found: one for each machine, in the order
// in which the machines come. A session that would be too large is divided. Only
// one session is in memory at a time, unless the caller keeps them.
func (f *Found) Sessions(from Source) iter.Seq[*Session] {
	from.Imported.Format, from.Imported.LeftOut = f.Format, f.LeftOutCount()
	var order []string
	of := map[string][]*Figure{}
	for _, one := range f.Figures {
		machine := cmp.Or(from.Machine, one.machine())
		if of[machine] == nil {
			order = append(order, machine)
		}
		of[machine] = append(of[machine], one)
	}
	return func(yield func(*Session) bool) {
		for _, machine := range order {
			for s := range sessionsOf(of[machine]) {
				s.Machine = bench.Machine{Line: machine}
				if first := of[machine][0]; from.Machine == "" && first.Machine == "" {
					s.Machine.CPU = first.CPU
				}
				s.imported, s.version = from.Imported, from.Version
				if len(f.Assumed) > 0 {
					s.Plan.Note = "As read: " + strings.Join(f.Assumed, ". ") + "."
				}
				if !yield(s) {
					return
				}
			}
		}
	}
}
