package tui

import (
	"context"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// place is a screen's number, as it stands on the second line.
type place int

const (
	atMachine place = iota
	atModels
	atPlan
	atLive
	atResults
	atHistory
	places
)

var placeNames = [places]string{"Machine", "Models", "Plan", "Live", "Results", "History"}

// screen is one of the places. Its methods are called from update and view
// alone, so it needs no locks.
type screen interface {
	// enter is called when the screen comes to be shown.
	enter() tea.Cmd
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws exactly width × height cells.
	view(width, height int) widget.Block
	// keys lists the bindings, the most useful first. Those that are not
	// enabled are not shown; their help says why where it matters.
	keys() []key.Binding
	// command is the command line of what is selected, or "".
	command() string
	// typing tells that letters are text now, not keys.
	typing() bool
}

// action is what a screen or dialog wants of the root. The kinds are below.
type action any

type (
	// goTo shows another screen.
	goTo struct{ place }
	// notify shows a line for some seconds.
	notify struct {
		tone theme.Tone
		text string
	}
	// open lays a dialog over the screen; closeDialog takes it away.
	open        struct{ dialog }
	closeDialog struct{}
	// several does one after the other.
	several []action
	// watch follows a session from its first event, in Live.
	watch struct{ name string }
	// show opens a finished session in Results.
	show struct{ name string }
	// copyText puts text on the clipboard and shows it.
	copyText struct{ text string }
	// export writes the report of a session.
	export struct{ name string }
	// rescan looks for engine builds and models again.
	rescan struct{}
	quit   struct{}
)

func good(text string) notify { return notify{theme.Good, text} }
func bad(text string) notify  { return notify{theme.Bad, text} }
func said(text string) notify { return notify{theme.Plain, text} }

// desk is what lies open for all screens. Only the root changes it.
type desk struct {
	House
	*theme.Theme
	ctx context.Context // of the program

	machine   bench.Machine
	described bool
	bandwidth *bench.Bandwidth
	measuring bool   // the memory, now
	problem   string // why there is no bandwidth
	reading   *bench.Reading
	busy      []float64 // share of the CPU, newest last
	findings  []Finding
	fitKnown  bool

	builds        []bench.EngineBuild
	buildProblems []string
	buildsKnown   bool

	models        []Model
	modelProblems []string
	modelsKnown   bool            // the search has ended
	marked        map[string]bool // by path

	// session is what Live and Results show; name is "" when there is none.
	session *bench.Session
	name    string
	live    bool // its bench process is at work
	died    bool
	// beside is what History wants to be seen beside the session it opens.
	beside beside
	// shown counts the changes of session that deserve to be drawn.
	shown int

	width, height int
}

// reads tells whether a build that was found reads a format.
func (d *desk) reads(format string) bool {
	return slices.ContainsFunc(d.builds, func(b bench.EngineBuild) bool { return b.Reads() == format })
}

// refused says why a model cannot be measured here; "" when it can. That there
// is no llama.cpp is no reason yet: it is offered, and got in seconds.
func (d *desk) refused(m Model) string {
	if m.Refused == "" && d.buildsKnown && m.Format == bench.FormatMLX && !d.reads(m.Format) {
		return "MLX is not on this machine: Machine, s gets it"
	}
	return m.Refused
}

// chosen gives the marked models, in the order they were found.
func (d *desk) chosen() []Model {
	var out []Model
	for _, m := range d.models {
		if d.marked[m.Path] {
			out = append(out, m)
		}
	}
	return out
}

// measuredGBps is what the probe saw, 0 when it did not.
func (d *desk) measuredGBps() float64 {
	if d.bandwidth == nil {
		return 0
	}
	return d.bandwidth.PeakGBps
}

// bind makes a binding with its help.
func bind(help string, keys ...string) key.Binding {
	shown := keys[0]
	if shown == " " {
		shown = "space"
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// bindAs makes a binding of several keys that are shown as one sign.
func bindAs(shown, help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// unless switches a binding off and says why in its help.
func unless(reason string, b key.Binding) key.Binding {
	if reason == "" {
		return b
	}
	b.SetHelp(b.Help().Key, b.Help().Desc+" ("+reason+")")
	b.SetEnabled(false)
	return b
}
