package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// standing collects the notes on the whole sheet: the warnings, how the columns
// differ, and how the figures were made. It reads every sample, so it is called
// once for a sheet and not for each drawing.
func (s *resultsScreen) standing() []tonedText {
	var out []tonedText
	add := func(tone theme.Tone, text string) { out = append(out, tonedText{tone, s.Spelled(text)}) }
	for _, d := range alike(s.doubted) {
		tone, sign := s.doubtSign(d.Doubt)
		text := sign + " " + s.doubtText(d.Doubt)
		if d.Failed && d.Remedy != "" {
			text += "; " + d.Remedy
		}
		if d.more > 0 {
			text += fmt.Sprintf(" (and %d more like it)", d.more)
		}
		add(tone, text)
	}
	for _, text := range s.sheet.LeftOut {
		add(theme.Warn, s.No+" suspect, so it is not compared; press i to compare it: "+text)
	}
	for _, text := range s.remarks() {
		add(theme.Plain, text)
	}
	return out
}

// remarks say how the columns differ and how the figures were made.
func (s *resultsScreen) remarks() []string {
	var out []string
	add := func(text string) { out = append(out, s.Spelled(strings.TrimSuffix(bench.Clean(text), "."))+".") }
	for _, list := range [][]string{s.sheet.Differs(), s.sheet.Fair} {
		for _, text := range list {
			add(text)
		}
	}
	for _, session := range s.sheet.Sessions() {
		for _, note := range report.RoundNotes(session) {
			add(note)
		}
	}
	for _, text := range s.sheet.IntervalNotes() {
		add(text)
	}
	return out
}

// allDoubts are the doubts of every session in the columns. If there are several
// sessions, each is named by the letters of its columns.
func (s *resultsScreen) allDoubts() []report.Doubt {
	var out []report.Doubt
	sessions := s.sheet.Sessions()
	for _, session := range sessions {
		for _, d := range report.Doubts(session) {
			if len(sessions) > 1 {
				d.Where = s.lettersOf(session) + ", " + d.Where
			}
			out = append(out, d)
		}
	}
	return out
}

// lettersOf are the columns of one session: "B", "B and C", or "C to F". They stand
// together, because a session's columns are added together.
func (s *resultsScreen) lettersOf(session *bench.Session) string {
	var letters []string
	for _, c := range s.sheet.Columns {
		if c.Session == session {
			letters = append(letters, c.Name)
		}
	}
	if len(letters) <= 2 {
		return strings.Join(letters, " and ")
	}
	return letters[0] + " to " + letters[len(letters)-1]
}

// manyDoubts is a doubt, and the number of other doubts that say the same about
// other tests.
type manyDoubts struct {
	report.Doubt
	more int
}

// alike joins doubts that differ only in their figures. That the machine was
// busy all the time is one thing to know, not one for each test.
func alike(all []report.Doubt) []manyDoubts {
	var out []manyDoubts
	at := map[string]int{}
	for _, d := range all {
		kind := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '.' || r == ' ' {
				return -1
			}
			return r
		}, d.Text)
		if i, seen := at[kind]; seen && !d.Failed {
			out[i].more++
			continue
		}
		at[kind] = len(out)
		out = append(out, manyDoubts{Doubt: d})
	}
	return out
}
