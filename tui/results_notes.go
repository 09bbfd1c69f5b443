package tui

import (
	"math"
	"slices"
	"strings"

	"dragstrip/bench/linebreak"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// leastPicture is the smallest width of a screen that shows the picture.
const leastPicture = 56

// belowWanted is how many lines the parts below the table should get.
func (s *resultsScreen) belowWanted(height int) int {
	if height < lowScreen {
		return 2
	}
	return min(len(s.shownColumns())+7, height/2)
}

// below draws the parts below the table, in at most height lines: how the
// session ended, the names of the columns, the selected row as a picture, its
// change against the baseline, and the notes. If there is no room for all notes
// in full, each note is cut to one line. If there is still no room for some
// notes, their number is shown.
func (s *resultsScreen) below(f frame, height int) []string {
	if height <= 0 {
		return nil
	}
	var lines []string
	add := func(tone theme.Tone, text string) {
		lines = append(lines, " "+s.Paint(tone, widget.Cut(text, f.width-2, s.More)))
	}
	if text := s.ending(); text != "" {
		add(theme.Bad, text)
	}
	kept := min(len(s.notes), 1) // at least their number is shown
	if s.bars {                  // the table is not there to name the columns
		lines = append(lines, s.legend(f, height-len(lines)-kept)...)
	}
	read, model := s.bandwidth(f, ""), ""
	if f.width >= leastPicture {
		// If there is room for one picture, the notes come before more
		// pictures.
		one, room := len(s.shownColumns())+1, height-len(lines)
		// If the picture does not have enough room, the empty line above it and the
		// comparison below it are left out.
		least := min(one+1, max(room-2, min(one, room-1)))
		part, last := s.pictures(f, max(room-len(read)-1-len(s.notes), least))
		if s.at < len(s.rows) && len(part) > 0 {
			if own := s.sheet.Rows[s.rows[s.at]].Heading(); own != last { // the lines below must not look like the last picture's
				model = s.models.of(own, f.width/4) + " "
				read = s.bandwidth(f, model)
			}
		}
		lines = append(lines, part...)
		if legend := s.legend(f, height-len(lines)-kept); !s.bars && len(part) > 0 {
			lines = append(lines, legend...)
		}
	}
	if len(read) > 0 && height >= len(read)+len(lines)+1 {
		lines = append(lines, read...)
	}
	if text := s.comparison(); text != "" {
		add(theme.Plain, model+text)
	}
	lines = lines[:min(len(lines), height-kept)]
	lines = append(lines, s.noteLines(f.width, height-len(lines))...)
	lines = append(lines, s.spare(f.width, height-len(lines))...)
	return lines[:min(len(lines), height)]
}

// noteLines are the notes in at most most lines. If there is room, they are all
// notes in full. Otherwise the first notes get the lines that are left when each
// note has one, and the others are cut to one line. The last line says which key
// shows the rest.
func (s *resultsScreen) noteLines(width, most int) []string {
	if whole := s.wholeNotes(width, most); len(whole) <= most || most <= 0 {
		return whole[:min(len(whole), max(most, 0))]
	}
	shown, room := len(s.notes), most
	if shown > most {
		shown, room = most-1, most-1 // the last line counts the notes without room
	}
	var lines []string
	for i, note := range s.notes[:shown] {
		own := s.noteWithin(note, width, room-(shown-1-i))
		lines, room = append(lines, own...), room-len(own)
	}
	left, noun := len(s.notes)-shown, "more note"
	if shown == 0 {
		noun = "note"
	}
	if s.find.on { // w is a letter of the filter then
		if left > 0 {
			lines = append(lines, " "+s.Paint(theme.Muted, countOf(left, noun)))
		}
		return lines
	}
	key := s.Paint(theme.Accent, "w")
	if left > 0 {
		return append(lines, " "+key+s.Paint(theme.Muted, " "+countOf(left, noun)))
	}
	tail := key + s.Paint(theme.Muted, " shows all ")
	for i, line := range slices.Backward(lines) {
		line = strings.TrimRight(line, " ")
		if strings.Contains(line, s.More) || widget.Width(line)+widget.Width(tail) < width {
			lines[i] = widget.Ends(line, tail, width)
			break
		}
	}
	return lines
}

// noteWithin breaks a note into at most most lines. What has no room is cut.
func (s *resultsScreen) noteWithin(note tonedText, width, most int) []string {
	lines := linebreak.Lines(note.text, max(width-4, 1))
	if most <= 1 || len(lines) == 1 {
		return []string{" " + s.Paint(note.tone, widget.Cut(note.text, width-2, s.More))}
	}
	var out []string
	for n, line := range lines[:min(len(lines), most)] {
		if n == most-1 && n < len(lines)-1 {
			line += s.More
		}
		if n > 0 {
			line = "  " + line
		}
		out = append(out, " "+s.Paint(note.tone, widget.Cut(line, width-2, s.More)))
	}
	return out
}

// wholeNotes breaks the notes into lines. It ends as soon as there are more than
// most.
func (s *resultsScreen) wholeNotes(width, most int) []string {
	var lines []string
	for _, note := range s.notes {
		lines = append(lines, s.noteWithin(note, width, math.MaxInt)...)
		if len(lines) > most {
			break
		}
	}
	return lines
}

// ending says that the session ended too early, and how to measure the rest. It
// gives "" if no tests remain.
func (s *resultsScreen) ending() string {
	switch {
	case s.died:
		return s.diedText()
	case s.canResume():
		return "The session was stopped; " + s.restText() + "."
	}
	return ""
}

// comparison writes the change of the selected cell, with its interval, or why
// there is none. If the baseline is selected, it writes the change of the first
// cell that is compared with it.
func (s *resultsScreen) comparison() string {
	if s.at >= len(s.rows) {
		return ""
	}
	r := s.sheet.Rows[s.rows[s.at]]
	for _, at := range append([]int{s.column}, s.shownColumns()...) {
		if at >= len(r.Cells) {
			continue
		}
		c := r.Cells[at]
		if at == s.column && at != s.sheet.Baseline && !c.Compared && c.Why != "" {
			return r.Test.String() + ", " + s.sheet.Columns[at].Name + ": " + c.Why
		}
		if !c.Compared {
			continue
		}
		text := r.Test.String() + ", " + s.sheet.Columns[at].Name + " against " + s.sheet.Columns[s.sheet.Baseline].Name + ": "
		if c.HasRatio() {
			change, interval := report.ChangeOf(c.Comparison)
			text += change + " (" + interval + "), "
		}
		return s.Spelled(text + report.VerdictOf(c.Comparison))
	}
	return ""
}
