package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// presetList shows the presets with what they are for, below the form.
//
//	Presets                         p
//	 quick       pp512 and tg128, what people publish
func (s *planScreen) presetList(width int) []string {
	if len(s.presets) == 0 {
		return nil
	}
	name := 0
	for _, p := range s.presets {
		name = max(name, min(widget.Width(bench.Clean(p.Name)), 20))
	}
	lines := []string{"", " " + s.Paint(theme.Strong, "Presets")}
	if !s.typing() { // p is a letter of the value then
		lines[1] += "  " + s.Paint(theme.Accent, "p") + s.Paint(theme.Muted, " chooses")
	}
	for i, p := range s.presets {
		tone := theme.Plain
		if i == s.preset {
			tone = theme.Strong
		}
		for n, line := range linebreak.Lines(bench.Clean(p.Help), max(width-name-6, 1)) {
			text := ""
			if n == 0 {
				text = bench.Clean(p.Name)
			}
			lines = append(lines, "   "+s.Paint(tone, widget.Left(text, name))+"  "+s.Paint(theme.Muted, line))
		}
	}
	return lines
}

func (s *planScreen) presetMenu() dialog {
	list := &menu{title: "Presets"}
	for i, p := range s.presets {
		list.add(bench.Clean(p.Name)+"  "+bench.Clean(p.Help), func() (action, tea.Cmd) {
			s.preset = i
			s.take(p)
			return nil, s.askCommand()
		})
	}
	return list
}

func (s *planScreen) presetPrompt() dialog {
	return s.askPreset("A name for these values. A preset of that name is replaced.", s.choice().Fields)
}

// askPreset asks for a name, and saves a preset. Then Plan has it.
func (d *desk) askPreset(text string, fields map[string]string) dialog {
	save := d.Plans.SavePreset
	return newPrompt("Save as preset", text, "", func(name string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := save(Preset{Name: name, Fields: fields, Own: true}); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return several{good("saved as " + bench.Clean(name)), goTo{atPlan}}
		})
	})
}
