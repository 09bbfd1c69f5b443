package tui

import (
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// turn changes a field with several possible values to another value.
func (s *planScreen) turn(f field, by int) {
	switch {
	case f.flag == presetFlag && len(s.presets) > 0:
		s.preset = (s.preset + by + len(s.presets)) % len(s.presets)
		s.take(s.presets[s.preset])
	case f.flag == moreFlag:
		s.more = !s.more
	case len(f.values) > 0:
		at := slices.Index(f.values, s.values[f.flag])
		s.set(f.flag, f.values[(at+by+len(f.values))%len(f.values)])
	case f.flag == buildFlag:
		id := s.engineBuilds()[f.build].ID
		s.ticked[id], s.own = !s.ticked[id], true
		s.make()
	}
}

// take fills the form from a preset. Fields that the preset does not name are
// emptied or set to 0. Fields that do not change what is measured keep their
// values, such as repetitions, rounds and the drift check.
func (s *planScreen) take(p Preset) {
	keep := map[string]string{"p": "0", "n": "0", "d": "0"}
	for _, flag := range []string{"r", "rounds", "precision", "order", "seed", "max-time", "cool-down", driftFlag} {
		keep[flag] = s.values[flag]
	}
	maps.Copy(keep, p.Fields)
	s.values, s.wrong = keep, map[string]string{}
	s.make()
}

// set stores a value and says at once what is wrong with it.
func (s *planScreen) set(flag, value string) {
	s.values[flag] = value
	delete(s.wrong, flag)
	if err := s.Plans.Check(flag, value); err != nil {
		s.wrong[flag] = bench.Clean(err.Error())
	}
	s.preset = -1
	s.make()
}

// begin opens a field for typing. Only a special key opens it, because digits
// change the screen, here as everywhere.
func (s *planScreen) begin(f field) {
	s.editing = true
	s.input.SetValue(s.values[f.flag])
	s.input.CursorEnd()
	s.input.Focus()
}

func (s *planScreen) edit(msg tea.KeyMsg) (action, tea.Cmd) {
	f := s.field()
	switch {
	case key.Matches(msg, keyBack):
		s.editing = false
	case key.Matches(msg, keyEnter), msg.Type == tea.KeyUp, msg.Type == tea.KeyDown, msg.Type == tea.KeyTab:
		s.editing = false
		s.set(f.flag, strings.TrimSpace(s.input.Value()))
	default:
		s.input, _ = s.input.Update(msg)
	}
	return said(""), nil
}
