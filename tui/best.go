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
	envs   map[string]bool   // by name or by KEY=VALUE, the environments that are tried, too
	typed  []string          // environments that were typed
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
		desk: d, choice: c, kept: map[string]bool{}, envs: map[string]bool{}, input: textinput.New(), start: start,
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
	for _, env := range f.environments() {
		if f.envs[env.Name] {
			ask.Variants = append(ask.Variants, env.Name)
		}
	}
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

// environments are those that fit the builds and this machine, and those that were
// typed. A typed one has no name of its own.
func (f *bestForm) environments() []SearchVariant {
	all := slices.Clone(f.found.Variants)
	for _, text := range f.typed {
		all = append(all, SearchVariant{Name: text})
	}
	return all
}

// takeEnvironment adds an environment that was typed, or puts it in the place of an
// earlier one. An empty text removes the earlier one.
func (f *bestForm) takeEnvironment(was, text string) {
	delete(f.envs, was)
	at := slices.Index(f.typed, was)
	known := slices.ContainsFunc(f.environments(), func(v SearchVariant) bool { return v.Name == text && v.Name != was })
	switch {
	case text != "" && !known && at >= 0:
		f.typed[at] = text
	case text != "" && !known:
		f.typed = append(f.typed, text)
	case at >= 0:
		f.typed = slices.Delete(f.typed, at, at+1)
	}
	if text != "" {
		f.envs[text] = true
	}
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
