package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// resultsScreen sets results side by side: those of the session on the desk,
// and columns from earlier ones.
type resultsScreen struct {
	*desk
	of      *bench.Session // all of the below belongs to it
	more    []otherResults // whose columns were added
	hidden  map[*bench.JobState]bool
	base    *bench.JobState // the first job of the baseline's pane
	sheet   report.Sheet
	made    [2]int // what the sheet was made from
	rows    []int  // of the sheet, in the order shown
	lines   []resultLine
	at      int // in rows
	top     int
	pane    int // that has the keyboard
	bars    bool
	order   resultOrder
	find    filter
	suspect bool // those are compared, too
}

// otherResults is a session whose columns stand beside.
type otherResults struct {
	name    string
	session *bench.Session
}

// resultOrder is how rows are sorted.
type resultOrder int

const (
	asMeasured resultOrder = iota
	bySpeed
	byChange
	resultOrders
)

var resultOrderNames = [resultOrders]string{"as measured", "the baseline's fastest first", "the largest change first"}

var (
	keyBaseline = bind("baseline", "b")
	keyColumn   = bind("add column", "a")
	keyRemove   = bind("remove column", "x")
	keyBars     = bind("bars", "v")
	keySamples  = bind("samples", "s")
	keyDoubts   = bind("warnings", "w")
	keySuspect  = bind("suspect ones, too", "i")
	keyPane     = bindAs("←→", "column", "left", "right", "h", "l")
	keyFind     = bind("find", "/")
)

func newResultsScreen(d *desk) *resultsScreen {
	s := &resultsScreen{desk: d, find: newFilter()}
	return s
}

func (s *resultsScreen) enter() tea.Cmd {
	s.make()
	return nil
}

func (s *resultsScreen) typing() bool { return s.find.on }

func (s *resultsScreen) command() string {
	if s.name == "" {
		return ""
	}
	return "dragstrip report " + s.name
}

func (s *resultsScreen) keys() []binding {
	switch {
	case s.session == nil:
		return []binding{bind("models", "enter"), bind("history", "6")}
	case s.find.on:
		return []binding{bind("keep it", "enter"), bind("show all", "esc")}
	}
	only := ""
	if len(s.shownPanes()) < 2 {
		only = "there is one column only"
	}
	keys := []binding{keyExport, unless(only, keyBaseline), keyColumn, unless(only, keyRemove), keyBars, keySamples, keyDoubts, keySort, keyFind, unless(only, keyPane)}
	if len(s.sheet.LeftOut) > 0 || s.suspect {
		keys = append(keys, keySuspect)
	}
	if s.canResume() {
		keys = append([]binding{keyResume}, keys...)
	}
	return keys
}

// canResume tells whether something of the session is left to be measured.
func (s *resultsScreen) canResume() bool {
	return s.died || s.session != nil && !s.live && s.session.Outcome == bench.OutcomeStopped
}

// make makes the sheet anew.
func (s *resultsScreen) make() {
	if s.of != s.session {
		*s = resultsScreen{desk: s.desk, of: s.session, bars: s.bars, suspect: s.suspect, order: s.order, find: s.find}
		s.find.SetValue("")
	}
	s.made = [2]int{s.shown, len(s.more)}
	if s.session == nil {
		s.sheet, s.rows, s.lines = report.Sheet{}, nil, nil
		return
	}
	sessions := []*bench.Session{s.session}
	for _, m := range s.more {
		sessions = append(sessions, m.session)
	}
	s.sheet = report.SideBySide(sessions, 0, s.suspect)
	if at := s.paneOf(s.base); at > 0 {
		s.sheet = report.SideBySide(sessions, at, s.suspect)
	}
	s.pane = min(s.pane, max(len(s.sheet.Columns)-1, 0))
	s.arrange()
}

// paneOf finds the pane a job stands in; -1 is none.
func (s *resultsScreen) paneOf(j *bench.JobState) int {
	return slices.IndexFunc(s.sheet.Columns, func(p report.SheetColumn) bool { return j != nil && slices.Contains(p.Jobs, j) })
}

// arrange chooses the rows and their order. The tests of a model stay
// together: its first one in the order decides.
func (s *resultsScreen) arrange() {
	s.rows = s.rows[:0]
	want := strings.ToLower(strings.TrimSpace(s.find.Value()))
	weight := map[string]float64{}
	for i, r := range s.sheet.Rows {
		if strings.Contains(strings.ToLower(bench.Clean(r.Model)+" "+r.Test.String()), want) {
			s.rows = append(s.rows, i)
			weight[r.Model] = max(weight[r.Model], s.weight(i))
		}
	}
	if s.order != asMeasured {
		slices.SortStableFunc(s.rows, func(a, b int) int {
			x, y := s.sheet.Rows[a].Model, s.sheet.Rows[b].Model
			if x != y {
				return cmp.Or(cmp.Compare(weight[y], weight[x]), cmp.Compare(x, y))
			}
			if s.order == bySpeed && !s.sheet.ByModel {
				return 0 // a prompt's speed is no rival of a generation's
			}
			return cmp.Compare(s.weight(b), s.weight(a))
		})
	}
	s.at = min(s.at, max(len(s.rows)-1, 0))
	s.lines = s.lay()
}

// weight is what a row is sorted by.
func (s *resultsScreen) weight(row int) float64 {
	r := s.sheet.Rows[row]
	most := 0.0
	for at, c := range r.Cells {
		switch {
		case s.order == byChange && c.Compared && c.HasRatio():
			most = max(most, math.Abs(math.Log(c.Ratio)))
		case s.order == bySpeed && at == s.sheet.Baseline && c.Row != nil:
			most = c.Row.Summary.Median
			if !r.Test.IsDecode() && !s.sheet.ByModel {
				most /= 1e9 // what people choose a model by is generation
			}
		}
	}
	return most
}

// isHidden tells whether a pane was taken away.
func (s *resultsScreen) isHidden(at int) bool { return s.hidden[s.sheet.Columns[at].Jobs[0]] }

// shownPanes are those that were not taken away.
func (s *resultsScreen) shownPanes() []int {
	var out []int
	for i := range s.sheet.Columns {
		if !s.isHidden(i) {
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
		return s.addColumn(msg), nil
	case pastMsg:
		return s.offerColumns(msg), nil
	case besideMsg:
		return nil, s.putBeside(msg)
	case tea.KeyMsg:
		if s.find.on {
			return s.typeFind(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *resultsScreen) typeFind(msg tea.KeyMsg) (action, tea.Cmd) {
	s.find.key(msg)
	s.arrange()
	return said(""), nil
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
	case key.Matches(msg, keyBack) && s.find.Value() != "":
		s.find.SetValue("")
		s.arrange()
	case key.Matches(msg, keyFind):
		s.find.open()
	case key.Matches(msg, keyLeft):
		s.turn(-1)
	case key.Matches(msg, keyRight):
		s.turn(1)
	case key.Matches(msg, keyBars):
		s.bars = !s.bars
		s.lines = s.lay()
	case key.Matches(msg, keySort):
		s.order = (s.order + 1) % resultOrders
		s.arrange()
		return said("sorted: " + resultOrderNames[s.order]), nil
	default:
		return s.keyOfSheet(msg)
	}
	return said(""), nil
}

// keyOfSheet: what changes the columns or opens something.
func (s *resultsScreen) keyOfSheet(msg tea.KeyMsg) (action, tea.Cmd) {
	switch {
	case key.Matches(msg, keyExport) && len(s.sheet.Sessions()) > 1:
		sheet, write := s.sheet, s.Sessions.ExportSheet
		return said("exporting" + s.More), act(func() action {
			return exported(write(s.ctx, sheet))
		})
	case key.Matches(msg, keyExport):
		return export{s.name}, nil
	case key.Matches(msg, keyBaseline) && s.pane < len(s.sheet.Columns):
		s.base = s.sheet.Columns[s.pane].Jobs[0]
		s.make()
		return said(s.sheet.Columns[s.sheet.Baseline].Name + " is the baseline"), nil
	case key.Matches(msg, keySuspect):
		s.suspect = !s.suspect
		s.make()
		return said(map[bool]string{true: "suspect results are compared, too", false: "suspect results are compared with nothing"}[s.suspect]), nil
	case key.Matches(msg, keyColumn):
		return said("looking for sessions" + s.More), s.listPast(atResults)
	case key.Matches(msg, keyRemove):
		return s.remove(), nil
	case key.Matches(msg, keySamples):
		return open{&pager{title: "Samples, t/s", lines: s.samples()}}, nil
	case key.Matches(msg, keyDoubts):
		return open{&pager{title: "Warnings and failures", lines: s.doubts()}}, nil
	case s.canResume() && key.Matches(msg, keyResume):
		return nil, resumeSession(s.desk, s.name)
	}
	return nil, nil
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
