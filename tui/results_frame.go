package tui

import "slices"

// Sizes of the results screen, in cells.
const (
	gapCells    = 2
	leastCell   = bestCells + 5 + 1 + changeCells + gapCells // sign of the best, figure, warning and change
	mostCell    = 34
	leastNames  = 13
	mostHeads   = 3  // lines of a column's name, at most
	lowScreen   = 14 // with fewer lines than this, every line matters
	roomyScreen = 36 // with at least so many lines, a name may take one line more
)

// Cells of a figure's parts: the sign of the best, and a change with its sign.
const (
	bestCells   = 2
	changeCells = len("+11.3 %") + 2
)

// frame says how the width is divided: the names of rows on the left, and to
// the right as many columns as fit.
type frame struct {
	width, names, cell int
	heads              int // lines that the columns' names may take
	columns            []int
}

// divide divides the width. The column that has the focus is always shown.
func (s *resultsScreen) divide(width, height int) frame {
	all := s.shownColumns()
	f := frame{width: width, heads: mostHeads, names: min(max(s.longestName()+4, leastNames), width/3)}
	switch {
	case height < lowScreen:
		f.heads = 1
	case height >= roomyScreen:
		f.heads++
	}
	fit := max((width-f.names)/leastCell, 1)
	at := max(slices.Index(all, s.column), 0)
	first := min(max(at-fit+1, 0), max(len(all)-fit, 0))
	f.columns = all[first:min(first+fit, len(all))]
	f.cell = min((width-f.names)/max(len(f.columns), 1), mostCell)
	return f
}

// longestName is the width of the widest test name.
func (s *resultsScreen) longestName() int {
	most := 0
	for _, i := range s.rows {
		most = max(most, len(s.sheet.Rows[i].Test.String()))
	}
	return most
}
