package tui

import (
	"slices"

	"dragstrip/bench/report"
)

var (
	keyBaseline   = bind("baseline", "b")
	keyColumn     = bind("add column", "a")
	keyRemove     = bind("remove column", "x")
	keyByModel    = bind("by model", "m")
	keyBars       = bind("bars", "v")
	keyTable      = bind("table", "v")
	keySamples    = bind("samples", "s")
	keyDoubts     = bind("warnings", "w")
	keyRowDetails = bind("details", "enter")
	keySuspect    = bind("compare suspect results", "i")
	keyPane       = bindAs("←→", "column", "left", "right", "h", "l")
	keySources    = bind("other sources", "u")
	keyMap        = bind("heat map", "v")
	keyCurves     = bind("curves", "p")
	keyArticle    = bind("blog post", "t")
	keyFind       = bind("find", "/")
)

func (s *resultsScreen) keys() []binding {
	switch {
	case s.session == nil:
		return []binding{bind("models", "enter"), bind("history", historyKey), keyPaste}
	case s.find.on:
		return []binding{bind("keep it", "enter"), bind("show all", "esc")}
	}
	if s.found != nil {
		return s.searchKeys()
	}
	only := ""
	if len(s.shownColumns()) < 2 {
		only = "there is only one column"
	}
	bars := keyBars
	if s.bars {
		bars = keyTable
	}
	keys := []binding{keyRowDetails, unless(only, keyBaseline), keyColumn, unless(only, keyRemove), bars, keyDoubts, keyExport, keySamples, unless(s.whyNoSources(), keySources), keyCurves, unless(s.whyNotByModel(), keyByModel), keySort, keyFind, unless(only, keyPane), keyPaste}
	if len(s.sheet.LeftOut) > 0 || s.suspect {
		keys = append(keys, keySuspect)
	}
	if s.isArticle() {
		keys = append([]binding{keyArticle}, keys...)
	}
	if s.canResume() {
		keys = append([]binding{keyResume}, keys...)
	}
	return keys
}

// whyNotByModel says why models cannot become columns. It gives "" if they can.
func (s *resultsScreen) whyNotByModel() string {
	rows := s.sheet.Rows
	switch {
	case s.byModel:
		return ""
	case s.sheet.ByModel:
		return "the columns are already models"
	case !slices.ContainsFunc(rows, func(r report.SheetRow) bool { return r.Model != rows[0].Model }):
		return "there is only one model"
	}
	return ""
}

// searchKeys are the keys that work while a search is shown.
func (s *resultsScreen) searchKeys() []binding {
	keys := []binding{keyRowDetails, unless(s.whyNoMaps(), keyMap), unless(s.whyNoCurves(), keyCurves), keyColumn, keyDoubts, keyExport, keySave, keyPaste}
	if s.canResume() {
		keys = append([]binding{keyResume}, keys...)
	}
	return keys
}
