package tui

import "dragstrip/bench/naming"

// fittedNames holds names, and the shortened names for each width. The
// shortened names are kept, because computing them takes longer than the rest
// of the drawing.
type fittedNames struct {
	naming.Names
	fitted, readable map[int][]string // by width
}

func newFittedNames(n naming.Names) fittedNames {
	return fittedNames{n, map[int][]string{}, map[int][]string{}}
}

// within gives all names, each in at most width cells.
func (n fittedNames) within(width int) []string {
	if n.fitted[width] == nil {
		n.fitted[width] = n.Within(width)
	}
	return n.fitted[width]
}

// legible gives all names, each in at most width cells, or nil if the names
// would be cut so much that a reader does not recognize them.
func (n fittedNames) legible(width int) []string {
	names, known := n.readable[width]
	if !known {
		if fitting, ok := n.Legible(width); ok {
			names = fitting
		}
		n.readable[width] = names
	}
	return names
}
