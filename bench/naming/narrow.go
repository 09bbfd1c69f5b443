package naming

import (
	"slices"
	"sort"

	"github.com/charmbracelet/x/ansi"
)

// leastPiece is the smallest width to which the pieces of a name are cut. If
// that is not enough, the name is cut as a whole.
const leastPiece = 4

// shortPiece is the width of a short piece. Short pieces stay whole as long as
// longer pieces can be cut instead. Otherwise "fa off" could be cut to "fa o…",
// which could also be "fa on".
const shortPiece = 8

// leastLegible is the smallest width of a cut piece that a reader recognizes
// without the whole name beside it.
const leastLegible = 7

// Within gives the names in at most width cells each. It gives the full names if
// all of them fit, else the short names, else cut names. Different names stay
// different after cutting. Only screens need this, because documents have enough
// room.
func (n Names) Within(width int) []string {
	if names, ok := n.within(width, leastPiece, shortPiece); ok {
		return names
	}
	if names, ok := n.within(width, leastPiece, 0); ok {
		return names
	}
	return CutApart(n.Short, width)
}

// Legible gives the names like Within. ok is false if the names would have to be
// cut so much that a reader could not recognize them.
func (n Names) Legible(width int) (names []string, ok bool) {
	return n.within(width, leastLegible, shortPiece)
}

// within gives the names in at most width cells each, with every piece. The
// longest pieces are cut, all to the same width, no more than needed and never
// below least. Keys without a piece wider than whole are not cut.
func (n Names) within(width, least, whole int) (names []string, ok bool) {
	if fit(n.Full, width) {
		return slices.Clone(n.Full), true
	}
	if fit(n.Short, width) {
		return slices.Clone(n.Short), true
	}
	widest := 0
	for _, own := range n.short {
		for _, p := range own {
			widest = max(widest, ansi.StringWidth(p.text))
		}
	}
	less := sort.Search(max(widest-least, 0), func(less int) bool { return fit(n.piecesWithin(widest-less, whole), width) })
	names = n.piecesWithin(widest-less, whole)
	return names, fit(names, width)
}

// piecesWithin are the short names with their pieces cut to width. Different
// pieces of one key stay different. A key is not cut if none of its
// pieces is wider than the parameter whole.
func (n Names) piecesWithin(width, whole int) []string {
	values := map[int][]string{}
	for _, own := range n.short {
		for _, p := range own {
			if !slices.Contains(values[p.order], p.text) {
				values[p.order] = append(values[p.order], p.text)
			}
		}
	}
	cut := map[piece]string{}
	for order, texts := range values {
		most := width
		if fit(texts, whole) {
			most = max(width, whole)
		}
		for i, text := range CutApart(texts, most) {
			cut[piece{order: order, text: texts[i]}] = text
		}
	}
	out := make([]string, len(n.short))
	for i, own := range n.short {
		narrow := slices.Clone(own)
		for at, p := range own {
			narrow[at].text = cut[piece{order: p.order, text: p.text}]
		}
		out[i] = narrow.String()
	}
	return out
}
