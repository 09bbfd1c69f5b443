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
	case len(s.builds) == 0 && !s.buildsKnown:
		return "still looking for engines"
	case len(s.builds) == 0:
		return "no engine was found; s installs one"
	}
	return ""
}

// beginGPU asks before the GPU is measured, or says why that is not possible. A
// measurement takes minutes and fills the disk, so one key does not start it.
func (s *machineScreen) beginGPU() (action, tea.Cmd) {
	if why := s.whyNotGPU(); why != "" {
		return said("cannot measure the GPU here: " + why), nil
	}
	title, text := s.askGPU()
	return open{&question{
		title:   title,
		text:    text + "The engine reads two models with random weights. This takes 1 to 5 minutes and writes up to 2.8 GB. The two models are kept for the next time if much disk space is free. esc stops the measurement and removes the models.",
		answers: []answer{{key: "y", text: "measure", then: said(""), cmd: to(atMachine, func() tea.Msg { return measureGPUMsg{} })}},
	}}, nil
}

// askGPU is the title of the question, and the first sentence if there is no
// GPU: then something else is measured.
func (s *machineScreen) askGPU() (title, first string) {
	_, device, found := bench.BestDevice(s.builds)
	switch {
	case !found:
		return "No GPU. Measure the CPU?", "No engine on this machine sees a GPU, so the CPU is measured instead. "
	case device.Software:
		name := bench.Clean(device.Name)
		return "No GPU. Measure " + name + "?", "No engine on this machine sees a GPU. " + name + " (" + bench.Clean(device.Description) + ") is a program on the CPU. It is measured instead. "
	}
	return "Measure the GPU?", ""
}

// measuredName is what the measurement that begins is about.
func (s *machineScreen) measuredName() string {
	if _, device, found := bench.BestDevice(s.builds); found {
		return bench.Clean(device.Name)
	}
	return "the CPU"
}

func (s *machineScreen) measureGPU() tea.Cmd {
	work, stop := context.WithCancel(s.ctx)
	s.gpu, s.stopGPU = "measuring "+s.measuredName()+" with the engine"+s.More, stop
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
