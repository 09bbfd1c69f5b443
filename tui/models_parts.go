package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the list above and the selected model's facts below, where there
// is room for them.
//
//	Models  31 found, 2 marked                        sorted by name
//	  name        quant  GiB  …
//	▌ …
//	╭ Qwen2.5 14B Instruct Q4_K_M ───────────────────────────────╮
//	╰────────────────────────────────────────────────────────────╯
func (s *modelsScreen) view(width, height int) widget.Block {
	head := widget.Fit([]string{s.headline(width)}, width, 1)
	if len(s.models) == 0 {
		return widget.Above(head, widget.Fit(s.nothing(width), width, height-1))
	}
	list := len(s.order) + 1
	m, any := s.selected()
	inside, _ := widget.PaneInside(width, 9)
	var facts []string
	if any {
		facts = s.wholeOutlook(m, inside)
	}
	details := min(len(facts)+2, height-1-list)
	if details < len(facts)+2 { // the list is long, or there are many facts: both get their share
		details = min(max(details, min(9, height-10)), len(facts)+2)
		facts = s.outlook(m, inside, false)
	}
	if len(facts) == 0 || details < 3 {
		return widget.Above(head, s.list(width, height-1))
	}
	list = min(list+1, height-1-details) // a free line between the two
	pane := widget.Pane(s.Theme, bench.Clean(m.Label()), false, facts[:min(details-2, len(facts))], width, details)
	return widget.Fit(widget.Above(head, s.list(width, list), pane), width, height)
}

// list is the table, or what there is to say where a filter leaves nothing of
// it.
func (s *modelsScreen) list(width, height int) widget.Block {
	if len(s.order) == 0 {
		return widget.Fit([]string{"", "  Nothing fits " + s.Paint(theme.Accent, "/"+bench.Clean(s.filter.Value())) + ".", "", "  " + s.Paint(theme.Accent, "esc") + "  show all"}, width, height)
	}
	return s.table.View(s.Theme, true, width, height)
}

func (s *modelsScreen) headline(width int) string {
	places := map[string]bool{}
	for _, m := range s.models {
		places[m.Place] = true
	}
	count := countOf(len(s.models), "") + " found"
	if len(places) > 1 && width >= 60 {
		count += " in " + countOf(len(places), "place")
	}
	if !s.modelsKnown {
		count = "looking" + s.More + " " + count
	}
	if n := len(s.marked); n > 0 {
		count += fmt.Sprintf(", %d marked", n)
	}
	if n := len(s.modelProblems); n > 0 {
		count += fmt.Sprintf(", %d left out", n)
	}
	left := " " + s.Paint(theme.Strong, "Models") + "  " + s.Paint(theme.Muted, count)
	if s.writing != nil {
		left = " " + s.Paint(theme.Accent, "writing "+s.writing.shape.Title+" "+s.writing.shape.Quant) + " "
		share := 0.0
		if s.writing.total > 0 {
			share = float64(s.writing.done) / float64(s.writing.total)
		}
		return widget.Ends(left+widget.Bar(s.Theme, share, 20, s.BarRest), bench.FormatBytes(s.writing.done)+" ", width)
	}
	right := "sorted by " + modelColumns[s.sortBy].Title + " " + s.SortDown
	if s.turned {
		right = "sorted by " + modelColumns[s.sortBy].Title + " " + s.Better
	}
	switch {
	case s.filter.on:
		right = "/" + s.inputLine(s.filter.Model, 20)
	case s.filter.Value() != "" && s.best:
		right = fmt.Sprintf("/%s: %d of %d, best first", bench.Clean(s.filter.Value()), len(s.order), len(s.models))
	case s.filter.Value() != "":
		right = fmt.Sprintf("/%s: %d of %d, %s", bench.Clean(s.filter.Value()), len(s.order), len(s.models), right)
	}
	return widget.Ends(left, s.Paint(theme.Muted, right)+" ", width)
}

// nothing says why the list is empty and what mends it.
func (s *modelsScreen) nothing(width int) []string {
	if !s.modelsKnown {
		return []string{"", "  Looking into every store of this machine" + s.More}
	}
	lines := []string{""}
	add := func(lead, text string) {
		for i, line := range widget.Wrap(text, max(width-2-widget.Width(lead), 8)) {
			if i > 0 {
				lead = strings.Repeat(" ", widget.Width(lead))
			}
			lines = append(lines, lead+line)
		}
	}
	add("  ", "No models were found: not in dragstrip's own folder, not in the stores of Hugging Face, llama.cpp, LM Studio, Ollama and the others, and not in folders that were added.")
	lines = append(lines, "")
	add("  "+s.Paint(theme.Accent, "s")+"  ", "write a stand-in: a published model's exact shape with random weights")
	add("  "+s.Paint(theme.Accent, "a")+"  ", "add a folder that holds models")
	lines = append(lines, "")
	for _, p := range s.modelProblems {
		lines = append(lines, "  "+s.Paint(theme.Warn, s.Doubt)+" "+widget.Cut(bench.Clean(p), width-4, s.More))
	}
	return lines
}

// outlookFacts are the facts that matter most, in their order.
var outlookFacts = []string{"note", "stand-in", "pair", "ceiling", "memory", "layers", "context", "KV cache", "path", "licence"}

// wholeOutlook keeps what was drawn last: wrapping it takes longer than all
// the rest of the screen.
func (s *modelsScreen) wholeOutlook(m Model, width int) []string {
	if s.kept.lines == nil || s.kept.path != m.Path || s.kept.width != width {
		s.kept = keptOutlook{m.Path, width, s.outlook(m, width, true)}
	}
	return s.kept.lines
}

// outlook is everything known of a model, what matters here first. What is
// longer than a line goes on below, or is cut.
func (s *modelsScreen) outlook(m Model, width int, whole bool) []string {
	var lines []string
	if s.refused(m) != "" {
		lines = append(lines, s.Paint(theme.Warn, widget.Cut(bench.Clean(s.refused(m)), width, s.More)))
	}
	add := func(name, value string) {
		value = bench.Clean(value)
		parts := []string{widget.Cut(value, width-11, s.More)}
		if whole {
			parts = widget.Wrap(value, max(width-11, 8))
		}
		for _, part := range parts {
			lines = append(lines, s.Paint(theme.Muted, widget.Left(name, 10))+" "+part)
			name = ""
		}
	}
	facts := slices.Concat(m.Facts, s.pairFacts(m))
	for _, name := range outlookFacts {
		for _, row := range facts {
			if row[0] == name {
				add(name, row[1])
			}
		}
	}
	for _, row := range facts {
		if row[0] != "model" && !slices.Contains(outlookFacts, row[0]) { // its name is the pane's title
			add(bench.Clean(row[0]), row[1])
		}
	}
	return lines
}

// askFolder asks for a folder to look into as well.
func (d *desk) askFolder() dialog {
	add := d.Models.AddFolder
	return newPrompt(d, "Add a folder", "A folder that holds GGUF files or MLX models. It is remembered.", "", func(path string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := add(path); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return several{good("added " + bench.Clean(path)), rescan{}}
		})
	})
}

// askShape lets a stand-in be chosen, once their sizes are worked out.
func (s *modelsScreen) askShape() tea.Cmd {
	find := s.Models.Shapes
	return act(func() action { return several{notify{}, open{s.shapeMenu(find())}} })
}

func (s *modelsScreen) shapeMenu(shapes []Shape) dialog {
	lines := make([]string, len(shapes))
	for i, shape := range shapes {
		lines[i] = widget.Left(shape.Title, 24) + " " + widget.Left(shape.Quant, 7) + widget.Left(strings.ToUpper(shape.Format), 4) + widget.Right(bench.FormatBytes(shape.Bytes), 10) + widget.Right(bench.FormatParams(shape.Params), 9)
	}
	return &menu{title: "Write a stand-in: exact shape, random weights", lines: lines, then: func(i int) (action, tea.Cmd) {
		return nil, s.write(shapes[i])
	}}
}

// write starts writing a stand-in, which goes on whatever screen is shown.
func (s *modelsScreen) write(shape Shape) tea.Cmd {
	work, stop := context.WithCancel(s.ctx)
	s.writing = &writing{shape: shape, total: shape.Bytes, stop: stop}
	do := s.Models.WriteStandIn
	return stream(s.ctx, 0, func(_ context.Context, each func([2]int64)) []string {
		defer stop()
		if err := do(work, shape, func(done, total int64) { each([2]int64{done, total}) }); err != nil {
			return []string{err.Error()}
		}
		return nil
	})
}

// wrote takes progress and the end.
func (s *modelsScreen) wrote(msg streamMsg[[2]int64]) (action, tea.Cmd) {
	if s.writing == nil {
		return nil, msg.next
	}
	if n := len(msg.items); n > 0 {
		s.writing.done, s.writing.total = msg.items[n-1][0], msg.items[n-1][1]
	}
	if !msg.ended {
		return nil, msg.next
	}
	shape := s.writing.shape
	s.writing = nil
	if len(msg.tail) > 0 {
		return bad(bench.Clean(msg.tail[0])), nil
	}
	return several{good(shape.Title + " " + shape.Quant + " is written"), rescan{}}, nil
}
