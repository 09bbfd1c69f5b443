package tui

import (
	"cmp"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dyno/bench"
	"dyno/bench/report"
)

// resultsScreen sets results side by side: those of the session on the desk,
// and columns from earlier ones.
type resultsScreen struct {
	*desk
	more   []*bench.Session // whose columns were added
	hidden map[int]bool     // panes taken away
	sheet  report.Sheet
	made   [2]int // what the sheet was made from
	rows   []int  // of the sheet, in the order shown
	at     int    // row that has the keyboard
	top    int
	pane   int // that has the keyboard
	bars   bool
	sorted bool // by the baseline's speed
	base   int
}

var (
	keyExport   = bind("export", "e")
	keyBaseline = bind("baseline", "b")
	keyColumn   = bind("add column", "a")
	keyRemove   = bind("remove column", "x")
	keyBars     = bind("bars", "v")
	keySamples  = bind("samples", "s")
	keyDoubts   = bind("warnings", "w")
)

func newResultsScreen(d *desk) *resultsScreen {
	return &resultsScreen{desk: d, hidden: map[int]bool{}}
}

func (s *resultsScreen) enter() tea.Cmd {
	s.make()
	return nil
}

func (s *resultsScreen) typing() bool { return false }

func (s *resultsScreen) command() string {
	if s.name == "" {
		return ""
	}
	return "dyno report " + s.name
}

func (s *resultsScreen) keys() []binding {
	if s.session == nil {
		return []binding{bind("models", "enter"), bind("history", "6")}
	}
	keys := []binding{keyExport, keyBaseline, keyColumn, keyRemove, keyBars, keySamples, keyDoubts, keySort}
	if s.died {
		keys = append([]binding{keyResume}, keys...)
	}
	return keys
}

// make makes the sheet anew.
func (s *resultsScreen) make() {
	if s.session == nil {
		s.sheet, s.rows = report.Sheet{}, nil
		return
	}
	s.sheet = report.SideBySide(append([]*bench.Session{s.session}, s.more...), s.base)
	s.rows = s.rows[:0]
	for i := range s.sheet.Rows {
		s.rows = append(s.rows, i)
	}
	if s.sorted {
		slices.SortStableFunc(s.rows, func(a, b int) int { return cmp.Compare(s.speedOf(b), s.speedOf(a)) })
	}
	s.at = min(s.at, max(len(s.rows)-1, 0))
	s.pane = min(s.pane, max(len(s.sheet.Panes)-1, 0))
	s.made = [2]int{s.shown, len(s.more)}
}

func (s *resultsScreen) speedOf(row int) float64 {
	if r := s.sheet.Rows[row].Cells[s.sheet.Baseline].Row; r != nil {
		return r.Summary.Median
	}
	return 0
}

// shownPanes are those that were not taken away.
func (s *resultsScreen) shownPanes() []int {
	var out []int
	for i := range s.sheet.Panes {
		if !s.hidden[i] {
			out = append(out, i)
		}
	}
	return out
}

func (s *resultsScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case freshMsg:
		s.make()
	case columnMsg:
		if msg.err != nil {
			return bad(bench.Clean(msg.err.Error())), nil
		}
		s.more = append(s.more, msg.session)
		s.make()
	case pastMsg:
		return s.offerColumns(msg), nil
	case tea.KeyMsg:
		return s.key(msg)
	}
	return nil, nil
}

func (s *resultsScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if s.session == nil {
		if key.Matches(msg, keyEnter) {
			return goTo{atModels}, nil
		}
		return nil, nil
	}
	if by, ok := steps(msg, max(s.height-12, 1), len(s.rows)); ok {
		s.at = min(max(s.at+by, 0), max(len(s.rows)-1, 0))
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyLeft):
		s.turn(-1)
	case key.Matches(msg, keyRight):
		s.turn(1)
	case key.Matches(msg, keyExport):
		return export{s.name}, nil
	case key.Matches(msg, keyBaseline):
		s.base = s.pane
		s.make()
	case key.Matches(msg, keyBars):
		s.bars = !s.bars
	case key.Matches(msg, keySort):
		s.sorted = !s.sorted
		s.make()
	case key.Matches(msg, keyColumn):
		return said("looking for sessions" + s.More), s.listPast()
	case key.Matches(msg, keyRemove):
		return s.remove(), nil
	case key.Matches(msg, keySamples):
		return open{&pager{title: "Samples, t/s", lines: s.samples()}}, nil
	case key.Matches(msg, keyDoubts):
		return open{&pager{title: "Warnings and failures", lines: s.doubts()}}, nil
	case s.died && key.Matches(msg, keyResume):
		return nil, resumeSession(s.desk, s.name)
	default:
		return nil, nil
	}
	return said(""), nil
}

// turn moves to the next pane that is shown.
func (s *resultsScreen) turn(by int) {
	panes := s.shownPanes()
	if len(panes) == 0 {
		return
	}
	at := max(slices.Index(panes, s.pane), 0)
	s.pane = panes[min(max(at+by, 0), len(panes)-1)]
}

// remove takes a column away; the baseline stays.
func (s *resultsScreen) remove() action {
	switch {
	case s.pane == s.sheet.Baseline:
		return said("the baseline stays: make another one the baseline first (b)")
	case len(s.shownPanes()) > 1:
		s.hidden[s.pane] = true
		s.turn(-1)
	}
	return said("")
}

// pastMsg lists the sessions a column can come from.
type pastMsg struct {
	past []Past
	err  error
}

// columnMsg is a session whose columns are added.
type columnMsg struct {
	session *bench.Session
	err     error
}

func (s *resultsScreen) offerColumns(msg pastMsg) action {
	if msg.err != nil {
		return bad(bench.Clean(msg.err.Error()))
	}
	var names, lines []string
	for _, p := range msg.past {
		if p.Name != s.name && p.Done > 0 {
			names = append(names, p.Name)
			lines = append(lines, pastLine(p))
		}
	}
	if len(names) == 0 {
		return said("there is no other session with results")
	}
	ctx, read := s.ctx, s.Sessions.Open
	return several{notify{}, open{&menu{title: "Add the columns of a session", lines: lines, then: func(i int) (action, tea.Cmd) {
		return nil, func() tea.Msg {
			session, err := read(ctx, names[i])
			return columnMsg{session, err}
		}
	}}}}
}

func (s *resultsScreen) listPast() tea.Cmd {
	ctx, list := s.ctx, s.Sessions.List
	return func() tea.Msg {
		past, err := list(ctx)
		return pastMsg{past, err}
	}
}
