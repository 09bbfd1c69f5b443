package tui

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the list, and below it what is known about the selected row.
//
//	What if  Llama 3.3 70B Q4_K_M needs 40.1 GiB        542 machines by speed
//	  machine        GB/s  fits  expected t/s               published
//	▌ M1 Ultra        819   ✓      8.1 – 10.9  ███▍               9.0
//	╭ M1 Ultra ──────────────────────────────────────────────────────╮
//	╰────────────────────────────────────────────────────────────────╯
func (s *whatIfScreen) view(width, height int) widget.Block {
	head := widget.Fit([]string{s.headline(width)}, width, 1)
	a, ok := s.selected()
	if !ok {
		return widget.Above(head, widget.Fit(s.nothing(width), width, height-1))
	}
	s.makeRoom(width)
	inside, _ := widget.PaneInside(width, height)
	facts := s.keptFacts(a, inside)
	details := min(len(facts)+2, height-1-min(len(s.listed)+1, max(height/2, leastListed)))
	if details < leastPane {
		return widget.Above(head, s.table.View(s.Theme, true, width, height-1))
	}
	list := s.table.View(s.Theme, true, width, min(len(s.listed)+2, height-1-details)) // with an empty line below a short list
	pane := widget.Pane(s.Theme, bench.Clean(s.rowName(a)), false, facts[:min(details-2, len(facts))], width, details)
	return widget.Fit(widget.Above(head, list, pane), width, height)
}

// leastPane is the height of the smallest pane: one line in a frame.
const leastPane = 3

// leastListed is how many lines the list gets at least.
const leastListed = 9

// The smallest widths of the column with the names. People tell rows apart by
// it, so on a wide screen other columns are left out before it is cut.
const narrowName, wideName = 14, 30

func (s *whatIfScreen) makeRoom(width int) {
	if len(s.table.Columns) == 0 {
		return
	}
	s.table.Columns[0].Min = narrowName
	if width >= 60 {
		s.table.Columns[0].Min = wideName
	}
}

func (s *whatIfScreen) headline(width int) string {
	what := ""
	switch {
	case s.turned():
		what = "everything that fits " + s.shortMachine()
	case s.model.Name != "":
		what = bench.Clean(s.model.Label())
		if s.machines.NeedBytes > 0 && width >= 80 {
			what += " needs " + bench.FormatBytes(s.machines.NeedBytes)
		}
	}
	left := " " + s.Paint(theme.Strong, "What if") + "  " + what
	right := ""
	switch {
	case s.filter.on:
		right = "/" + s.inputLine(s.filter.Model, min(20, width/3))
	case s.waiting:
		right = "working it out" + s.More
	case len(s.answers()) > 0:
		noun := "machine"
		if s.turned() {
			noun = "model"
		}
		count := countOf(len(s.listed), noun)
		if s.filter.Value() != "" {
			count = fmt.Sprintf("/%s: %d of %s", bench.Clean(s.filter.Value()), len(s.listed), countOf(len(s.answers()), noun))
		}
		brief := count
		if s.filter.Value() != "" {
			brief = fmt.Sprintf("/%s: %d", bench.Clean(s.filter.Value()), len(s.listed))
		}
		if n := len(s.markedChips()); n > 0 && !s.turned() {
			marked := fmt.Sprintf(", %d marked", n)
			count, brief = count+marked, brief+marked
		}
		order := "by " + s.ordered()
		if s.fastest == 0 {
			order = "no speed known"
		}
		right = shorter(widget.Width, width-widget.Width(left)-3, count+", "+order, count, brief, order)
	}
	return widget.Ends(left, s.Paint(theme.Muted, right)+" ", width)
}

// shortMachine names the machine that is asked about.
func (s *whatIfScreen) shortMachine() string {
	if len(s.fitting) > 0 {
		return bench.Clean(whatif.MachineColumns[0].Text(s.fitting[0]))
	}
	return bench.Clean(s.machine)
}

// nothing says why the list is empty, and what to do.
func (s *whatIfScreen) nothing(width int) []string {
	key := func(k, does string) string { return "  " + s.Paint(theme.Accent, k) + "  " + does }
	switch {
	case s.problem != "":
		return append(append([]string{""}, s.wrapped(theme.Bad, s.problem, width)...), "", key("m", "choose another model"))
	case s.waiting:
		return []string{"", "  Working it out" + s.More}
	case len(s.answers()) > 0:
		return []string{"", "  Nothing matches " + s.Paint(theme.Accent, "/"+bench.Clean(s.filter.Value())) + ".", "", key("esc", "show all")}
	case s.turned():
		return append(append([]string{""}, s.wrapped(theme.Plain, "Nothing is known about the speed of any model on "+s.shortMachine()+". For a machine without a known GPU, results that were measured on it are needed.", width)...),
			"", key("2", "choose models to measure"), key("esc", "back to the machines"))
	case s.model.Name != "":
		return append(append([]string{""}, s.wrapped(theme.Plain, "Nothing is known about the speed of this model on any machine: nothing was published, and nothing can be predicted.", width)...), "", key("m", "choose another model"))
	}
	return append(append([]string{""}, s.wrapped(theme.Plain, "No model is chosen. This screen says how fast a model would be on other machines, with what others published.", width)...),
		"", key("m", "choose a model; it need not be on this machine"))
}

// keptFacts gives the facts of the selected row. It keeps what was drawn last,
// because breaking lines takes longer than drawing the rest of the screen.
func (s *whatIfScreen) keptFacts(a whatif.Answer, width int) []string {
	if s.kept.lines == nil || s.kept.row != s.table.Cursor || s.kept.width != width {
		s.kept = keptFacts{s.table.Cursor, width, s.facts(a, width)}
	}
	return s.kept.lines
}

// facts are the facts of an answer in lines.
func (s *whatIfScreen) facts(a whatif.Answer, width int) []string {
	var known [][2]string
	for _, f := range a.Facts() {
		if !s.turned() && f[0] == "machine" && f[1] == a.Machine || f[0] == "model" && (!s.turned() || f[1] == a.Model.Label()) {
			continue // this fact is the title, or stands above the list
		}
		known = append(known, f)
	}
	return s.factLines(known, width)
}

// factLines breaks facts into lines, with their names on the left.
func (s *whatIfScreen) factLines(facts [][2]string, width int) (lines []string) {
	for _, f := range facts {
		name := f[0]
		for _, part := range linebreak.Lines(bench.Clean(f[1]), max(width-11, 8)) {
			lines = append(lines, s.Paint(theme.Muted, widget.Left(name, 10))+" "+part)
			name = ""
		}
	}
	return lines
}

// details is the dialog about an answer. It has more than the pane below the
// list: how the expected speed comes about, and every published figure.
func (s *whatIfScreen) details(msg detailsMsg) dialog {
	a := msg.answer
	return &pager{title: bench.Clean(s.rowName(a)), lay: func(width int) []string {
		lines := append(s.facts(a, width), "")
		lines = append(lines, s.factLines(a.Details(), width)...)
		if len(msg.sources) > 0 {
			lines = append(lines, "", s.Paint(theme.Strong, "What others published"))
		}
		for _, text := range msg.sources {
			lines = append(lines, linebreak.Lines(bench.Clean(text), width)...)
		}
		return lines
	}}
}
