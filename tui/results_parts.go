package tui

import (
	"fmt"
	"strings"

	"dyno/bench"
	"dyno/bench/report"
	"dyno/tui/theme"
	"dyno/tui/widget"
)

// view draws panes side by side, their rows on one line each, and below them
// what differs. Where there is no room for two panes there is one.
//
//	                  ╭ A baseline ──────╮╭ B ───────────────╮
//	Llama 3.2 3B      │                  ││                  │
//	  pp512           │ 1 581 ± 6        ││ 1 402 ± 9 -11 % ▼│
//	▌ tg128           │ …                ││ …                │
//	                  ╰──────────────────╯╰──────────────────╯
//	B differs from A in …
func (s *resultsScreen) view(width, height int) widget.Block {
	if s.session != nil && s.made != [2]int{s.shown, len(s.more)} {
		s.make()
	}
	switch {
	case s.session == nil:
		return widget.Fit([]string{"", "  There are no results yet.", "", "  enter  choose models     6  earlier sessions"}, width, height)
	case len(s.sheet.Rows) == 0:
		return widget.Fit([]string{"", "  Session " + bench.Clean(s.name) + " has no tests."}, width, height)
	}
	tail := s.below(width)
	tail = tail[:min(len(tail), max(height/3, 1))]
	room := height - len(tail)
	names, panes, paneWidth := s.divide(width)
	lines := s.body(names, panes, paneWidth, room)
	return widget.Fit(append(lines, tail...), width, height)
}

// divide shares the width out: names at the left, as many panes as fit, the
// one that has the keyboard among them.
func (s *resultsScreen) divide(width int) (names int, panes []int, paneWidth int) {
	const least = 26
	names = min(max(width/4, 13), 26)
	all := s.shownPanes()
	fit := max((width-names)/least, 1)
	at := 0
	for i, p := range all {
		if p == s.pane {
			at = i
		}
	}
	first := min(max(at-fit+1, 0), max(len(all)-fit, 0))
	panes = all[first:min(first+fit, len(all))]
	return names, panes, min((width-names)/max(len(panes), 1), 44)
}

// line is one line of the body: what stands at the left and in each pane.
type line struct {
	name  string
	cells []string
	row   int // of s.rows; -1 is a heading
}

func (s *resultsScreen) body(names int, panes []int, paneWidth, height int) []string {
	inside := paneWidth - 4
	var all []line
	model := ""
	at := 0
	for n, i := range s.rows {
		r := s.sheet.Rows[i]
		if r.Model != model && r.Model != "" {
			model = r.Model
			all = append(all, line{name: s.Paint(theme.Strong, widget.Cut(bench.Clean(r.Model), names-2, s.More)), row: -1, cells: make([]string, len(panes))})
		}
		if n == s.at {
			at = len(all)
		}
		all = append(all, s.lines(n, r, panes, inside)...)
	}
	room := max(height-4, 1) // frame and two lines of heading
	s.top = min(s.top, at)
	s.top = max(s.top, at-room+2, 0)
	s.top = min(s.top, max(len(all)-room, 0))
	shown := all[s.top:min(s.top+room, len(all))]

	left := []string{"", s.Paint(theme.Muted, " t/s"), ""}
	blocks := make([][]string, len(panes))
	for c, p := range panes {
		pane := s.sheet.Panes[p]
		blocks[c] = []string{s.Paint(theme.Strong, widget.Cut(bench.Clean(pane.Title), inside, s.More)), s.Paint(theme.Muted, widget.Cut(bench.Clean(pane.Detail), inside, s.More))}
	}
	for _, l := range shown {
		lead := "  "
		if l.row == s.at {
			lead = s.Paint(theme.Focus, s.Cursor) + " "
		}
		if l.row < 0 {
			lead = " "
		}
		left = append(left, lead+l.name)
		for c := range panes {
			blocks[c] = append(blocks[c], l.cells[c])
		}
	}
	rows := len(shown) + 4
	joined := []widget.Block{widget.Fit(left, names, rows)}
	for c, p := range panes {
		title := report.Letter(p)
		if p == s.sheet.Baseline {
			title += " baseline"
		}
		joined = append(joined, widget.Pane(s.Theme, title, p == s.pane, blocks[c], paneWidth, rows))
	}
	return widget.Beside(joined...)
}

// lines are a test's figure, and for generation what it moves.
func (s *resultsScreen) lines(n int, r report.SheetRow, panes []int, inside int) []line {
	first := line{name: r.Test.String(), row: n}
	second := line{name: s.Paint(theme.Muted, "  moves"), row: -1}
	moves := false
	most := s.most(r)
	for _, p := range panes {
		cell := r.Cells[p]
		first.cells = append(first.cells, s.figure(cell, p, most, inside))
		text := s.moved(cell, inside)
		moves = moves || text != ""
		second.cells = append(second.cells, text)
	}
	if moves && !s.bars {
		return []line{first, second}
	}
	return []line{first}
}

func (s *resultsScreen) most(r report.SheetRow) float64 {
	most := 0.0
	for _, c := range r.Cells {
		if c.Row != nil {
			most = max(most, c.Row.Summary.Median)
		}
	}
	return most
}

// figure is a cell's speed with its interval, and how it compares.
func (s *resultsScreen) figure(c report.SheetCell, pane int, most float64, inside int) string {
	switch {
	case c.Row == nil:
		return s.Paint(theme.Muted, bench.NotMeasured)
	case c.Row.Test.Failure != nil:
		return s.Paint(theme.Bad, widget.Cut(s.No+" "+bench.Clean(c.Row.Test.Failure.Reason), inside, s.More))
	case !c.Row.Measured():
		return s.Paint(theme.Muted, c.Row.Standing())
	}
	sum := c.Row.Summary
	text := widget.Right(bench.FormatTPS(sum.Median), 6)
	doubt := ""
	if len(c.Row.Test.Warnings) > 0 {
		doubt = s.Paint(theme.Warn, s.Doubt)
	}
	change := s.change(c)
	if s.bars {
		room := inside - widget.Width(text) - 1 - widget.Width(change) - 2
		return widget.Ends(text+" "+widget.Bar(s.Theme, sum.Median/most, max(room, 3), " "), doubt+change, inside)
	}
	if sum.HasInterval && inside >= 18+widget.Width(change) {
		text += " " + bench.FormatInterval(sum.Median, sum.Low, sum.High)
	}
	return widget.Ends(text, doubt+" "+change, inside)
}

// change is the ratio to the baseline with the verdict's sign.
func (s *resultsScreen) change(c report.SheetCell) string {
	if !c.Compared {
		return ""
	}
	sign := report.VerdictSign(c.Verdict)
	text := sign
	if c.HasRatio() && c.Verdict != bench.NoDiff {
		text = bench.FormatChange(c.Ratio) + " " + sign
	}
	switch c.Verdict {
	case bench.Faster:
		return s.Paint(theme.Good, strings.Replace(text, "▲", s.Better, 1))
	case bench.Slower:
		return s.Paint(theme.Bad, strings.Replace(text, "▼", s.Worse, 1))
	}
	return s.Paint(theme.Muted, text)
}

// moved is what generation read, held against the memory.
func (s *resultsScreen) moved(c report.SheetCell, inside int) string {
	if c.Row == nil || c.Row.MovedGBps <= 0 {
		return ""
	}
	text := bench.FormatGBps(c.Row.MovedGBps)
	share := c.Row.OfSpecified()
	of := ""
	if share == 0 {
		share, of = c.Row.OfMeasured(), " of measured"
	}
	if share == 0 {
		return s.Paint(theme.Muted, text)
	}
	text += "  " + bench.FormatPercent(share) + of
	if room := inside - widget.Width(text) - 1; room >= 4 {
		return s.Paint(theme.Muted, text) + " " + widget.Bar(s.Theme, share, min(room, 8), " ")
	}
	return s.Paint(theme.Muted, widget.Cut(text, inside, s.More))
}

// below says what differs, what the percentages are of, and which doubts
// there are.
func (s *resultsScreen) below(width int) []string {
	var lines []string
	add := func(tone theme.Tone, text string) {
		for _, l := range widget.Wrap(text, max(width-2, 1)) {
			lines = append(lines, " "+s.Paint(tone, l))
		}
	}
	for _, text := range s.sheet.Differs {
		add(theme.Plain, bench.Clean(text)+".")
	}
	seen := map[string]bool{}
	for _, w := range s.session.Warnings {
		if !seen[w.Warning.Text] {
			seen[w.Warning.Text] = true
			where := s.joined(w.Job, testName(w.Test))
			if where == "" {
				where = "session"
			}
			add(theme.Warn, s.Doubt+" "+where+": "+bench.Clean(w.Warning.Text))
		}
	}
	if s.died {
		add(theme.Bad, "The bench process is gone; finished tests are safe: r measures the rest.")
	}
	if s.sheet.Panes != nil {
		add(theme.Muted, "Medians with their 95 % interval; "+bench.NoDifference+" no difference shown, · too few samples.")
	}
	return lines
}

// samples lists every repetition.
func (s *resultsScreen) samples() []string {
	var lines []string
	for _, r := range s.sheet.Rows {
		lines = append(lines, strings.TrimSpace(bench.Clean(r.Model)+" "+r.Test.String()))
		for p, c := range r.Cells {
			if c.Row == nil || !c.Row.Measured() {
				continue
			}
			var figures []string
			for _, v := range c.Row.Test.SamplesTPS() {
				figures = append(figures, bench.FormatTPS(v))
			}
			lines = append(lines, fmt.Sprintf("  %s  %s   mean %s", report.Letter(p), strings.Join(figures, "  "), bench.FormatMeanStdDev(c.Row.Summary.Mean, c.Row.Summary.StdDev)))
		}
	}
	return lines
}

// doubts lists warnings and failures with what to do about each.
func (s *resultsScreen) doubts() []string {
	var lines []string
	for _, w := range s.session.Warnings {
		where := s.joined(w.Job, testName(w.Test))
		lines = append(lines, bench.Clean(where+"  "+w.Warning.Text))
		if w.Warning.Remedy != "" {
			lines = append(lines, "    "+bench.Clean(w.Warning.Remedy))
		}
	}
	for _, j := range s.session.Jobs {
		for _, t := range j.Tests {
			if t.Failure == nil {
				continue
			}
			lines = append(lines, bench.Clean(s.joined(j.ID, j.Model.Label(), t.Test.String())), "    "+bench.Clean(t.Failure.Reason), "    "+bench.Clean(t.Failure.Remedy))
			for _, tail := range t.Failure.Tail {
				lines = append(lines, "      "+bench.Clean(tail))
			}
		}
	}
	if len(lines) == 0 {
		return []string{"There are none."}
	}
	return lines
}
