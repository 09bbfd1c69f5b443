package tui

import "dragstrip/bench"

// exported says where a report went. It is a dialog, not a notice: paths are
// long, and their end matters.
func exported(path string, err error) action {
	if err != nil {
		return bad("not exported: " + bench.Clean(err.Error()))
	}
	return open{&pager{title: "The report is written", lines: []string{bench.Clean(path)}}}
}
