package tui

import (
	"slices"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/widget"
)

// headsIn gives what headsOf gives, but computes it only once for a width.
func (s *resultsScreen) headsIn(f frame) [][]string {
	of := headsKey{-1, len(f.columns), f.cell - gapCells, f.heads}
	if len(f.columns) > 0 {
		of.first = f.columns[0]
	}
	if s.heads.lines == nil || s.heads.of != of {
		s.heads = keptHeads{s.headsOf(f.columns, of.width, of.most), of}
	}
	return s.heads.lines
}

// headsOf gives the names above the columns. Each name takes as many lines as
// it needs. most is the largest number of lines. If a name needs more, the
// names are shortened.
func (s *resultsScreen) headsOf(columns []int, width, most int) [][]string {
	names := s.names.Full
	for i, list := range [][]string{s.names.Full, s.names.Short, s.names.within(max(width*most-2*most, 4))} {
		names = list
		lines := most
		if i == 0 { // full names are limited more, because they may repeat the same words in nearly every column
			lines = min(most, mostFullLines)
		}
		if !slices.ContainsFunc(columns, func(at int) bool { return len(s.headOf(at, list, width)) > lines }) {
			break
		}
	}
	out := make([][]string, len(columns))
	for i, at := range columns {
		lines := s.headOf(at, names, width)
		if len(lines) > most {
			lines = append(lines[:most-1], widget.Cut(lines[most-1]+s.More, width, s.More))
		}
		out[i] = lines
	}
	return out
}

func (s *resultsScreen) headOf(at int, names []string, width int) []string {
	return linebreak.Lines(s.sheet.Columns[at].Name+" "+names[at], width)
}

// nameOf gives a column's letter and name, in at most width cells. All columns
// get names of the same kind, which begin with what differs. If no such names
// have room, the letter stands alone.
func (s *resultsScreen) nameOf(at, width int) string {
	letter, names := s.sheet.Columns[at].Name, s.namesBeside(width)
	if names == nil {
		return widget.Cut(letter, width, s.More)
	}
	return widget.Left(letter, s.letters()) + " " + names[at]
}

// namesBeside gives the names that stand beside the letters, if both together
// have width cells. It gives nil if the names have no room. A single column
// needs no cut name, because nothing else is there.
func (s *resultsScreen) namesBeside(width int) []string {
	names := s.names.legible(width - s.letters() - 1)
	if all := s.shownColumns(); len(all) == 1 && names != nil && !s.isWhole(all[0], names) {
		return nil
	}
	return names
}

// isWhole tells whether a column's name is one that is not cut.
func (s *resultsScreen) isWhole(at int, names []string) bool {
	return names[at] == s.names.Full[at] || names[at] == s.names.Short[at]
}

// letters is the width of the widest letter of a column.
func (s *resultsScreen) letters() int {
	most := 0
	for _, c := range s.sheet.Columns {
		most = max(most, widget.Width(c.Name))
	}
	return most
}

// mostFullLines is how many lines full names above the columns may take.
const mostFullLines = 2

// mostBarName is the largest width of a column's name beside a bar or a picture,
// unless a quarter of the screen is more.
const mostBarName = 30

// barNameWidth is the width of the columns' names if the names are listed one
// below the other. If names have no room, it is the width of the letters.
func (s *resultsScreen) barNameWidth(width int) int {
	most := 0
	for _, at := range s.shownColumns() {
		most = max(most, widget.Width(s.names.Full[at]))
	}
	room := min(s.letters()+1+most, max(mostBarName, width/4), max(width/3-3, 4))
	if s.namesBeside(room) == nil {
		return s.letters()
	}
	return room
}
