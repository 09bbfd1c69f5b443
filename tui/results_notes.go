package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// below says what stands under the panes: what the bench process's end means,
// how the row that has the keyboard compares, what the panes differ in, what
// failed, which doubts there are, and what the percentages are of.
func (s *resultsScreen) below(width int, panes []int) []string {
	var lines []string
	add := func(tone theme.Tone, text string) {
		for _, l := range widget.WrapWords(text, max(width-2, 1)) {
			lines = append(lines, " "+s.Paint(tone, l))
		}
	}
	if s.died {
		add(theme.Bad, "The bench process is gone; finished tests are safe: r measures the rest.")
	} else if s.canResume() {
		add(theme.Warn, "The session was stopped: r measures the rest.")
	}
	if text := s.comparison(); text != "" {
		add(theme.Plain, text)
	}
	lines = append(lines, s.sampleLine(width, panes)...)
	for _, text := range s.sheet.Differs() {
		add(theme.Plain, bench.Clean(text)+".")
	}
	for _, text := range s.sheet.Fair {
		add(theme.Plain, bench.Clean(text)+".")
	}
	for _, session := range s.sheet.Sessions() {
		for _, note := range report.RoundNotes(session) {
			add(theme.Plain, note+".")
		}
	}
	for _, d := range alike(s.allDoubts()) {
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
		add(theme.Warn, s.No+" suspect, compared with nothing (i compares it): "+text)
	}
	if of := s.sheet.Ceilings(panes); len(of) > 0 {
		add(theme.Muted, "Percent of the memory's bandwidth. "+strings.Join(of, "; ")+".")
	}
	notes := append(s.sheet.IntervalNotes(), bench.NoDifference+" no difference shown, ? doubtful, · too few starts or samples to tell.")
	add(theme.Muted, strings.Join(notes, ". "))
	return lines
}

// comparison spells the ratio of the cell that has the keyboard, or of the
// first that is held against the baseline, with its interval.
func (s *resultsScreen) comparison() string {
	if s.at >= len(s.rows) {
		return ""
	}
	r := s.sheet.Rows[s.rows[s.at]]
	for _, at := range append([]int{s.pane}, s.shownPanes()...) {
		if at >= len(r.Cells) || !r.Cells[at].Compared {
			continue
		}
		c := r.Cells[at]
		text := r.Test.String() + ", " + s.sheet.Columns[at].Name + " against " + s.sheet.Columns[s.sheet.Baseline].Name + ": "
		if c.HasRatio() {
			change, interval := report.ChangeOf(c.Comparison)
			text += change + " (" + interval + "), "
		}
		return text + report.VerdictWord(c.Verdict)
	}
	return ""
}

// sampleLine is every repetition of the row that has the keyboard, as far as
// there is room.
func (s *resultsScreen) sampleLine(width int, panes []int) []string {
	if s.at >= len(s.rows) {
		return nil
	}
	r := s.sheet.Rows[s.rows[s.at]]
	var parts []string
	for _, at := range panes {
		if c := r.Cells[at]; c.Measured() {
			parts = append(parts, s.sheet.Columns[at].Name+" "+strings.Join(figuresOf(c.Row), " "))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{" " + s.Paint(theme.Muted, widget.Cut(r.Test.String()+" samples  "+strings.Join(parts, "   "), width-2, s.More))}
}

func figuresOf(r *report.Row) []string {
	var out []string
	for _, v := range r.SamplesTPS() {
		out = append(out, bench.FormatTPS(v))
	}
	return out
}

// allDoubts are those of every session in the panes.
func (s *resultsScreen) allDoubts() []report.Doubt {
	var out []report.Doubt
	for _, session := range s.sheet.Sessions() {
		for _, d := range report.Doubts(session) {
			if session != s.session {
				d.Where = bench.Clean(session.ID) + ", " + d.Where
			}
			out = append(out, d)
		}
	}
	return out
}

// manyDoubts is a doubt and how many more say the same of other tests.
type manyDoubts struct {
	report.Doubt
	more int
}

// alike puts those together that differ in their figures alone: a machine that
// was busy throughout is one thing to know, not one for each test.
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
