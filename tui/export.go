package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// offerExport asks for the format of a report. The text that a screen can copy
// instead comes first, because over ssh a file would be on the other machine.
func (d *desk) offerExport(name, table string) dialog {
	var lines []string
	var then []func() (action, tea.Cmd)
	if table != "" {
		lines = append(lines, "copy the table to the clipboard, as markdown")
		then = append(then, func() (action, tea.Cmd) { return copyText{table}, nil })
	}
	ctx, write := d.ctx, d.Sessions.Export
	for _, f := range d.Sessions.Formats {
		line := "write a file: " + f.Name
		if f.Help != "" {
			line += ", " + f.Help
		}
		lines = append(lines, line)
		then = append(then, func() (action, tea.Cmd) {
			return nil, act(func() action { return exported(write(ctx, name, f.Name)) })
		})
	}
	return &menu{title: "Export", lines: lines, then: func(i int) (action, tea.Cmd) { return then[i]() }}
}

// exported says where the report is. It is a dialog and not a notice, because
// paths are long and their end matters.
func exported(path string, err error) action {
	if err != nil {
		return bad("not exported: " + bench.Clean(err.Error()))
	}
	return open{&pager{title: "The file is written", lines: []string{bench.Clean(path)}}}
}
