package tui

import (
	"slices"

	"dragstrip/bench/report"
)

var (
	keyBaseline = bind("baseline", "b")
	keyColumn   = bind("add column", "a")
	keyRemove   = bind("remove column", "x")
	keyByModel  = bind("by model", "m")
	keyBars     = bind("bars", "v")
	keySamples  = bind("samples", "s")
	keyDoubts   = bind("warnings", "w")
	keySuspect  = bind("suspect ones, too", "i")
	keyPane     = bindAs("←→", "column", "left", "right", "h", "l")
	keyFind     = bind("find", "/")
)

func (s *resultsScreen) keys() []binding {
	switch {
	case s.session == nil:
		return []binding{bind("models", "enter"), bind("history", "6")}
	case s.find.on:
		return []binding{bind("keep it", "enter"), bind("show all", "esc")}
	}
	only := ""
	if len(s.shownPanes()) < 2 {
		only = "there is one column only"
	}
	keys := []binding{keyExport, unless(only, keyBaseline), keyColumn, unless(only, keyRemove), keyBars, keySamples, keyDoubts, unless(s.whyNotByModel(), keyByModel), keySort, keyFind, unless(only, keyPane)}
	if len(s.sheet.LeftOut) > 0 || s.suspect {
		keys = append(keys, keySuspect)
	}
	if s.canResume() {
		keys = append([]binding{keyResume}, keys...)
	}
	return keys
}

// whyNotByModel says why models cannot be made columns, or "".
func (s *resultsScreen) whyNotByModel() string {
	rows := s.sheet.Rows
	switch {
	case s.byModel:
		return ""
	case s.sheet.ByModel:
		return "the columns are models already"
	case !slices.ContainsFunc(rows, func(r report.SheetRow) bool { return r.Model != rows[0].Model }):
		return "there is one model only"
	}
	return ""
}
