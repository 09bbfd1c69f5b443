package tui

import (
	"context"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// bestForm is the dialog of Plan that asks for a search for the best
// configuration, and says beforehand what the search would try.
type bestForm struct {
	*desk
	choice Choice            // the models and the builds of the plan
	values map[string]string // by flag
	kept   map[string]bool   // by name, the axes of which only the default is tried
	more   bool              // the axes on which nothing differs here are shown, too

	at      int // the field that has the focus
	input   textinput.Model
	editing bool

	found   Search
	known   bool // found has an answer
	problem string
	asked   int
	working bool
	stop    context.CancelFunc
	// start begins the sessions.
	start func([]*bench.Plan) (action, tea.Cmd)
}

// searchMsg brings what a search would try.
type searchMsg struct {
	ask   int
	found Search
	err   error
}

// newBestForm makes the dialog, and the command that fills it. The lengths are
// those of the form, if they are numbers that a goal can have.
func newBestForm(d *desk, c Choice, start func([]*bench.Plan) (action, tea.Cmd)) (*bestForm, tea.Cmd) {
	f := &bestForm{
		desk: d, choice: c, kept: map[string]bool{}, input: textinput.New(), start: start,
		values: map[string]string{"p": "512", "n": "128", "d": "0"}, stop: func() {},
	}
	plainInput(&f.input)
	for flag := range f.values {
		if first, _, _ := strings.Cut(c.Fields[flag], ","); isCount(first) && (first != "0" || flag == "d") {
			f.values[flag] = first
		}
	}
	return f, f.ask()
}

// isCount tells whether a text is a whole number.
func isCount(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// ask asks what the search would try. Answers to earlier questions are dropped.
func (f *bestForm) ask() tea.Cmd {
	f.stop()
	f.asked++
	f.working = true
	ctx, stop := context.WithCancel(f.ctx)
	f.stop = stop
	asked, search := f.asked, f.Plans.Search
	ask := SearchAsk{Choice: f.choice}
	ask.Fields = map[string]string{}
	for flag, value := range f.values {
		if strings.TrimSpace(value) != "" {
			ask.Fields[flag] = value
		}
	}
	for name, is := range f.kept {
		if is {
			ask.Kept = append(ask.Kept, name)
		}
	}
	slices.Sort(ask.Kept)
	return func() tea.Msg {
		found, err := search(ctx, ask)
		return searchMsg{asked, found, err}
	}
}

// axis gives the axis of a field.
func (f *bestForm) axis(name string) (SearchAxis, bool) {
	at := slices.IndexFunc(f.found.Axes, func(a SearchAxis) bool { return a.Name == name })
	if at < 0 {
		return SearchAxis{}, false
	}
	return f.found.Axes[at], true
}

// whyNotStarted says why the search cannot begin now; "" if it can.
func (f *bestForm) whyNotStarted() string {
	switch {
	case f.problem != "":
		return f.problem
	case f.working:
		return "still counting the configurations"
	}
	return ""
}
