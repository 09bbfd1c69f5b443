package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// modelsScreen lists every model found, as they come.
type modelsScreen struct {
	*desk
	table  widget.Table
	order  []int // of the rows into desk.models
	sortBy int   // index into modelColumns
	turned bool  // the other way round
	filter filter
	best   bool // what fits the filter best stands first, not what the sorting says
	kept   keptOutlook

	writing *writing
}

// keptOutlook is what is known of a model, drawn for a width. The table's next
// filling, when something may have changed, lets it go.
type keptOutlook struct {
	path  string
	width int
	lines []string
}

// writing is a stand-in on its way to the disk.
type writing struct {
	shape       Shape
	done, total int64
	stop        context.CancelFunc
}

// modelColumn is one column of the list: how it reads, and how it sorts.
type modelColumn struct {
	widget.Column
	cell func(d *desk, m Model) widget.Cell
	less func(a, b Model) int
}

var modelColumns = []modelColumn{
	{widget.Column{Title: "name", Priority: 9, Grow: true, Min: 12},
		func(_ *desk, m Model) widget.Cell { return widget.Cell{Text: modelName(m)} },
		func(a, b Model) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) }},
	{widget.Column{Title: "engine", Priority: 3}, func(_ *desk, m Model) widget.Cell { return widget.Cell{Text: m.Engine, Tone: theme.Muted} },
		func(a, b Model) int { return cmp.Compare(a.Engine, b.Engine) }},
	{widget.Column{Title: "quant", Priority: 8, Max: 10}, func(_ *desk, m Model) widget.Cell { return widget.Cell{Text: bench.Clean(m.Quant)} },
		func(a, b Model) int { return cmp.Compare(a.Quant, b.Quant) }},
	{widget.Column{Title: "bpw", Right: true, Priority: 2}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: known(m.BitsPerWeight, "%.2f"), Tone: theme.Muted}
	}, func(a, b Model) int { return cmp.Compare(b.BitsPerWeight, a.BitsPerWeight) }},
	{widget.Column{Title: "GiB", Right: true, Priority: 7}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: known(float64(m.SizeBytes)/(1<<30), "%.1f")}
	}, func(a, b Model) int { return cmp.Compare(b.SizeBytes, a.SizeBytes) }},
	{widget.Column{Title: "params", Right: true, Priority: 4}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: bench.FormatParams(m.ParamCount)}
	}, func(a, b Model) int { return cmp.Compare(b.ParamCount, a.ParamCount) }},
	{widget.Column{Title: "active", Right: true, Priority: 1}, activeCell,
		func(a, b Model) int { return cmp.Compare(b.ActiveParamCount, a.ActiveParamCount) }},
	{widget.Column{Title: "fits", Priority: 6}, fitCell, func(a, b Model) int { return cmp.Compare(fitOrder(a), fitOrder(b)) }},
	{widget.Column{Title: "at most t/s", Right: true, Priority: 5}, ceilingCell,
		func(a, b Model) int { return cmp.Compare(ceilingOf(b), ceilingOf(a)) }},
	{widget.Column{Title: "store", Priority: 2, Max: 14}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: bench.Clean(m.Place), Tone: theme.Muted}
	}, func(a, b Model) int { return cmp.Compare(a.Place, b.Place) }},
}

func modelName(m Model) string {
	name := bench.Clean(m.Name)
	if m.StandIn {
		name += " (stand-in)"
	}
	return name
}

func known(v float64, format string) string {
	if v <= 0 {
		return bench.NotKnown
	}
	return fmt.Sprintf(format, v)
}

func activeCell(_ *desk, m Model) widget.Cell {
	if m.ActiveParamCount == 0 || m.ActiveParamCount >= m.ParamCount*95/100 {
		return widget.Cell{}
	}
	return widget.Cell{Text: bench.FormatParams(m.ActiveParamCount)}
}

func fitCell(d *desk, m Model) widget.Cell {
	switch m.Fit {
	case "fits":
		return widget.Cell{Text: d.Yes, Tone: theme.Good}
	case "tight", "spills":
		return widget.Cell{Text: m.Fit, Tone: theme.Warn}
	case "":
		return widget.Cell{Text: bench.NotKnown, Tone: theme.Muted}
	}
	return widget.Cell{Text: d.No + " too large", Tone: theme.Bad}
}

func fitOrder(m Model) int {
	return slices.Index([]string{"fits", "tight", "spills", "does not fit", ""}, m.Fit)
}

func ceilingOf(m Model) float64 {
	if m.CeilingMeasured > 0 {
		return m.CeilingMeasured
	}
	return m.CeilingSpecified
}

func ceilingCell(d *desk, m Model) widget.Cell {
	if d.refused(m) != "" {
		return widget.Cell{Text: bench.NotMeasured, Tone: theme.Muted}
	}
	if v := ceilingOf(m); v > 0 {
		return widget.Cell{Text: bench.FormatTPS(v)}
	}
	return widget.Cell{Text: bench.NotKnown, Tone: theme.Muted}
}

var (
	keyMark      = bind("mark", " ")
	keyPlan      = bind("plan", "enter")
	keySort      = bind("sort", "o")
	keyTurn      = bind("the other way", "O")
	keyAddFolder = bind("add folder", "a")
	keyStandIn   = bind("stand-in", "s")
	keyDetails   = bind("all of it", "i")
	keyLeftOut   = bind("left out", "w")
)

func newModelsScreen(d *desk) *modelsScreen {
	s := &modelsScreen{desk: d, filter: newFilter(), sortBy: 0}
	for _, c := range modelColumns {
		s.table.Columns = append(s.table.Columns, c.Column)
	}
	return s
}

func (s *modelsScreen) enter() tea.Cmd { s.fill(); return nil }

func (s *modelsScreen) typing() bool { return s.filter.on }

func (s *modelsScreen) command() string {
	if m, ok := s.selected(); ok {
		return "dragstrip models " + m.Path
	}
	return "dragstrip models"
}

func (s *modelsScreen) keys() []binding {
	if s.filter.on {
		return []binding{bind("keep the filter", "enter"), bind("clear it", "esc")}
	}
	if s.writing != nil {
		return []binding{bind("stop writing", "esc"), keyPlan, keyMark}
	}
	plan := keyPlan
	if n := len(s.chosen()); n > 0 {
		plan = bind(fmt.Sprintf("plan %d", n), "enter")
	} else if _, ok := s.selected(); !ok {
		plan = unless("no model is selected", plan)
	}
	keys := []binding{plan, keyMark}
	if m, ok := s.selected(); ok && len(s.sameOnOther(m)) > 0 {
		keys = append(keys, keyMarkBoth)
	}
	keys = append(keys, keyFilter, keySort, keyTurn, keyStandIn, keyAddFolder, keyDetails)
	if len(s.modelProblems) > 0 {
		keys = append(keys, keyLeftOut)
	}
	return keys
}

// fill makes the table anew from what is known.
func (s *modelsScreen) fill() {
	at := ""
	if m, ok := s.selected(); ok {
		at = m.Path
	}
	s.order = s.ordered()
	rows := make([]widget.Row, len(s.order))
	cursor := 0
	for r, i := range s.order {
		m := s.models[i]
		rows[r].Marked = s.marked[m.Path]
		for _, c := range modelColumns {
			cell := c.cell(s.desk, m)
			if s.refused(m) != "" {
				cell.Tone = theme.Muted
			}
			rows[r].Cells = append(rows[r].Cells, cell)
		}
		if m.Path == at {
			cursor = r
		}
	}
	s.table.Cursor = cursor
	s.table.Set(rows)
	s.kept = keptOutlook{}
}

func (s *modelsScreen) ordered() []int {
	order := make([]int, 0, len(s.models))
	if want := s.filter.Value(); want != "" {
		names := make([]string, len(s.models))
		for i, m := range s.models {
			names[i] = bench.Clean(m.Name + " " + m.Quant + " " + m.Engine + " " + m.Place)
		}
		for _, match := range fuzzy.Find(want, names) {
			order = append(order, match.Index)
		}
		if s.best {
			return order
		}
	} else {
		for i := range s.models {
			order = append(order, i)
		}
	}
	less := modelColumns[s.sortBy].less
	slices.SortStableFunc(order, func(a, b int) int {
		if s.turned {
			a, b = b, a
		}
		return less(s.models[a], s.models[b])
	})
	return order
}

func (s *modelsScreen) selected() (Model, bool) {
	if s.table.Cursor < len(s.order) && s.order[s.table.Cursor] < len(s.models) {
		return s.models[s.order[s.table.Cursor]], true
	}
	return Model{}, false
}

func (s *modelsScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if s.filter.on {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	case streamMsg[Model], freshMsg:
		s.fill()
	case streamMsg[[2]int64]:
		return s.wrote(msg)
	}
	return nil, nil
}

func (s *modelsScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	if s.filter.key(msg) {
		s.table.Cursor, s.order, s.best = 0, nil, true
	}
	s.fill()
	return said(""), nil
}

func (s *modelsScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if by, ok := steps(msg, max(s.height-14, 1), len(s.table.Rows)); ok {
		s.table.Move(by)
		return said(""), nil
	}
	m, any := s.selected()
	switch {
	case key.Matches(msg, keyFilter):
		s.filter.open()
	case key.Matches(msg, keySort):
		if s.filter.Value() == "" || !s.best {
			s.sortBy, s.turned = (s.sortBy+1)%len(modelColumns), false
		}
		s.best = false
		s.fill()
	case key.Matches(msg, keyTurn):
		s.turned, s.best = !s.turned, false
		s.fill()
	case key.Matches(msg, keyMark) && any:
		if s.refused(m) != "" {
			return bad(bench.Clean(s.refused(m))), nil
		}
		if s.marked[m.Path] {
			delete(s.marked, m.Path)
		} else {
			s.marked[m.Path] = true
		}
		s.fill()
		s.table.Move(1)
	case key.Matches(msg, keyMarkBoth) && any:
		return s.markBoth(m), nil
	case key.Matches(msg, keyPlan) && any:
		if len(s.chosen()) == 0 {
			if s.refused(m) != "" {
				return bad(bench.Clean(s.refused(m))), nil
			}
			s.marked[m.Path] = true
			s.fill()
		}
		return goTo{atPlan}, nil
	case key.Matches(msg, keyDetails) && any:
		return open{&pager{title: bench.Clean(m.Label()), lines: s.facts(m)}}, nil
	case key.Matches(msg, keyAddFolder):
		return open{s.askFolder()}, nil
	case key.Matches(msg, keyStandIn) && s.writing == nil:
		return said("working out their sizes" + s.More), s.askShape()
	case key.Matches(msg, keyLeftOut) && len(s.modelProblems) > 0:
		return open{&pager{title: "Left out", lines: cleanAll(s.modelProblems)}}, nil
	case key.Matches(msg, keyBack) && s.writing != nil:
		s.writing.stop()
		return said("stopping; what is written stays, the next try goes on from there"), nil
	case key.Matches(msg, keyBack) && s.filter.Value() != "":
		s.filter.SetValue("")
		s.fill()
	default:
		return nil, nil
	}
	return said(""), nil
}

func (s *modelsScreen) facts(m Model) []string {
	var lines []string
	for _, row := range slices.Concat(m.Facts, s.pairFacts(m)) {
		lines = append(lines, widget.Left(bench.Clean(row[0]), 11)+bench.Clean(row[1]))
	}
	if s.refused(m) != "" {
		lines = append(lines, "", bench.Clean(s.refused(m)))
	}
	return lines
}
