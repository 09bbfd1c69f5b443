package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// standing collects the notes on the whole sheet: the warnings, how the columns
// differ, and how the figures were measured. It reads every sample, so it is
// called once for a sheet, and not each time the sheet is drawn.
func (s *resultsScreen) standing() []tonedText {
	var out []tonedText
	add := func(tone theme.Tone, text string) { out = append(out, tonedText{tone, s.Spelled(text)}) }
	if s.isArticle() && !s.live {
		add(theme.Accent, "press t to see the blog post's four tables, with this machine beside them")
	}
	for _, d := range s.doubted {
		tone, sign := s.doubtSign(d)
		text := sign + " " + d.Where + ": " + d.Text
		if d.Failed && d.Remedy != "" {
			text += "; " + d.Remedy
		}
		add(tone, text)
	}
	if s.found != nil {
		for _, text := range s.remarks() {
			add(theme.Plain, text)
		}
		return out
	}
	for _, text := range s.sheet.LeftOut {
		add(theme.Warn, s.No+" suspect, so it is not compared; press i to compare it: "+text)
	}
	for _, text := range s.remarks() {
		add(theme.Plain, text)
	}
	return out
}

// remarks say how the columns differ and how the figures were measured.
func (s *resultsScreen) remarks() []string {
	var out []string
	add := func(text string) { out = append(out, s.Spelled(strings.TrimSuffix(bench.Clean(text), "."))+".") }
	if s.found != nil {
		for _, text := range s.searchRemarks() {
			add(text)
		}
		return out
	}
	for _, list := range [][]string{s.sheet.Differs(), s.sheet.Fair} {
		for _, text := range list {
			add(text)
		}
	}
	for _, session := range s.sheet.Sessions() {
		for _, note := range append(report.ServerNotes(session), report.RoundNotes(session)...) {
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
				d.Where = s.sheet.ColumnsOf(session) + ", " + d.Where
			}
			out = append(out, d)
		}
	}
	return out
}

// searchRemarks say what the default is, what was not tried, and how the
// figures were measured.
func (s *resultsScreen) searchRemarks() []string {
	return slices.Concat(s.found.Notes(), report.ServerNotes(s.session), report.RoundNotes(s.session))
}
