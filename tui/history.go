package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
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

var (
	keyOpen        = bind("open", "enter")
	keyDelete      = bind("delete", "d")
	keyNote        = bind("note", "n")
	keyMarkSession = bind("mark to compare", "m", " ")
	keyReadAgain   = bind("read again", "enter")
)

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

func (s *historyScreen) keys() []binding {
	switch {
	case s.filter.on:
		return []binding{bind("keep the filter", "enter"), bind("clear it", "esc")}
	case s.problem != "":
		return []binding{keyReadAgain}
	case len(s.past) == 0:
		return []binding{bind("models", "2")}
	}
	p, ok := s.selected()
	if !ok {
		return []binding{keyFilter, bind("clear the filter", "esc")}
	}
	first := keyOpen
	switch beside := s.markedBeside(p.Name); {
	case measured(p.State):
		first = bind("look at it", "enter")
	case len(beside) > 0:
		first = bind("open beside "+countOf(len(beside), "session"), "enter")
	}
	why := ""
	if p.State == "unreadable" {
		why = "it cannot be read"
	}
	noDelete := ""
	if measured(p.State) {
		noDelete = "it is being measured"
	}
	return []binding{unless(why, first), unless(whyNotResumed(p), keyResume), unless(why, keyMarkSession), unless(why, keyExport),
		keyNote, unless(noDelete, keyDelete), keyFilter}
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

func (s *historyScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case pastMsg:
		if msg.to == screen(s) {
			s.take(msg)
		}
	case tea.KeyMsg:
		if s.filter.on {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

// take replaces the list; the cursor stays on its session.
func (s *historyScreen) take(msg pastMsg) {
	s.known, s.reading, s.problem = true, false, ""
	if msg.err != nil {
		s.problem = bench.Clean(msg.err.Error())
		return
	}
	was, _ := s.selected()
	s.past = msg.past
	s.fill()
	for row, i := range s.order {
		if s.past[i].Name == was.Name {
			s.table.Cursor = row
		}
	}
}

func (s *historyScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	if s.filter.key(msg) {
		s.table.Cursor, s.table.Top = 0, 0
	}
	s.fill()
	return said(""), nil
}

func (s *historyScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if by, ok := steps(msg, max(s.height-8, 1), len(s.table.Rows)); ok {
		s.table.Move(by)
		return said(""), nil
	}
	switch {
	case s.problem != "" && key.Matches(msg, keyReadAgain):
		return said(""), s.enter()
	case key.Matches(msg, keyBack) && s.filter.Value() != "":
		s.filter.SetValue("")
		s.fill()
		return said(""), nil
	case key.Matches(msg, keyFilter) && len(s.past) > 0:
		s.filter.open()
		return said(""), nil
	}
	if p, ok := s.selected(); ok {
		return s.keyOf(p, msg)
	}
	return nil, nil
}

// keyOf does something with one session.
func (s *historyScreen) keyOf(p Past, msg tea.KeyMsg) (action, tea.Cmd) {
	readable := p.State != "unreadable"
	switch {
	case key.Matches(msg, keyOpen) && measured(p.State):
		return watch{p.Name}, nil
	case key.Matches(msg, keyOpen) && readable:
		s.beside = beside{with: p.Name, names: s.markedBeside(p.Name)}
		return show{p.Name}, nil
	case key.Matches(msg, keyMarkSession) && readable:
		if s.marks[p.Name] = !s.marks[p.Name]; !s.marks[p.Name] {
			delete(s.marks, p.Name)
		}
		s.fill()
		s.table.Move(1)
		return said(""), nil
	case key.Matches(msg, keyResume):
		if why := whyNotResumed(p); why != "" {
			return said("not resumed: " + bench.Clean(why)), nil
		}
		return said("resuming" + s.More), resumeSession(s.desk, p.Name)
	case key.Matches(msg, keyExport) && readable:
		return export{p.Name}, nil
	case key.Matches(msg, keyNote):
		return open{s.askNote(p)}, nil
	case key.Matches(msg, keyDelete) && measured(p.State):
		return said("a session that is being measured cannot be deleted: enter, then x stops it"), nil
	case key.Matches(msg, keyDelete):
		return open{&question{title: "Delete this session?",
			text:    pastLine(p) + ": its results and the engine's logs are removed for ever.",
			answers: []answer{{key: "y", text: "delete it", cmd: s.remove(p.Name)}}}}, nil
	}
	return nil, nil
}

func (s *historyScreen) remove(name string) tea.Cmd {
	remove := s.Sessions.Delete
	return act(func() action {
		if err := remove(name); err != nil {
			return several{goTo{atHistory}, bad("not deleted: " + bench.Clean(err.Error()))}
		}
		return several{goTo{atHistory}, said("deleted")}
	})
}

func (s *historyScreen) askNote(p Past) dialog {
	note := s.Sessions.Note
	return newPrompt(s.desk, "Note", "What is worth remembering of this session. It stands in the report, too.", bench.Clean(p.Note), func(text string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := note(p.Name, strings.TrimSpace(text)); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return goTo{atHistory}
		})
	})
}
