package tui

import "fmt"

var (
	keyModel     = bind("model", "m")
	keyTurnRound = bind("turn round", "t")
	keyAddChips  = bind("add to Results", "a")
	keyFacts     = bind("details", "enter")
)

func (s *whatIfScreen) keys() []binding {
	if s.filter.on {
		return filterKeys()
	}
	var back []binding
	switch {
	case s.filter.Value() != "":
		back = []binding{bind("clear the filter", "esc")}
	case s.turned():
		back = []binding{bind("back to the machines", "esc")}
	}
	a, ok := s.selected()
	switch {
	case len(s.answers()) == 0:
		return append([]binding{keyModel}, back...)
	case !ok:
		return append([]binding{keyModel, keyFilter}, back...)
	case s.turned():
		return append([]binding{keyFacts, keyTurnRound, keySort, keyFilter, keyModel}, back...)
	}
	noMark, none := "", ""
	if a.Here {
		noMark = "this row is your own machine; only other machines are put beside it"
	}
	add := keyAddChips
	if n := len(s.markedChips()); n > 0 {
		add = bind(fmt.Sprintf("add to Results %d", n), "a")
	} else if a.Here {
		none = "mark chips first"
	}
	return append([]binding{keyFacts, keyTurnRound, keyModel, unless(noMark, keyMark), unless(none, add), keySort, keyFilter}, back...)
}
