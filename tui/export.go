package tui

import (
	"path/filepath"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// exportMenu makes the menu and offers to copy a text, unless the text is "".
// Copying comes first, because over ssh a file would be on the other machine.
func exportMenu(table string) *menu {
	list := &menu{title: "Export"}
	if table != "" {
		list.add("copy the table to the clipboard, as markdown", func() (action, tea.Cmd) { return copyText{table}, nil })
	}
	return list
}

// offerExport asks for the format of a report. The text table can be copied
// instead.
func (d *desk) offerExport(a export) dialog {
	list := exportMenu(a.table)
	ctx, write, name := d.ctx, d.Sessions.Export, a.name
	for _, f := range d.Sessions.Formats {
		if f.OnlySessions && a.file {
			continue
		}
		line := "write a file: " + f.Name
		if f.Help != "" {
			line += ", " + f.Help
		}
		list.add(line, func() (action, tea.Cmd) {
			return d.doing("exporting"), act(func() action { return exported(write(ctx, name, f.Name)) })
		})
	}
	return list
}

// exported says where the files are. It is a dialog and not a notice, because
// paths are long and people need their end. A report has its pictures in a second
// file. If it has no room for the samples, they are in a file of their own, too,
// which `dragstrip rerun` needs.
func exported(paths []string, err error) action {
	if err != nil {
		return bad("not exported: " + bench.Clean(err.Error()))
	}
	if len(paths) == 1 {
		return open{&pager{title: "The file is written", lines: []string{bench.Clean(paths[0])}}}
	}
	lines := []string{bench.Clean(paths[0])}
	for _, path := range paths[1:] {
		what := "Plan and samples, for `dragstrip rerun`:"
		if filepath.Ext(path) == ".svg" {
			what = "Its pictures:"
		}
		lines = append(lines, "", what, bench.Clean(path))
	}
	return open{&pager{title: "The files are written", lines: lines}}
}
