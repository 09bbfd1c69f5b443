package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

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
