package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// pastMsg lists the sessions there are.
type pastMsg struct {
	past []Past
	err  error
}

// listPast lists them for the screen that asks.
func (d *desk) listPast(asking place) tea.Cmd {
	ctx, list := d.ctx, d.Sessions.List
	return to(asking, func() tea.Msg {
		past, err := list(ctx)
		return pastMsg{past, err}
	})
}

// startedText is when a session began, in the time of this place.
func startedText(p Past) string {
	if p.Started.IsZero() {
		return bench.NotKnown
	}
	return p.Started.Local().Format("2006-01-02 15:04")
}

// pastLine is a session in one line.
func pastLine(p Past) string {
	what := bench.Clean(strings.Join(p.Models, ", "))
	if what == "" {
		what = bench.Clean(p.Name)
	}
	return startedText(p) + "  " + what
}

// measured tells whether a session in this state has a bench process.
func measured(state string) bool {
	return state == "measuring" || state == "paused" || state == "waiting"
}

// whyNotResumed says why nothing of a session is left to be measured; "" where
// something is.
func whyNotResumed(p Past) string {
	switch {
	case measured(p.State):
		return "it is being measured"
	case p.State == "unreadable":
		return "it cannot be read"
	case bench.Outcome(p.State).CanBeRetried():
		return "dragstrip run --resume " + bench.Clean(p.Name) + " --retry-failed measures again what has no figure"
	case p.State != "unfinished" && p.State != string(bench.OutcomeStopped):
		return "it is complete"
	}
	return ""
}

// resumeSession goes on with a session whose bench process is gone.
func resumeSession(d *desk, name string) tea.Cmd {
	resume := d.Sessions.Resume
	return act(func() action {
		if err := resume(name); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		return watch{name}
	})
}

// exportReport writes the report of a session.
func (d *desk) exportReport(name string) tea.Cmd {
	ctx, write := d.ctx, d.Sessions.Export
	return act(func() action { return exported(write(ctx, name)) })
}

// exported says where a report went. It is a dialog, not a notice: paths are
// long, and their end matters.
func exported(path string, err error) action {
	if err != nil {
		return bad("not exported: " + bench.Clean(err.Error()))
	}
	return open{&pager{title: "The report is written", lines: []string{bench.Clean(path)}}}
}
