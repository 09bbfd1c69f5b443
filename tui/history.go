package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"dyno/bench"
	"dyno/tui/theme"
	"dyno/tui/widget"
)

// historyScreen lists past and interrupted sessions.
type historyScreen struct {
	*desk
	past    []Past
	known   bool
	problem string
	table   widget.Table
	order   []int
	filter  textinput.Model
	filters bool
}

var (
	keyOpen   = bind("open", "enter")
	keyDelete = bind("delete", "d")
	keyNote   = bind("note", "n")
)

func newHistoryScreen(d *desk) *historyScreen {
	s := &historyScreen{desk: d, filter: textinput.New()}
	plainInput(&s.filter)
	s.table.Columns = []widget.Column{
		{Title: "started", Priority: 9}, {Title: "state", Priority: 8, Max: 13}, {Title: "tests", Right: true, Priority: 6},
		{Title: "models", Priority: 7, Grow: true, Min: 12}, {Title: "note", Priority: 3, Max: 40, Grow: true, Min: 8},
	}
	return s
}

func (s *historyScreen) enter() tea.Cmd { return s.read() }

// read lists the sessions anew.
func (s *historyScreen) read() tea.Cmd { return s.listPastFor(s) }

func (s *historyScreen) typing() bool { return s.filters }

func (s *historyScreen) command() string {
	if p, ok := s.selected(); ok {
		return "dyno report " + p.Name
	}
	return "dyno history"
}

func (s *historyScreen) keys() []binding {
	if s.filters {
		return []binding{bind("keep the filter", "enter"), bind("clear it", "esc")}
	}
	p, ok := s.selected()
	if !ok {
		return []binding{keyFilter}
	}
	resume, remove := keyResume, keyDelete
	if p.State == "done" || measured(p.State) {
		resume = unless("it is complete", resume)
	}
	if measured(p.State) {
		remove = unless("it is being measured", remove)
	}
	return []binding{keyOpen, resume, keyExport, keyNote, remove, keyFilter}
}

// measured tells whether a session in this state has a bench process.
func measured(state string) bool {
	return state == "measuring" || state == "paused" || state == "waiting"
}

func (s *historyScreen) selected() (Past, bool) {
	if s.table.Cursor < len(s.order) {
		return s.past[s.order[s.table.Cursor]], true
	}
	return Past{}, false
}

// pastLine is a session in one line.
func pastLine(p Past) string {
	return p.Started.Local().Format("2006-01-02 15:04") + "  " + bench.Clean(strings.Join(p.Models, ", "))
}

func (s *historyScreen) fill() {
	s.order = s.order[:0]
	if want := s.filter.Value(); want != "" {
		lines := make([]string, len(s.past))
		for i, p := range s.past {
			lines[i] = pastLine(p) + " " + p.State + " " + bench.Clean(p.Note)
		}
		for _, m := range fuzzy.Find(want, lines) {
			s.order = append(s.order, m.Index)
		}
	} else {
		for i := range s.past {
			s.order = append(s.order, i)
		}
	}
	rows := make([]widget.Row, len(s.order))
	for r, i := range s.order {
		p := s.past[i]
		started := bench.NotKnown
		if !p.Started.IsZero() {
			started = p.Started.Local().Format("2006-01-02 15:04")
		}
		models := strings.Join(p.Models, ", ")
		if p.Problem != "" {
			models = p.Problem
		}
		rows[r].Cells = []widget.Cell{{Text: started}, {Text: p.State, Tone: stateTone(p.State)},
			{Text: fmt.Sprintf("%d/%d", p.Done, p.Tests)}, {Text: bench.Clean(models)}, {Text: bench.Clean(p.Note), Tone: theme.Muted}}
	}
	s.table.Set(rows)
}

func stateTone(state string) theme.Tone {
	switch {
	case state == "done":
		return theme.Good
	case measured(state):
		return theme.Accent
	case state == "unfinished", state == "stopped", state == "skipped":
		return theme.Warn
	}
	return theme.Bad
}

func (s *historyScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case pastMsg:
		if msg.to != screen(s) {
			return nil, nil
		}
		s.known, s.problem = true, ""
		if msg.err != nil {
			s.problem = bench.Clean(msg.err.Error())
			return nil, nil
		}
		s.past = msg.past
		s.fill()
	case tea.KeyMsg:
		if s.filters {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *historyScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	switch {
	case key.Matches(msg, keyEnter):
		s.filters = false
	case key.Matches(msg, keyBack):
		s.filters = false
		s.filter.SetValue("")
	default:
		s.filter, _ = s.filter.Update(msg)
		s.table.Cursor = 0
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
	if key.Matches(msg, keyFilter) {
		s.filters = true
		s.filter.Focus()
		return said(""), nil
	}
	p, ok := s.selected()
	if !ok {
		return nil, nil
	}
	switch {
	case key.Matches(msg, keyOpen) && measured(p.State):
		return watch{p.Name}, nil
	case key.Matches(msg, keyOpen):
		return show{p.Name}, nil
	case key.Matches(msg, keyResume) && p.State != "done" && !measured(p.State):
		return nil, resumeSession(s.desk, p.Name)
	case key.Matches(msg, keyExport):
		return export{p.Name}, nil
	case key.Matches(msg, keyNote):
		return open{s.askNote(p)}, nil
	case key.Matches(msg, keyDelete) && !measured(p.State):
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
			return bad(bench.Clean(err.Error()))
		}
		return several{said("deleted"), goTo{atHistory}}
	})
}

func (s *historyScreen) askNote(p Past) dialog {
	note := s.Sessions.Note
	return newPrompt(s.desk, "Note", "What is worth remembering of this session.", bench.Clean(p.Note), func(text string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := note(p.Name, text); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return goTo{atHistory}
		})
	})
}

func (s *historyScreen) view(width, height int) widget.Block {
	right := ""
	switch {
	case s.filters:
		right = "/" + s.inputLine(s.filter, 20)
	case s.filter.Value() != "":
		right = "/" + bench.Clean(s.filter.Value())
	}
	head := widget.Fit([]string{widget.Ends(" "+s.Paint(theme.Strong, "History")+"  "+s.Paint(theme.Muted, countOf(len(s.past), "session")), right+" ", width)}, width, 1)
	switch {
	case !s.known:
		return widget.Above(head, widget.Fit([]string{"", "  Reading the sessions" + s.More}, width, height-1))
	case s.problem != "":
		return widget.Above(head, widget.Fit([]string{"", "  " + s.Paint(theme.Bad, s.problem)}, width, height-1))
	case len(s.past) == 0:
		return widget.Above(head, widget.Fit([]string{"", "  No sessions yet. 2 lists the models to measure."}, width, height-1))
	}
	return widget.Above(head, s.table.View(s.Theme, true, width, height-1))
}
