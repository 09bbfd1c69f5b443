package tui

import "fmt"

var (
	keyPlan    = bind("plan", "enter")
	keyTurn    = bind("reverse", "O")
	keyStandIn = bind("stand-in", "s")
	keyDetails = bind("details", "i")
	keyLeftOut = bind("left out", "w")
)

func (s *modelsScreen) keys() []binding {
	if s.filter.on {
		return filterKeys()
	}
	if s.writing != nil {
		return []binding{bind("stop writing", "esc"), keyPlan, keyMark}
	}
	plan := keyPlan
	if n := len(s.chosen()); n > 0 {
		plan = bind(fmt.Sprintf("plan %d", n), "enter")
	} else if _, ok := s.selected(); !ok {
		plan = unless("no model is selected", plan)
	}
	keys := []binding{plan, keyMark}
	if m, ok := s.selected(); ok && len(s.sameOnOther(m)) > 0 {
		keys = append(keys, keyMarkBoth)
	}
	keys = append(keys, keyFilter, keySort, keyTurn, keyStandIn, keyAddFolder, keyDetails)
	if len(s.modelProblems) > 0 {
		keys = append(keys, keyLeftOut)
	}
	return keys
}

// keyMarkBoth is offered if both engines have the model.
var keyMarkBoth = bind("mark on both engines", "b")
