package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// askShape opens the dialog for choosing a stand-in. Its list fills while the
// user looks at it.
func (s *modelsScreen) askShape() (action, tea.Cmd) {
	list, fill := newShapeList(s.desk, shapeQuestion{
		title: "Write a stand-in", about: "A published model's exact shape with random weights: as large and as fast as the real one.",
		choose: "write it", then: s.write,
	})
	return several{said(""), open{list}}, fill
}

// write starts writing a stand-in. The writing continues if the user goes to
// another screen.
func (s *modelsScreen) write(shape Shape) tea.Cmd {
	work, stop := context.WithCancel(s.ctx)
	s.writing = &writing{shape: shape, total: shape.Model.SizeBytes, stop: stop}
	do := s.Models.WriteStandIn
	return to(atModels, stream(s.ctx, 0, func(_ context.Context, each func([2]int64)) []string {
		defer stop()
		if err := do(work, shape, func(done, total int64) { each([2]int64{done, total}) }); err != nil {
			return []string{err.Error()}
		}
		return nil
	}))
}

// wrote receives the progress of the writing, and its end.
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
	name := bench.Clean(s.writing.shape.Model.Label())
	s.writing = nil
	if len(msg.tail) > 0 {
		return bad(bench.Clean(msg.tail[0])), nil
	}
	return several{good(name + " is written"), rescan{}}, nil
}
