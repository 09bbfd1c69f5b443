package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// shapeList is a dialog for choosing one of the shapes of published models. It
// opens at once, and its list fills while the sizes are computed.
type shapeList struct {
	*desk
	shapeQuestion
	shapes []Shape
	order  []int // index in shapes of each row
	table  widget.Table
	filter filter
	whole  bool // all shapes have arrived
	stop   context.CancelFunc
}

// shapeQuestion says for what purpose the dialog was opened.
type shapeQuestion struct {
	title, about string
	choose       string  // what enter does, for the last line
	before       []Shape // entries above the shapes
	then         func(Shape) tea.Cmd
}

// shapeColumns are the model columns that say something about a stand-in before
// it is written.
var shapeColumns = slices.DeleteFunc(slices.Clone(modelColumns), func(c modelColumn) bool { return c.Title == "bpw" || c.Title == "store" })

// newShapeList makes the dialog and the command that fills it.
func newShapeList(d *desk, q shapeQuestion) (*shapeList, tea.Cmd) {
	l := &shapeList{desk: d, shapeQuestion: q, shapes: q.before, filter: newFilter()}
	for _, c := range shapeColumns {
		l.table.Columns = append(l.table.Columns, c.Column)
	}
	ctx, stop := context.WithCancel(d.ctx)
	l.stop = stop
	machine, best, find := d.machine, d.bestProbe(), d.Models.Shapes
	return l, stream(ctx, 0, func(ctx context.Context, each func(Shape)) []string {
		find(ctx, machine, best, each)
		return nil
	})
}

func (l *shapeList) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case streamMsg[Shape]:
		l.shapes, l.whole = append(l.shapes, slices.DeleteFunc(msg.items, l.isHere)...), msg.ended
		l.fill()
		return nil, msg.next
	case tea.KeyMsg:
		return l.key(msg)
	}
	return nil, nil
}

// isHere tells whether an entry above the shapes is the same model.
func (l *shapeList) isHere(shape Shape) bool {
	return slices.ContainsFunc(l.before, func(b Shape) bool { return whatif.Same(b.Model.Model, shape.Model.Model) })
}

func (l *shapeList) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if l.filter.on {
		if l.filter.key(msg) {
			l.table.Cursor, l.order = 0, nil
		}
		l.fill()
		return nil, nil
	}
	if msg.Paste {
		return nil, nil
	}
	if by, ok := steps(msg, max(l.height-10, 1), len(l.table.Rows)); ok {
		l.table.Move(by)
		return nil, nil
	}
	shape, chosen := l.selected()
	switch {
	case key.Matches(msg, keyFilter):
		l.filter.open()
	case key.Matches(msg, keyEnter) && chosen:
		l.stop()
		return closeDialog{}, l.then(shape)
	case key.Matches(msg, keyBack) && l.filter.Value() != "":
		l.filter.SetValue("")
		l.fill()
	case key.Matches(msg, keyBack, keyQuit):
		l.stop()
		return closeDialog{}, nil
	}
	return nil, nil
}

func (l *shapeList) selected() (Shape, bool) {
	if l.table.Cursor < len(l.order) {
		return l.shapes[l.order[l.table.Cursor]], true
	}
	return Shape{}, false
}

// fill makes the table again. The selection stays on its shape.
func (l *shapeList) fill() {
	at := -1
	if l.table.Cursor < len(l.order) {
		at = l.order[l.table.Cursor]
	}
	l.order = l.fitting()
	rows := make([]widget.Row, len(l.order))
	cursor := 0
	for r, i := range l.order {
		m := l.shapes[i].Model
		m.StandIn = m.StandIn && l.shapes[i].Name == "" // the list of shapes need not mark them as stand-ins
		for _, c := range shapeColumns {
			cell := c.cell(l.desk, m)
			if m.Fit == "does not fit" && cell.Tone == theme.Plain {
				cell.Tone = theme.Muted
			}
			rows[r].Cells = append(rows[r].Cells, cell)
		}
		if i == at {
			cursor = r
		}
	}
	l.table.Cursor = cursor
	l.table.Set(rows)
}

// fitting gives the shapes whose texts contain every word of the filter. It
// keeps their order, because one shape is listed in many quantizations.
func (l *shapeList) fitting() []int {
	words := strings.Fields(strings.ToLower(l.filter.Value()))
	var order []int
	for i, s := range l.shapes {
		said := strings.ToLower(bench.Clean(s.Model.Name + " " + s.Model.Quant + " " + s.Model.Engine))
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(said, word) }) {
			order = append(order, i)
		}
	}
	return order
}

// view draws the explanation, the filter and the list.
//
//	╭ Write a stand-in · 36 ──────────────────────────────────────╮
//	│ A model file of a published model's exact shape, …          │
//	│ /qwen                                                       │
//	│   name       quant   GiB  params  fits    expect t/s         │
//	│ ▌ Qwen3 8B   Q4_0    4.3  8.19 B  ✓     20.1 – 24.9         │
//	╰─────────────────────────────────────────────────────────────╯
func (l *shapeList) view(d *desk, width, height int) widget.Block {
	w := min(width, 104)
	inside, _ := widget.PaneInside(w, height)
	var lines []string
	if height >= 14 {
		for _, line := range linebreak.Lines(l.about, inside) {
			lines = append(lines, d.Paint(theme.Muted, line))
		}
	}
	switch {
	case l.filter.on:
		lines = append(lines, "/"+d.inputLine(l.filter.Model, inside-1))
	case l.filter.Value() != "":
		lines = append(lines, d.Paint(theme.Accent, "/"+bench.Clean(l.filter.Value()))+d.Paint(theme.Muted, fmt.Sprintf("  %d of %d", len(l.order), len(l.shapes))))
	}
	title := l.title + " " + d.Dot + " " + countOf(len(l.shapes), "")
	if !l.whole {
		title += ", working out sizes" + d.More
	}
	room := height - 2 - len(lines)
	if l.whole {
		room = min(room, len(l.shapes)+1)
	}
	if len(l.order) == 0 && l.whole {
		lines = append(lines, "Nothing fits the filter.")
	} else {
		roomForNames(&l.table, inside)
		lines = append(lines, l.table.View(d.Theme, true, inside, max(room, 1))...)
	}
	return widget.Pane(d.Theme, title, true, lines, w, min(len(lines)+2, height))
}

func (l *shapeList) keys() []key.Binding {
	if l.filter.on {
		return filterKeys()
	}
	choose := bind(l.choose, "enter")
	if len(l.order) == 0 {
		choose = unless("nothing is selected", choose)
	}
	return []key.Binding{choose, keyFilter, keyScroll, keyBack}
}
