package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// gpuLine says how far the measurement of the GPU is.
type gpuLine string

// whyNotGPU says why the GPU cannot be measured now. It gives "" if the GPU can
// be measured.
func (s *machineScreen) whyNotGPU() string {
	switch {
	case s.House.Machine.MeasureGPU == nil:
		return "use the command dragstrip machine --gpu"
	case s.live:
		return "a benchmark is running"
	case s.stopGPU != nil:
		return "it is being measured; esc stops it"
	}
	return ""
}

// beginGPU measures the GPU, or says why that is not possible.
func (s *machineScreen) beginGPU() (action, tea.Cmd) {
	if why := s.whyNotGPU(); why != "" {
		return said("cannot measure the GPU here: " + why), nil
	}
	return said(""), s.measureGPU()
}

func (s *machineScreen) measureGPU() tea.Cmd {
	work, stop := context.WithCancel(s.ctx)
	s.gpu, s.stopGPU = "measuring the GPU with the engine"+s.More, stop
	measure := s.House.Machine.MeasureGPU
	return to(atMachine, stream(s.ctx, 0, func(_ context.Context, each func(gpuLine)) []string {
		defer stop()
		text, err := measure(work, func(line string) { each(gpuLine(line)) })
		if err != nil {
			return []string{"", err.Error()}
		}
		return []string{text}
	}))
}

// gpuTold receives the progress of the measurement, and its end.
func (s *machineScreen) gpuTold(msg streamMsg[gpuLine]) (action, tea.Cmd) {
	if n := len(msg.items); n > 0 {
		s.gpu = bench.Clean(string(msg.items[n-1]))
	}
	if !msg.ended {
		return nil, to(atMachine, msg.next)
	}
	s.gpu, s.stopGPU = "", nil
	if len(msg.tail) > 1 {
		return bad(bench.Clean(msg.tail[1])), nil
	}
	return several{good(bench.Clean(strings.Join(msg.tail, ""))), redescribe{}}, nil
}
