package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the offers, or the log while they are being installed.
//
//	Two things are missing before this machine can be measured.
//
//	▌ [x] llama.cpp  Debian package …
//	  [x] a model    stand-in: …
//
//	what the selected offer means
//	Needs about 776 MiB of disk, 212 GiB free.
func (f *setupForm) view(width, height int) []string {
	if f.busy() || len(f.lines) > 0 && f.failed == "" {
		lines := []string{"", "  Getting what is missing" + f.More, ""}
		for _, line := range f.lines[max(0, len(f.lines)-max(height-4, 1)):] {
			lines = append(lines, "  "+widget.Cut(line, width-3, f.More))
		}
		return lines
	}
	if !f.known {
		return []string{"", "  Looking for what can be installed here" + f.More}
	}
	var lines []string
	if height > 10 {
		lines = append(lines, "")
	}
	lines = append(append(lines, f.wrapped(theme.Strong, f.missingText(), width)...), "")
	for i := range f.offers {
		lines = append(lines, f.offerLines(i, width, height > 24)...)
	}
	lines = append(lines, "")
	lines = append(lines, f.wrapped(theme.Bad, f.failed, width)...)
	if height > 16 {
		lines = append(append(lines, f.explanation(width)...), "")
	}
	return append(lines, f.wrapped(theme.Plain, f.needs(), width)...)
}

// offerLines shows an offer on one line. A refused offer cannot be ticked. So if
// there is room, such an offer takes several lines and gives the whole reason.
func (f *setupForm) offerLines(i, width int, room bool) []string {
	o := f.offers[i]
	lead, box := "  ", f.Off
	if i == f.at {
		lead = f.Paint(theme.Accent, f.Cursor) + " "
	}
	if f.ticked[i] {
		box = f.On
	}
	name, text := widget.Left(bench.Clean(o.Name), 10)+" ", bench.Clean(o.Title)
	tone := theme.Plain
	switch {
	case o.Refused != "":
		box, tone = " "+f.No+" ", theme.Muted
		text += ": " + bench.Clean(o.Refused)
	case i == f.at:
		tone = theme.Strong
	}
	if o.Refused == "" || !room {
		return []string{"  " + lead + box + " " + f.Paint(tone, widget.Cut(name+text, max(width-10, 4), f.More))}
	}
	var lines []string
	for n, line := range linebreak.Lines(text, max(width-10-widget.Width(name), 4)) {
		if n > 0 {
			name, lead, box = widget.Left("", widget.Width(name)), "  ", "   "
		}
		lines = append(lines, "  "+lead+box+" "+f.Paint(tone, name+line))
	}
	return lines
}

// explanation describes the selected offer.
func (f *setupForm) explanation(width int) []string {
	if f.at >= len(f.offers) {
		return nil
	}
	o := f.offers[f.at]
	if o.Refused != "" {
		return f.wrapped(theme.Muted, bench.Clean(o.Title+": "+o.Refused), width)
	}
	lines := f.wrapped(theme.Plain, bench.Clean(o.Title), width)
	for _, text := range o.Explain {
		lines = append(lines, f.wrapped(theme.Muted, bench.Clean(text), width)...)
	}
	return lines[:min(len(lines), 8)]
}

// needs says how much disk space the ticked offers take.
func (f *setupForm) needs() string {
	var need int64
	for i, o := range f.offers {
		if f.ticked[i] {
			need += o.Bytes
		}
	}
	if need == 0 {
		return ""
	}
	text := "Needs about " + bench.FormatBytes(need) + " of disk"
	if f.free > 0 {
		text += ", " + bench.FormatBytes(f.free) + " free"
	}
	return text + "."
}

func (f *setupForm) missingText() string {
	switch {
	case len(f.builds) == 0 && len(f.models) == 0:
		return "Two things are missing before this machine can be measured."
	case len(f.builds) == 0:
		return "An engine is missing before this machine can be measured."
	case len(f.models) == 0:
		return "A model is missing before this machine can be measured."
	}
	return "Nothing is missing. You can get more."
}
