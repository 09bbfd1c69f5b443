package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// searchBoard lists the configurations of a search, each with its figures and
// what became of it. Live and Results show it.
type searchBoard struct {
	*desk
	found report.Found
	// called has the names of the configurations, cut so that they stay different.
	called *cutNames
	// isMeasured tells whether a job is being measured now; nil if none is.
	isMeasured func(*bench.JobState) bool
	// names is how wide the names of configurations are. goals is how many goals
	// have room for their figures. Both follow from the width of the board.
	names, goals int
	memory       bool // there is room for the memory of configurations
}

// boardFigure is the width of a figure on the board, boardMemory that of a size,
// and boardBecame the room that what became of a configuration keeps.
const (
	boardFigure = 7
	boardMemory = 9
	boardBecame = 28
)

// lines are the head and as many configurations as there is room for, from top
// on. The line of the selected one begins with a bar; -1 selects none.
func (b searchBoard) lines(width, height, selected, top int) []string {
	if height <= 0 {
		return nil
	}
	none := "" // stands before the lines that are not selected
	if selected >= 0 {
		none = " "
	}
	inside := width - len(none)
	b.goals = max(min(len(b.found.Goals), (inside-12)/(boardFigure+1)), 1)
	b.called.hold(b.found.Configurations)
	b.names = b.nameWidth(inside)
	b.memory = 2+b.names+b.goals*(boardFigure+1)+boardMemory+2+boardBecame <= inside &&
		slices.ContainsFunc(b.found.Configurations, func(c report.FoundConfiguration) bool { return c.MemoryBytesKnown() > 0 })
	lines := []string{none + b.head(inside)}
	all := b.found.Configurations[min(max(top, 0), len(b.found.Configurations)):]
	shown := len(all)
	if shown > height-1 {
		shown = max(height-2, min(height-1, 1)) // a single line is for the first configuration
	}
	for i, c := range all[:shown] {
		mark := none
		if selected == top+i {
			mark = b.Paint(theme.Accent, b.Cursor)
		}
		lines = append(lines, mark+b.row(c, inside))
	}
	if left := len(all) - shown; left > 0 && len(lines) < height {
		lines = append(lines, b.Paint(theme.Muted, b.More+" and "+countOf(left, "more configuration")))
	}
	return lines
}

// hold takes the names of configurations. They keep their places, so that names are
// cut once for each width, however the search stands.
func (n *cutNames) hold(all []report.FoundConfiguration) {
	var texts []string
	for _, c := range all {
		texts = append(texts, c.Name)
	}
	if slices.Sort(texts); !slices.Equal(texts, n.texts) {
		*n = newCutNames(texts)
	}
}

// nameWidth is how wide the names of configurations are. Where what became of them
// has no room anyway, names get it.
func (b searchBoard) nameWidth(width int) int {
	longest := 0
	for _, c := range b.found.Configurations {
		longest = max(longest, widget.Width(c.Name))
	}
	room := width - 2 - b.goals*(boardFigure+1)
	most := max(width/3, room-boardBecame-boardMemory-2)
	if room-most < boardLeast {
		most = room
	}
	return max(min(longest, most, room), 4)
}

// boardLeast is the room with which what became of a configuration can be read.
const boardLeast = 16

func (b searchBoard) head(width int) string {
	line := strings.Repeat(" ", 2+b.names)
	for _, g := range b.found.Goals[:min(b.goals, len(b.found.Goals))] {
		line += " " + widget.Right(widget.Cut(g.Tests(), boardFigure, b.More), boardFigure)
	}
	if b.memory {
		return b.Paint(theme.Muted, line+widget.Right("memory", boardMemory+1)+"  speeds in t/s")
	}
	if unit := "  t/s"; widget.Width(line+unit) <= width {
		line += unit
	}
	return b.Paint(theme.Muted, line)
}

func (b searchBoard) row(c report.FoundConfiguration, width int) string {
	sign, tone := " ", theme.Muted
	j := b.session.Job(c.Job)
	switch {
	case b.isMeasured != nil && b.live && j != nil && b.isMeasured(j):
		sign, tone = b.Going, theme.Accent
	case c.IsBest():
		sign, tone = b.Best, theme.Accent
	case c.HasFailed():
		sign, tone = b.No, theme.Bad
	}
	line := b.Paint(tone, sign) + " " + widget.Left(b.Spelled(b.called.of(c.Name, b.names)), b.names)
	for _, v := range c.Speeds[:min(b.goals, len(c.Speeds))] {
		figure := bench.NotMeasured
		if v > 0 {
			figure = bench.FormatTPS(v)
		}
		line += " " + widget.Right(b.Spelled(figure), boardFigure)
	}
	if b.memory {
		size := bench.NotMeasured
		if n := c.MemoryBytesKnown(); n > 0 {
			size = bench.FormatBytes(n)
		}
		line += " " + b.Paint(theme.Muted, widget.Right(b.Spelled(size), boardMemory))
	}
	if room := width - widget.Width(line) - 2; room > 3 {
		line += "  " + b.Paint(theme.Muted, widget.Cut(b.Spelled(c.Became), room, b.More))
	}
	return line
}
