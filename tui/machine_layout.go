package tui

import "dragstrip/tui/widget"

// view draws identity and engines on the left, and bandwidth and what fits on
// the right. On a narrow screen these parts are one below the other and can be
// scrolled.
//
//	Machine                    Memory bandwidth, read          GB/s
//	  CPU   …                    specified ████████████         256
//	Engines                    What fits (4k context)           GiB
//	▌ ✓ llama.cpp …              gpt-oss 120B ██████            62.9
//	Fit to measure?
func (s *machineScreen) view(width, height int) widget.Block {
	switch {
	case s.setup != nil:
		return widget.Fit(s.setup.view(width, height), width, height)
	case !s.described:
		return widget.Fit([]string{"", "  Looking at this machine" + s.More}, width, height)
	}
	if width < 92 {
		lines := append(s.identity(width), "")
		lines = append(append(lines, s.bandwidthLines(width)...), "")
		lines = append(append(lines, s.fitness(width)...), "")
		lines = append(append(lines, s.engines(width, false)...), "")
		lines = append(lines, s.fitting(width)...)
		s.over = max(len(lines)-height, 0)
		s.top = min(s.top, s.over)
		return widget.Fit(lines[s.top:], width, height)
	}
	if width >= wideScreen && height >= tallScreen {
		return s.wide(width, height)
	}
	left := width / 2
	a := append(append(s.identity(left-1), ""), s.engines(left-1, false)...)
	b := append(append(s.bandwidthLines(width-left), ""), s.fitting(width-left)...)
	tail := s.fitness(width)
	body := max(min(height-len(tail)-1, max(len(a), len(b))), 4)
	s.over = 0
	out := widget.Beside(widget.Fit(a, left, body), widget.Fit(b, width-left, body))
	return widget.Fit(append(append(out, ""), tail...), width, height)
}

// wide also shows more of the machine, the engines' devices, the probes of
// earlier sessions, and what the bandwidth allows. If there is not enough room,
// the last engines are left out.
func (s *machineScreen) wide(width, height int) widget.Block {
	left := width / 2
	who, engines, tail := s.identity(left-1), s.engines(left-1, true), s.fitness(left-1)
	if more := s.moreIdentity(left - 1); len(who)+len(more)+len(engines)+len(tail)+2 <= height {
		who = append(who, more...)
	}
	a := append(append(who, ""), engines...)
	a = append(append(a[:min(len(a), max(height-len(tail)-1, 0))], ""), tail...)
	b := append(s.bandwidthLines(width-left), "")
	if history := s.probeHistory(width - left); len(history) > 0 {
		b = append(append(b, history...), "")
	}
	b = append(b, s.fitting(width-left)...)
	if allowed := s.allowed(width - left); len(allowed) > 0 && len(b)+1+len(allowed) <= height {
		b = append(append(b, ""), allowed...)
	}
	s.over = 0
	return widget.Beside(widget.Fit(a, left, height), widget.Fit(b, width-left, height))
}
