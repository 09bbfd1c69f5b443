package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
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
	marks   map[string]bool // to be compared
	filter  filter
}

func newHistoryScreen(d *desk) *historyScreen {
	s := &historyScreen{desk: d, filter: newFilter(), marks: map[string]bool{}}
	s.table.Columns = []widget.Column{
		{Priority: 9}, {Title: "started", Priority: 9}, {Title: "state", Priority: 5}, {Title: "tests", Right: true, Priority: 4},
		{Title: "models", Priority: 8, Grow: true, Min: 10}, {Title: "note", Priority: 3, Max: 28, Grow: true, Min: 8},
	}
	return s
}

// enter reads the list anew; until it is there, the old one stays.
func (s *historyScreen) enter() tea.Cmd {
	s.reading = true
	return s.listPastFor(s)
}

func (s *historyScreen) typing() bool { return s.filter.on }

func (s *historyScreen) command() string {
	p, ok := s.selected()
	switch {
	case !ok:
		return "dragstrip history"
	case measured(p.State):
		return "dragstrip attach " + p.Name
	case whyNotResumed(p) == "":
		return "dragstrip run --resume " + p.Name
	}
	return "dragstrip report " + p.Name
}

// measured tells whether a session in this state has a bench process.
func measured(state string) bool {
	return state == "measuring" || state == "paused" || state == "waiting"
}

// whyNotResumed says why nothing of a session is left to be measured; "" where
// something is.
func whyNotResumed(p Past) string {
	switch {
	case measured(p.State):
		return "it is being measured"
	case p.State == "unreadable":
		return "it cannot be read"
	case p.State == string(bench.OutcomeFailed), p.State == string(bench.OutcomePartly):
		return "dragstrip run --resume " + bench.Clean(p.Name) + " --retry-failed tries what failed again"
	case p.State != "unfinished" && p.State != string(bench.OutcomeStopped):
		return "it is complete"
	}
	return ""
}

func (s *historyScreen) selected() (Past, bool) {
	if s.table.Cursor < len(s.order) {
		return s.past[s.order[s.table.Cursor]], true
	}
	return Past{}, false
}

// markedBeside are the marked sessions but one, in the order of the list.
func (s *historyScreen) markedBeside(name string) []string {
	var out []string
	for _, p := range s.past {
		if s.marks[p.Name] && p.Name != name {
			out = append(out, p.Name)
		}
	}
	return out
}
