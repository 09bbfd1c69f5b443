package tui

import (
	"slices"

	"dragstrip/bench/naming"
)

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

// cutNames holds the texts of a list, and how they are cut to each width. They
// stay different when they are cut.
type cutNames struct {
	texts  []string
	fitted map[int][]string // by width
}

func newCutNames(texts []string) cutNames { return cutNames{texts, map[int][]string{}} }

// within gives all texts, each in at most width cells.
func (n cutNames) within(width int) []string {
	if n.fitted[width] == nil {
		n.fitted[width] = naming.CutApart(n.texts, width)
	}
	return n.fitted[width]
}

// of gives one text of the list, in at most width cells.
func (n cutNames) of(text string, width int) string {
	if at := slices.Index(n.texts, text); at >= 0 {
		return n.within(width)[at]
	}
	return text
}
