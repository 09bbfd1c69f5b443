package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the form, what follows from it, what the field means, and the
// command that does the same.
//
//	╭ Find the best · Llama 3.2 1B ────────────────────────────────────╮
//	│ ▌ goal       --goal       all three      24 configurations       │
//	│   prompt     -p           512            at most about 6:10, …   │
//	│   threads    -t           [x] 4 (default), 2                     │
//	│   memory     --max-memory no limit       Not tried:              │
//	│                                          threads 13: does not …  │
//	│ what the field means                                             │
//	│ dragstrip tune /m/a.gguf                                         │
//	╰──────────────────────────────────────────────────────────────────╯
func (f *bestForm) view(_ *desk, width, height int) widget.Block {
	w := min(width, 116)
	inside, room := widget.PaneInside(w, height)
	tail := f.told(inside, room)
	var lines []string
	switch rows := room - len(tail); {
	case inside >= 84:
		left := min(inside*3/5, 62)
		form := f.form(left, rows)
		beside := f.said(inside-left-2, rows)
		rows = min(max(len(form), len(beside)), rows)
		lines = widget.Beside(widget.Fit(form, left+2, rows), widget.Fit(beside, inside-left-2, rows))
	default:
		said := f.said(inside, min(max(rows/3, 2), rows))
		lines = append(append([]string{}, f.form(inside, rows-len(said))...), said...)
	}
	lines = append(lines, tail...)
	title := "Find the best " + f.Dot + " " + widget.Cut(f.modelsText(), max(w-24, 4), f.More)
	return widget.Pane(f.Theme, title, true, lines, w, min(len(lines)+2, height))
}

// modelsText names the model, or counts the models.
func (f *bestForm) modelsText() string {
	if n := len(f.choice.Models); n != 1 {
		return countOf(n, "model") + ", one after another"
	}
	return bench.Clean(f.choice.Models[0].Label())
}

// form lists the fields around the one that has the focus.
func (f *bestForm) form(width, height int) (lines []string) {
	all := f.fields()
	at := min(f.at, len(all)-1)
	top := min(max(at-height/2, 0), max(len(all)-height, 0))
	for i := top; i < len(all) && len(lines) < height; i++ {
		lines = append(lines, f.line(all[i], i == at, width))
	}
	return lines
}

func (f *bestForm) line(l bestField, focus bool, width int) string {
	lead, tone := "  ", theme.Plain
	if focus {
		lead, tone = f.Paint(theme.Accent, f.Cursor)+" ", theme.Strong
	}
	lead += f.Paint(tone, widget.Left(l.label, bestLabel)) + " "
	room := width - bestLabel - 3
	if flags := len("--"+maxMemoryFlag) + 1; width >= 48 {
		flag := ""
		if l.flag != "" && l.flag != moreFlag && !l.adds() {
			flag = l.dashed()
		}
		lead += f.Paint(theme.Muted, widget.Left(flag, flags))
		room -= flags
	}
	room = max(room, 4)
	if focus && f.editing {
		return lead + f.inputLine(f.input, room)
	}
	if f.values[l.flag] == "" && l.empty != "" || f.kept[l.axis] || l.env != "" && !f.envs[l.env] || l.adds() {
		tone = theme.Muted
	}
	return lead + f.Paint(tone, widget.Cut(f.value(l), room, f.More))
}

// bestLabel is the width of a field's name.
const bestLabel = 12

// said says how much the search would try, how long it takes, and what it
// cannot try.
func (f *bestForm) said(width, height int) (lines []string) {
	wrapped := func(tone theme.Tone, text string) {
		for _, line := range linebreak.Lines(text, max(width, 1)) {
			lines = append(lines, f.Paint(tone, line))
		}
	}
	switch {
	case f.problem != "":
		wrapped(theme.Bad, f.problem)
	case f.known && height < 4:
		return []string{f.Paint(theme.Strong, widget.Cut(f.countText(), width, f.More)), widget.Cut(f.timeText(width), width, f.More)}[:min(2, height)]
	case !f.known:
		wrapped(theme.Muted, "counting the configurations"+f.More)
	default:
		wrapped(theme.Strong, f.countText())
		wrapped(theme.Plain, f.timeText(3*width))
		for _, text := range f.found.StandsIn {
			wrapped(theme.Muted, f.Dot+" "+text)
		}
		if n := len(f.found.LeftOut); n > 0 && height >= 8 {
			wrapped(theme.Plain, "")
			wrapped(theme.Muted, "Not tried:")
			for _, why := range f.found.LeftOut {
				wrapped(theme.Muted, f.Dot+" "+why)
			}
		}
	}
	if len(lines) > height && height > 0 {
		more := f.More
		if f.whyNotStarted() == "" {
			more += " i lists all"
		}
		lines = append(lines[:height-1], f.Paint(theme.Muted, widget.Cut(more, width, f.More)))
	}
	return lines
}

// countText counts what would be tried, and what cannot be.
func (f *bestForm) countText() string {
	tried := 0
	for _, p := range f.found.Plans {
		tried += len(p.Jobs)
	}
	text := countOf(tried, "configuration")
	if len(f.found.LeftOut) > 0 {
		text += ", others not tried"
	}
	return text
}

// timeText says how long the search takes, in at most width cells if possible.
func (f *bestForm) timeText(width int) string {
	short := "at most " + bench.FormatDuration(f.found.Total) + ", until " + f.Now().Add(f.found.Total).Local().Format("15:04")
	rough := ""
	if f.found.Rough {
		rough = " (a guess)"
	}
	return shorter(widget.Width, width, "takes "+strings.Replace(short, "most", "most about", 1)+rough, short+rough, short)
}

// told says what the field means and, if there is room, which command does the
// same.
func (f *bestForm) told(width, height int) (lines []string) {
	l := f.field()
	text := l.help
	switch {
	case l.flag == moreFlag && f.more:
		text = "enter or → hides these settings again"
	case l.axis != "" && l.flag != "":
		text += ". Press e to type the values to try, with commas between them"
	case l.axis != "":
		text += ". To change them, go back and tick others"
	}
	most := 1
	if height >= 12 {
		most = 3
	}
	said := linebreak.Lines(text, max(width, 1))
	if len(said) > most {
		said = append(said[:most-1], widget.Cut(strings.Join(said[most-1:], " "), width, f.More))
	}
	for _, line := range said {
		lines = append(lines, f.Paint(theme.Muted, line))
	}
	if height < 18 || f.found.Command == "" {
		return lines
	}
	lines = append(lines, "")
	command := linebreak.Lines(bench.Clean(f.found.Command), max(width, 1))
	if len(command) > 3 {
		command = append(command[:2], widget.Cut(command[2]+f.More, width, f.More))
	}
	for _, line := range command {
		lines = append(lines, f.Paint(theme.Muted, line))
	}
	return append([]string{""}, lines...)
}
