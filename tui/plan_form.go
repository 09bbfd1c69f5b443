package tui

import (
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// form lists the fields. If not all fit, it shows those around the field that
// has the focus.
func (s *planScreen) form(width, height int) []string {
	lines := []string{" " + s.Paint(theme.Strong, "Plan")}
	if height < 3 {
		lines = nil
	}
	all := s.fields()
	s.at = min(s.at, len(all)-1)
	room := max(height-len(lines), 1)
	top := min(max(s.at-room/2, 0), max(len(all)-room, 0))
	for i := top; i < len(all) && len(lines) < height; i++ {
		lines = append(lines, s.fieldLine(all, i, width))
	}
	return lines
}

func (s *planScreen) fieldLine(all []field, i, width int) string {
	f := all[i]
	lead := "  "
	if i == s.at {
		lead = s.Paint(theme.Accent, s.Cursor) + " "
	}
	label := f.label
	if f.flag == buildFlag && i > 0 && all[i-1].flag == buildFlag {
		label = ""
	}
	flag := ""
	if f.isText() && f.flag != driftFlag { // "--no-sentinel on" would say the opposite
		flag = f.dashed()
	}
	value := s.value(f)
	tone := theme.Plain
	if i == s.at {
		tone = theme.Strong
	}
	lead += s.Paint(tone, widget.Left(label, 12)) + " "
	room := width - 16
	if f.isText() { // a field without a flag has more room for its value
		lead += s.Paint(theme.Muted, widget.Left(flag, flagWidth(width)))
		room -= flagWidth(width)
	}
	room = max(room, 4)
	if i == s.at && s.editing {
		return lead + s.inputLine(s.input, room)
	}
	if s.refusal(f.flag) != "" {
		tone = theme.Bad
		value += " " + s.No
	}
	return lead + s.Paint(tone, widget.Cut(value, room, s.More))
}

// flagWidth is the width of the column with flags. If there is room, the
// longest flag fits into it.
func flagWidth(width int) int {
	if width < 48 {
		return 9
	}
	return len("--"+driftFlag) + 1
}

// value gives a field's value in the words that the screen shows.
func (s *planScreen) value(f field) string {
	switch f.flag {
	case presetFlag:
		if s.preset < 0 || s.preset >= len(s.presets) {
			return "your own " + s.Opens
		}
		p := s.presets[s.preset]
		return bench.Clean(p.Name) + " " + s.Opens + "  " + s.Paint(theme.Muted, bench.Clean(flagsOf(p)))
	case buildFlag:
		return s.engineValue(f)
	case moreFlag:
		if s.more {
			return "shown"
		}
		return ""
	}
	switch v := s.values[f.flag]; {
	case v != "" && f.flag == driftFlag:
		return "off (" + f.dashed() + ")"
	case v != "":
		return bench.Clean(v)
	case f.empty != "":
		return s.Paint(theme.Muted, f.empty)
	}
	return s.Paint(theme.Muted, engineDefault)
}

// flagsOf writes what a preset sets, as flags in the order of the form.
func flagsOf(p Preset) string {
	var words, rest []string
	for _, f := range commonFields {
		if v := p.Fields[f.flag]; v != "" {
			words = append(words, f.dashed()+" "+v)
		}
	}
	for _, flag := range slices.Sorted(maps.Keys(p.Fields)) {
		if !slices.ContainsFunc(commonFields, func(f field) bool { return f.flag == flag }) {
			rest = append(rest, field{flag: flag}.dashed()+" "+p.Fields[flag])
		}
	}
	return strings.Join(append(words, rest...), " ")
}

// mostExplained is how many lines explain takes at most.
const mostExplained = 3

// explain says what the field means, or what is wrong with its value. Digits
// open a screen, so it also names the key that begins a value, if there is room.
func (s *planScreen) explain(width int) []string {
	f := s.field()
	text, tone := f.help, theme.Muted
	if f.flag == buildFlag {
		text = s.engineHelp(f)
	}
	if f.flag == moreFlag && s.more {
		text = "enter or → hides the rarer fields again"
	}
	if f.flag == presetFlag && s.preset >= 0 && s.preset < len(s.presets) {
		text = bench.Clean(s.presets[s.preset].Help)
	}
	if f.isText() && f.flag != driftFlag {
		flag := f.dashed()
		if f.spelling != "" && f.spelling != f.flag {
			flag += " (" + f.spelling + ")"
		}
		text = flag + "  " + text
	}
	if why := s.refusal(f.flag); why != "" {
		text, tone = f.dashed()+"  "+why, theme.Bad
	}
	said := linebreak.Lines(text, max(width-2, 1))
	if f.isText() && !s.editing {
		if more := linebreak.Lines(text+". Press e to type a value", max(width-2, 1)); len(more) <= mostExplained {
			said = more
		}
	}
	var lines []string
	for _, line := range said[:min(len(said), mostExplained)] {
		lines = append(lines, " "+s.Paint(tone, line))
	}
	return lines
}
