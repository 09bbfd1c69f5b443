package tui

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// presetPrompt saves the settings of the selected configuration of a search, with
// the lengths that it was searched for.
func (s *resultsScreen) presetPrompt() dialog {
	c, _ := s.pickedConfiguration()
	text := "A name for the settings of " + s.Spelled(c.Name) + ". The engine build is ticked in Plan. A preset of that name is replaced."
	return s.askPreset(text, s.presetOf(c.Job))
}

// presetOf are the fields of a preset that measures a configuration again.
func (s *resultsScreen) presetOf(job string) map[string]string {
	fields := map[string]string{}
	if j := s.session.Job(job); j != nil {
		for _, def := range bench.Parameters {
			if value, set := j.Params[def.Key]; set {
				fields[def.Flag] = value
			}
		}
	}
	lengths := map[string][]int{}
	add := func(flag string, n int) {
		if !slices.Contains(lengths[flag], n) {
			lengths[flag] = append(lengths[flag], n)
		}
	}
	for _, g := range s.found.Goals {
		if g.Prompt > 0 {
			add("p", g.Prompt)
		}
		if g.Generation > 0 {
			add("n", g.Generation)
		}
		add("d", g.Depth)
	}
	for flag, all := range lengths {
		var words []string
		for _, n := range all {
			words = append(words, strconv.Itoa(n))
		}
		if text := strings.Join(words, ","); flag != "d" || text != "0" {
			fields[flag] = text
		}
	}
	return fields
}
