package tui

import (
	"dragstrip/bench/naming"
	"dragstrip/tui/widget"
)

// historyScreen lists past and interrupted sessions.
type historyScreen struct {
	*desk
	past    []Past
	known   bool
	reading bool
	problem string
	table   widget.Table
	order   []int
	marks   map[string]bool // sessions to be compared
	common  string          // what all sessions in the list have in common
	grid    figureGrid      // results of the selected session
	filter  filter
	goTo    string // the session to which the cursor goes when the list is read
}

// Columns by their positions, and the smallest widths of the column that says what
// a session measured. People tell sessions apart by this column. So on a wide
// screen other columns are left out before this one is cut.
const (
	machineColumn  = 2
	measuredColumn = 3
	noteColumn     = 6
	narrowMeasured = 14
	wideMeasured   = 28
)

// These decide which of machine and note a narrow screen keeps.
const lessUrgent, moreUrgent = 3, 4

func newHistoryScreen(d *desk) *historyScreen {
	s := &historyScreen{desk: d, filter: newFilter(), marks: map[string]bool{}}
	s.table.Columns = []widget.Column{
		{Priority: 9},
		{Title: "when", Priority: 9},
		{Title: "machine", Priority: lessUrgent, Max: 18},
		{Title: "measured", Priority: 8, Shrink: true, Min: narrowMeasured, Cut: naming.CutApart},
		{Title: "best, t/s", Right: true, Priority: 6},
		{Title: "tests", Right: true, Priority: 5},
		{Title: "note", Priority: moreUrgent, Max: 28, Shrink: true, Min: 8, Cut: naming.CutApart},
		{Title: "state", Priority: 2},
	}
	return s
}

func (s *historyScreen) typing() bool { return s.filter.on }

func (s *historyScreen) command() string {
	p, ok := s.selected()
	switch {
	case !ok:
		return "dragstrip history"
	case p.Live:
		return "dragstrip attach " + p.Name
	case whyNotResumed(p) == "":
		return "dragstrip run --resume " + p.Name
	}
	return "dragstrip report " + p.Name
}

func (s *historyScreen) selected() (Past, bool) {
	if s.table.Cursor < len(s.order) {
		return s.past[s.order[s.table.Cursor]], true
	}
	return Past{}, false
}

// markedBeside are the marked sessions except one, in the order of the list.
func (s *historyScreen) markedBeside(name string) []string {
	var out []string
	for _, p := range s.past {
		if s.marks[p.Name] && p.Name != name {
			out = append(out, p.Name)
		}
	}
	return out
}
