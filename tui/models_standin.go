package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/widget"
)

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
	return to(atModels, stream(s.ctx, 0, func(_ context.Context, each func([2]int64)) []string {
		defer stop()
		if err := do(work, shape, func(done, total int64) { each([2]int64{done, total}) }); err != nil {
			return []string{err.Error()}
		}
		return nil
	}))
}

// wrote takes progress and the end.
func (s *modelsScreen) wrote(msg streamMsg[[2]int64]) (action, tea.Cmd) {
	if s.writing == nil {
		return nil, to(atModels, msg.next)
	}
	if n := len(msg.items); n > 0 {
		s.writing.done, s.writing.total = msg.items[n-1][0], msg.items[n-1][1]
	}
	if !msg.ended {
		return nil, to(atModels, msg.next)
	}
	shape := s.writing.shape
	s.writing = nil
	if len(msg.tail) > 0 {
		return bad(bench.Clean(msg.tail[0])), nil
	}
	return several{good(shape.Title + " " + shape.Quant + " is written"), rescan{}}, nil
}
