package tui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/widget"
)

// pager shows a text that may be longer than the screen.
type pager struct {
	title string
	// titleIn gives the title for a width. It is set if cutting the title's end is
	// not enough.
	titleIn func(width int) string
	lines   []string
	// lay gives the lines for a width. It is set if breaking lines is not enough.
	lay  func(width int) []string
	top  int
	room int
	all  int // number of lines after wrapping
}

func (p *pager) update(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyMsg)
	if !ok || k.Paste {
		return nil, nil
	}
	if by, ok := steps(k, p.room, max(p.all, len(p.lines))); ok {
		p.top = min(max(p.top+by, 0), max(max(p.all, len(p.lines))-p.room, 0))
		return nil, nil
	}
	if key.Matches(k, keyBack, keyQuit, keyEnter, keyHelp) {
		return closeDialog{}, nil
	}
	return nil, nil
}

func (p *pager) view(d *desk, width, height int) widget.Block {
	w := min(width, 100)
	inside, _ := widget.PaneInside(w, height)
	wrapped := p.broken(inside)
	p.all = len(wrapped)
	h := min(len(wrapped)+2, height)
	p.room = max(h-2, 1)
	p.top = min(p.top, max(len(wrapped)-p.room, 0))
	title, position := p.title, d.position(p.top, p.room, len(wrapped))
	if p.titleIn != nil {
		title = p.titleIn(max(inside-2-widget.Width(position), 1))
	}
	return widget.Pane(d.Theme, title+position, true, wrapped[p.top:], w, h)
}

// broken gives all lines, broken to a width.
func (p *pager) broken(width int) []string {
	if p.lay != nil {
		return p.lay(width)
	}
	var out []string
	for _, line := range p.lines {
		out = append(out, linebreak.Lines(line, width)...)
	}
	return out
}

func (p *pager) keys() []key.Binding {
	if p.room > 0 && p.all <= p.room {
		return []key.Binding{keyBack}
	}
	return []key.Binding{keyBack, keyScroll}
}

// position says which lines are shown and how many there are. It gives "" if
// all lines are shown.
func (d *desk) position(top, room, all int) string {
	if room >= all {
		return ""
	}
	return fmt.Sprintf(" %s %d–%d of %d", d.Dot, top+1, min(top+room, all), all)
}
