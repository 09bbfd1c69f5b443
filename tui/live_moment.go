package tui

import (
	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// moment shows what changes: job and time, progress, repetitions and their
// meaning, readings, and the newest doubt. These rows change every second.
//
//	▶ Qwen2.5 14B Q4_K_M · llama.cpp b11669 Vulkan        3/8 · elapsed 4:12 · remaining about 6:40
//	  tg128  ██████████████████░░░░░░░░  4/6     23.1 t/s  ▃▄▄▅▄▄
//	  23.0  23.2  23.1  18.1▲
//	  206 GB/s, 96 % of measured, 80 % of specified bandwidth · expected 21.8 – 24.0 t/s
//	  CPU ▁▁▂▁ 6 %   GPU ▇▇▇▇ 99 %   memory ▃▃▃▃ 17.2 of 128 GiB
//	  ▲ repetition 4 of tg128: 18.1 t/s where the median is 23.1
func (s *liveScreen) moment(width, height int) []string {
	w := width - 2
	lines := []string{" " + s.head(w)}
	if s.session.State == bench.StateFinished || !s.live {
		return append(lines, " "+s.over(), "")
	}
	roomy := height > 16
	lines = append(lines, " "+s.progressRow(w))
	if text := s.repetitions(w); text != "" || roomy {
		lines = append(lines, "   "+text)
	}
	if text := s.meaning(w - 3); text != "" || roomy {
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Cut(text, w-3, s.More)))
	}
	most := 1
	if roomy {
		most = 2
	}
	charts := s.charts(w-3, most)
	if len(charts) == 0 && roomy {
		charts = []string{""}
	}
	for _, text := range charts {
		lines = append(lines, "   "+text)
	}
	if text := s.doubt(); text != "" || height > 18 {
		lines = append(lines, "   "+widget.Cut(text, w-3, s.More))
	}
	return lines
}

// over says how a session ended.
func (s *liveScreen) over() string {
	switch {
	case s.died:
		return s.Paint(theme.Bad, s.diedText())
	case s.session.Outcome == bench.OutcomeDone:
		return s.Paint(theme.Good, s.Yes+" done") + "   enter  results"
	}
	return s.Paint(theme.Warn, s.dotted(string(s.session.Outcome), bench.Clean(s.session.Reason)))
}
