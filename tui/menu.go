package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// menu offers several lines. The user chooses one.
type menu struct {
	title string
	lines []string
	then  []func() (action, tea.Cmd) // what each line does
	// narrow gives the first lines again, cut to a width so that they stay
	// different. It is nil if only the ends of lines are cut.
	narrow func(width int) []string
	// cut holds the lines that narrow gave for the width cutTo. Computing them
	// takes long if there are many.
	cut      []string
	cutTo    int
	at, room int
	// path receives the beginning of a path that is typed or pasted. It is nil if
	// no line asks for a path.
	path func(begin string) (action, tea.Cmd)
}

func (p *menu) add(line string, then func() (action, tea.Cmd)) {
	p.lines, p.then = append(p.lines, line), append(p.then, then)
}

func (p *menu) update(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyMsg)
	if ok && p.path != nil && beginsPath(k) {
		act, cmd := p.path(string(k.Runes))
		return several{closeDialog{}, act}, cmd
	}
	if !ok || k.Paste {
		return nil, nil
	}
	if by, ok := steps(k, p.room, len(p.lines)); ok {
		p.at = min(max(p.at+by, 0), max(len(p.lines)-1, 0))
		return nil, nil
	}
	switch {
	case key.Matches(k, keyEnter) && len(p.lines) > 0:
		act, cmd := p.then[p.at]()
		return several{closeDialog{}, act}, cmd
	case key.Matches(k, keyBack, keyQuit):
		return closeDialog{}, nil
	}
	return nil, nil
}

func (p *menu) view(d *desk, width, height int) widget.Block {
	w := min(width, 76)
	for _, line := range p.lines { // lines may differ only at their ends
		w = min(max(w, widget.Width(line)+6), width)
	}
	all, inside := p.lines, w-6
	if p.narrow != nil && slices.ContainsFunc(all, func(line string) bool { return widget.Width(line) > inside }) {
		if p.cutTo != inside {
			p.cutTo, p.cut = inside, p.narrow(inside)
			p.cut = append(p.cut, all[len(p.cut):]...)
		}
		all = p.cut
	}
	h := min(len(p.lines)+2, height)
	p.room = max(h-2, 1)
	top := min(max(p.at-p.room/2, 0), max(len(p.lines)-p.room, 0))
	var lines []string
	for i := top; i < len(p.lines) && len(lines) < p.room; i++ {
		lead := "  "
		if i == p.at {
			lead = d.Paint(theme.Accent, d.Cursor) + " "
		}
		lines = append(lines, lead+all[i])
	}
	return widget.Pane(d.Theme, p.title+d.position(top, p.room, len(p.lines)), true, lines, w, h)
}

// beginsPath tells whether a key begins a path: a sign that paths begin with, or
// one pasted line. A letter does not, because letters move the cursor.
func beginsPath(k tea.KeyMsg) bool {
	if k.Paste {
		return !strings.ContainsAny(string(k.Runes), "\r\n")
	}
	return k.Type == tea.KeyRunes && slices.Contains([]string{"/", "~", ".", `\`}, string(k.Runes))
}

func (p *menu) keys() []key.Binding {
	if p.path != nil {
		return []key.Binding{keyEnter, bind("type a path", "/"), keyScroll, keyBack}
	}
	return []key.Binding{keyEnter, keyScroll, keyBack}
}
