package tui

import "dragstrip/bench/naming"

// fittedNames are names with the texts that were fitted into a width. They are
// kept, because fitting takes longer than the rest of the drawing.
type fittedNames struct {
	naming.Names
	fitted map[int][]string // by width
}

func newFittedNames(n naming.Names) fittedNames {
	return fittedNames{n, map[int][]string{}}
}

// within are all names in at most width cells.
func (n fittedNames) within(width int) []string {
	if n.fitted[width] == nil {
		n.fitted[width] = n.Within(width)
	}
	return n.fitted[width]
}
