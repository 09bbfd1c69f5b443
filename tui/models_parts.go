package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dyno/bench"
	"dyno/tui/theme"
	"dyno/tui/widget"
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
	// A list that is short leaves room for the facts on a small screen, too.
	details := 0
	if free := height - 3 - max(len(s.order), 1); height >= 18 || free >= 5 {
		details = min(9, max(height-10, min(free, height-5)))
	}
	list := s.table.View(s.Theme, true, width, height-1-details)
	if details == 0 {
		return widget.Above(head, list)
	}
	m, _ := s.selected()
	inside, rows := widget.PaneInside(width, details)
	return widget.Above(head, list, widget.Pane(s.Theme, bench.Clean(m.Label()), false, s.outlook(m, inside)[:min(rows, len(s.outlook(m, inside)))], width, details))
}

func (s *modelsScreen) headline(width int) string {
	count := countOf(len(s.models), "") + " found"
	if !s.modelsKnown {
		count = "looking" + s.More + " " + count
	}
	if n := len(s.marked); n > 0 {
		count += fmt.Sprintf(", %d marked", n)
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
	case s.filter.Value() != "":
		right = fmt.Sprintf("/%s: %d of %d, best first", bench.Clean(s.filter.Value()), len(s.order), len(s.models))
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
	add("  ", "No models were found: not in dyno's own folder, not in the stores of Hugging Face, llama.cpp, LM Studio, Ollama and the others, and not in folders that were added.")
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

// outlook is what matters of a model here.
func (s *modelsScreen) outlook(m Model, width int) []string {
	var lines []string
	if s.refused(m) != "" {
		lines = append(lines, s.Paint(theme.Warn, widget.Cut(bench.Clean(s.refused(m)), width, s.More)))
	}
	facts := slices.Concat(m.Facts, s.pairFacts(m))
	for _, name := range outlookFacts {
		for _, row := range facts {
			if row[0] == name {
				lines = append(lines, s.Paint(theme.Muted, widget.Left(name, 10))+" "+widget.Cut(bench.Clean(row[1]), width-11, s.More))
			}
		}
	}
	return lines
}

// askFolder asks for a folder to look into as well.
func (s *modelsScreen) askFolder() dialog {
	add := s.Models.AddFolder
	return newPrompt(s.desk, "Add a folder", "A folder that holds GGUF files or MLX models. It is remembered.", "", func(path string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := add(path); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return several{good("added " + bench.Clean(path)), rescan{}}
		})
	})
}

// askShape lets a stand-in be chosen.
func (s *modelsScreen) askShape() dialog {
	shapes := s.Models.Shapes()
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
