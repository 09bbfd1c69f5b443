package tui

import "dragstrip/tui/widget"

// view draws the form, what follows from it, and the engine's command.
//
//	Plan                              Jobs                  tests  minutes
//	▌ preset   quick ▾                Qwen3 30B  Vulkan        2      1.1
//	  prompt -p 512                   …
//	 -p  what the field means
//	 The command of the first job
func (s *planScreen) view(width, height int) widget.Block {
	tail := s.explain(width)
	if height >= 20 {
		tail = append(tail, s.engineLine(width)...)
	}
	rows := height - len(tail)
	if width < 90 {
		summary := s.summary(width - 2)
		jobs := min(len(summary), max(rows/3, 2))
		form := widget.Fit(s.form(width, rows-jobs), width, rows-jobs)
		return widget.Above(form, indent(summary[max(0, len(summary)-jobs):], width, jobs), widget.Fit(tail, width, len(tail)))
	}
	left := min(width/2, 56)
	form := s.form(left, rows)
	right := s.jobs(width-left-3, rows)
	// What explains them stands below them, and what is free below that.
	rows = min(max(len(form), len(right))+1, rows)
	out := widget.Beside(widget.Fit(form, left, rows), indent(right, width-left, rows))
	return widget.Fit(append(out, tail...), width, height)
}

func indent(lines []string, width, height int) widget.Block {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = " " + line
	}
	return widget.Fit(out, width, height)
}
