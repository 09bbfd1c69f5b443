package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (f *bestForm) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case searchMsg:
		f.answered(msg)
	case tea.KeyMsg:
		switch {
		case f.editing:
			return f.edit(msg)
		case !msg.Paste:
			return f.key(msg)
		}
	}
	return nil, nil
}

// answered takes what the search would try. If something is wrong, the axes stay
// as they were, so that the value can be corrected.
func (f *bestForm) answered(msg searchMsg) {
	if msg.ask != f.asked {
		return
	}
	f.working, f.problem = false, ""
	if msg.err != nil {
		f.problem = bench.Clean(msg.err.Error())
		return
	}
	focus := f.field()
	f.found, f.known = msg.found, true
	if at := slices.IndexFunc(f.fields(), func(l bestField) bool { return l.axis == focus.axis && l.flag == focus.flag && l.env == focus.env }); at >= 0 {
		f.at = at
	}
}

func (f *bestForm) key(msg tea.KeyMsg) (action, tea.Cmd) {
	l, all := f.field(), len(f.fields())
	if by, ok := steps(msg, 10, all); ok {
		f.at = min(max(f.at+by, 0), all-1)
		return nil, nil
	}
	turns := key.Matches(msg, keyRight) || key.Matches(msg, keyLeft)
	switch {
	case l.flag == moreFlag && (turns || key.Matches(msg, keyEnter)):
		f.more = !f.more
		f.at = min(f.at, len(f.fields())-1)
	case len(l.values) > 1 && turns:
		by := 1
		if key.Matches(msg, keyLeft) {
			by = -1
		}
		f.turn(l, by)
		return nil, f.ask()
	case l.env != "" && (turns || key.Matches(msg, keyTick)):
		f.envs[l.env] = !f.envs[l.env]
		return nil, f.ask()
	case f.canTick(l) && (turns || key.Matches(msg, keyTick)):
		f.kept[l.axis] = !f.kept[l.axis]
		return nil, f.ask()
	case l.adds() && (turns || key.Matches(msg, keyEnter, keyEdit)), key.Matches(msg, keyEdit) && f.canType(l):
		f.editing = true
		f.input.SetValue(f.written(l))
		f.input.CursorEnd()
		f.input.Focus()
	case key.Matches(msg, keyEnter):
		return f.begin()
	case key.Matches(msg, keyListed) && f.whyNotStarted() == "":
		return open{f.listed()}, nil
	case key.Matches(msg, keyCopy) && f.whyNotStarted() == "":
		return copyText{f.found.Command}, nil
	case key.Matches(msg, keyBack, keyQuit):
		f.stop()
		return closeDialog{}, nil
	}
	return nil, nil
}

// written is a field's value as it is typed.
func (f *bestForm) written(l bestField) string {
	if l.flag == variantFlag {
		return l.env
	}
	if value := f.values[l.flag]; value != "" || l.axis == "" {
		return value
	}
	a, _ := f.axis(l.axis)
	return strings.Join(a.Values, ",")
}

func (f *bestForm) edit(msg tea.KeyMsg) (action, tea.Cmd) {
	l := f.field()
	switch {
	case key.Matches(msg, keyBack):
		f.editing = false
	case key.Matches(msg, keyEnter), msg.Type == tea.KeyUp, msg.Type == tea.KeyDown, msg.Type == tea.KeyTab:
		f.editing = false
		value := strings.TrimSpace(f.input.Value())
		switch {
		case value == f.written(l):
			return nil, nil
		case l.flag == variantFlag:
			f.takeEnvironment(l.env, value)
		default:
			f.values[l.flag] = value
			delete(f.kept, l.axis)
		}
		return nil, f.ask()
	default:
		f.input, _ = f.input.Update(msg)
	}
	return nil, nil
}

// begin starts the searches, and closes the dialog.
func (f *bestForm) begin() (action, tea.Cmd) {
	if why := f.whyNotStarted(); why != "" {
		return bad("The search does not start: " + why), nil
	}
	act, cmd := f.start(f.found.Plans)
	return several{closeDialog{}, act}, cmd
}

// listed shows what would be tried, and what would not.
func (f *bestForm) listed() dialog {
	lines := []string{f.countText() + ", " + f.timeText(1000)}
	lines = append(lines, f.found.StandsIn...)
	if len(f.found.LeftOut) > 0 {
		lines = append(lines, "", "Not tried:")
		for _, why := range f.found.LeftOut {
			lines = append(lines, "  "+why)
		}
	}
	lines = append(append(lines, "", "Tried:"), cleanAll(f.found.Listed)...)
	return &pager{title: "What the search tries", lines: append(lines, "", "The same on the command line:", bench.Clean(f.found.Command))}
}
