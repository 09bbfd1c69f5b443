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
	lay func(width int) []string
	// pages are several texts, of which one is shown. If they are set, they replace
	// title, lines and lay.
	pages []page
	page  int
	top   int
	room  int
	all   int // number of lines after wrapping
}

// page is one of several texts of a pager.
type page struct {
	title string
	// lay gives the lines for a width. height is how many lines the screen has room
	// for.
	lay func(width, height int) []string
}

var keyPage = bindAs("←→", "next picture", "left", "right", "h", "l")

func (p *pager) update(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyMsg)
	if !ok || k.Paste {
		return nil, nil
	}
	if by, ok := steps(k, p.room, max(p.all, len(p.lines))); ok {
		p.top = min(max(p.top+by, 0), max(max(p.all, len(p.lines))-p.room, 0))
		return nil, nil
	}
	if n := len(p.pages); n > 1 && key.Matches(k, keyPage) {
		by := 1
		if key.Matches(k, keyLeft) {
			by = n - 1
		}
		p.page, p.top = (p.page+by)%n, 0
		return nil, nil
	}
	if key.Matches(k, keyBack, keyQuit, keyEnter, keyHelp) {
		return closeDialog{}, nil
	}
	return nil, nil
}

// leastTitle is how wide a title stays beside its position, if possible.
const leastTitle = 30

func (p *pager) view(d *desk, width, height int) widget.Block {
	w := min(width, 100)
	inside, high := widget.PaneInside(w, height)
	wrapped := p.broken(inside, high)
	p.all = len(wrapped)
	h := min(len(wrapped)+2, height)
	p.room = max(h-2, 1)
	p.top = min(p.top, max(len(wrapped)-p.room, 0))
	title, position := p.title, d.position(p.top, p.room, len(wrapped))
	if n := len(p.pages); n > 0 {
		title = p.pages[p.page].title
		if which := fmt.Sprintf("%d of %d", p.page+1, n); n > 1 {
			position = shorter(widget.Width, inside-leastTitle, " "+d.Dot+" picture "+which+position, " "+d.Dot+" "+which)
		}
		title = widget.Cut(title, max(inside-2-widget.Width(position), 1), d.More)
	}
	if p.titleIn != nil {
		title = p.titleIn(max(inside-2-widget.Width(position), 1))
	}
	return widget.Pane(d.Theme, title+position, true, wrapped[p.top:], w, h)
}

// broken gives all lines, broken to a width. height is how many have room.
func (p *pager) broken(width, height int) []string {
	if len(p.pages) > 0 {
		return p.pages[p.page].lay(width, height)
	}
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
	keys := []key.Binding{keyBack}
	if len(p.pages) > 1 {
		keys = append(keys, keyPage)
	}
	if p.room > 0 && p.all <= p.room {
		return keys
	}
	return append(keys, keyScroll)
}

// position says which lines are shown and how many there are. It gives "" if
// all lines are shown.
func (d *desk) position(top, room, all int) string {
	if room >= all {
		return ""
	}
	return fmt.Sprintf(" %s %d–%d of %d", d.Dot, top+1, min(top+room, all), all)
}
