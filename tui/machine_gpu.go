package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// gpuLine says how far the measurement of the GPU is.
type gpuLine string

// measureGPUMsg says that the user agreed to the measurement.
type measureGPUMsg struct{}

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

// beginGPU asks before the GPU is measured, or says why that is not possible. A
// measurement takes minutes and fills the disk, so one key does not start it.
func (s *machineScreen) beginGPU() (action, tea.Cmd) {
	if why := s.whyNotGPU(); why != "" {
		return said("cannot measure the GPU here: " + why), nil
	}
	return open{&question{
		title:   "Measure the GPU?",
		text:    "The engine reads two models with random weights. This takes 1 to 5 minutes and writes up to 2.8 GB. The two models are kept for the next time if much disk space is free. esc stops the measurement and removes the models.",
		answers: []answer{{key: "y", text: "measure", then: said(""), cmd: to(atMachine, func() tea.Msg { return measureGPUMsg{} })}},
	}}, nil
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
