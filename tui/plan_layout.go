package tui

import "dragstrip/tui/widget"

// view draws the form, the jobs that follow from it, the reason against
// measuring now, and the engine's command.
//
//	Plan                              Jobs                  tests  minutes
//	▌ preset   quick ▾                Qwen3 30B  Vulkan        2      1.1
//	  prompt -p 512                   …
//	 ▲ other programs keep 2 of 16 cores busy: …
//	 -p  what the field means
//	 The first command
func (s *planScreen) view(width, height int) widget.Block {
	switch {
	case width < 90:
		return s.narrow(width, height)
	case width >= wideScreen && height >= tallScreen:
		return s.wide(width, height)
	}
	most := 2
	if height >= 24 {
		most = 4
	}
	tail := s.told(width, height, most)
	rows := height - len(tail)
	left := min(width/2, 56)
	form := s.form(left, rows)
	right := s.jobs(width-left-3, rows)
	// The explanation comes directly below the form and the jobs. The empty rows
	// are at the end.
	rows = min(max(len(form), len(right))+1, rows)
	out := widget.Beside(widget.Fit(form, left, rows), indent(right, width-left, rows))
	return widget.Fit(append(out, tail...), width, height)
}

// told gives three parts: the reason against measuring now, the meaning of the
// field, and the engine's command if there is room. most is the largest number
// of lines for the reason.
func (s *planScreen) told(width, height, most int) []string {
	lines := s.fitness(width, most)
	if height < 20 || width < 90 && height < 28 { // the form needs the room of the command
		return append(lines, s.explain(width)...)
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return append(append(lines, s.explain(width)...), s.engineLine(width)...)
}

// A screen of at least this size has room for one more pane.
const (
	wideScreen = 140
	tallScreen = 36
)

// narrow places the summary below the form.
func (s *planScreen) narrow(width, height int) widget.Block {
	most := 1
	if height >= 14 {
		most = 3
	}
	tail := s.told(width, height, most)
	rows := height - len(tail)
	summary := s.summary(width - 2)
	jobs := min(len(summary), max(rows/3, 2))
	form := widget.Fit(s.form(width, rows-jobs), width, rows-jobs)
	return widget.Above(form, indent(summary[max(0, len(summary)-jobs):], width, jobs), widget.Fit(tail, width, len(tail)))
}

// wide gives the form the whole height, with the presets below it, and places
// everything else beside it.
func (s *planScreen) wide(width, height int) widget.Block {
	left := 60
	right := width - left
	form := s.form(left, height)
	if presets := s.presetList(left); len(form)+len(presets) <= height {
		form = append(form, presets...)
	}
	tail := s.told(right-2, height, 3)
	if all := s.allReasons(right - 2); len(all) > 0 {
		whole := append(append(all, ""), append(s.explain(right-2), s.engineLine(right-2)...)...)
		if len(s.jobs(right-4, height))+1+len(whole) <= height {
			tail = whole
		}
	}
	jobs := s.jobs(right-4, height-len(tail)-1)
	beside := make([]string, 0, height)
	for _, line := range append(jobs, "") {
		beside = append(beside, " "+line)
	}
	return widget.Beside(widget.Fit(form, left, height), indent(append(beside, tail...), right, height))
}

func indent(lines []string, width, height int) widget.Block {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = " " + line
	}
	return widget.Fit(out, width, height)
}
