package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// below says what stands under the panes: what the bench process's end means,
// how the row that has the keyboard compares, what stands for the whole sheet,
// and what the percentages are of. No more lines are made than are seen.
func (s *resultsScreen) below(width, most int, panes []int) []string {
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
	for _, note := range s.notes {
		if len(lines) > most {
			return lines
		}
		add(note.tone, note.text)
	}
	if of := s.sheet.Ceilings(panes); len(of) > 0 {
		add(theme.Muted, "Percent of the memory's bandwidth. "+strings.Join(of, "; ")+".")
	}
	add(theme.Muted, s.legend)
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
