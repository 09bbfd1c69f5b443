package tui

import (
	"context"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// machineScreen says what this machine is, what its memory moves, which
// engines it has, and whether it is fit to measure. Where something is
// missing it offers to get it.
type machineScreen struct {
	*desk
	setup   *setupForm // while something is missing, or when asked for
	asked   bool       // for setup
	left    bool       // the offers were seen and left
	gpu     string     // how far its measurement is
	stopGPU context.CancelFunc
	top     int // of the lines that are shown, where they are too many
	over    int // lines that there is no room for
}

var (
	keyMeasure    = bind("measure again", "m")
	keyMeasureGPU = bind("measure the GPU", "g")
	keyDoctor     = bind("doctor", "d")
	keySetup      = bind("setup", "s")
	keyToModels   = bind("models", "enter")
)

func newMachineScreen(d *desk) *machineScreen { return &machineScreen{desk: d} }

func (s *machineScreen) enter() tea.Cmd { return nil }

func (s *machineScreen) typing() bool { return false }

func (s *machineScreen) command() string { return "dragstrip machine" }

// missing tells whether the first-time offers are to be shown.
func (s *machineScreen) missing() bool {
	if s.asked {
		return true
	}
	return !s.left && s.buildsKnown && s.modelsKnown && !s.Demo && (len(s.builds) == 0 || len(s.models) == 0)
}

func (s *machineScreen) keys() []binding {
	if s.setup != nil {
		return s.setup.keys()
	}
	measure := keyMeasure
	if s.live {
		measure = unless("a benchmark is running", measure)
	}
	gpu := keyMeasureGPU
	switch {
	case s.House.Machine.MeasureGPU == nil:
		gpu = unless("not from here: dragstrip machine --gpu", gpu)
	case s.live:
		gpu = unless("a benchmark is running", gpu)
	}
	keys := []binding{keyToModels, measure, gpu, keyDoctor, keySetup}
	if s.over > 0 {
		keys = slices.Insert(keys, 1, keyScroll)
	}
	return keys
}

func (s *machineScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if s.setup != nil {
			return s.inSetup(msg)
		}
		return s.key(msg)
	case offersMsg:
		if s.setup != nil {
			s.setup.take(msg, len(s.builds) > 0, len(s.models) > 0)
		}
	case streamMsg[gpuLine]:
		return s.gpuTold(msg)
	case streamMsg[setupLine]:
		if s.setup != nil {
			return s.setup.log(msg)
		}
	}
	switch {
	case s.setup == nil && s.missing():
		return nil, s.beginSetup()
	case s.setup != nil && !s.missing() && !s.setup.busy():
		s.close() // a folder was added that holds what was missing
	}
	return nil, nil
}

// close leaves the offers.
func (s *machineScreen) close() { s.setup, s.asked = nil, false }

func (s *machineScreen) beginSetup() tea.Cmd {
	s.setup = &setupForm{desk: s.desk}
	ctx, find, free := s.ctx, s.Engines.Offers, s.Engines.FreeBytes
	return func() tea.Msg {
		msg := offersMsg{offers: find(ctx)}
		if free != nil {
			msg.freeBytes = free(ctx)
		}
		return msg
	}
}

func (s *machineScreen) inSetup(msg tea.KeyMsg) (action, tea.Cmd) {
	if key.Matches(msg, keyBack) && !s.setup.busy() {
		s.close()
		s.left = true
		return said(""), nil
	}
	a, cmd := s.setup.key(msg)
	return a, cmd
}

func (s *machineScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if by, ok := steps(msg, 10, 100); ok {
		s.top = max(s.top+by, 0)
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyToModels):
		return goTo{atModels}, nil
	case key.Matches(msg, keyMeasure):
		return remeasure{}, nil
	case key.Matches(msg, keyMeasureGPU) && s.House.Machine.MeasureGPU != nil && !s.live && s.stopGPU == nil:
		return said(""), s.measureGPU()
	case key.Matches(msg, keyBack) && s.stopGPU != nil:
		s.stopGPU()
		return said("stopping"), nil
	case key.Matches(msg, keyDoctor):
		ctx, doctor := s.ctx, s.House.Machine.Doctor
		return said("looking" + s.More), act(func() action {
			return several{notify{}, open{&pager{title: "Doctor", lines: cleanText(doctor(ctx))}}}
		})
	case key.Matches(msg, keySetup):
		s.asked = true
		return said(""), s.beginSetup()
	}
	return nil, nil
}

// gpuLine is how far the measurement of the GPU is.
type gpuLine string

func (s *machineScreen) measureGPU() tea.Cmd {
	work, stop := context.WithCancel(s.ctx)
	s.gpu, s.stopGPU = "measuring the GPU with the engine"+s.More, stop
	measure := s.House.Machine.MeasureGPU
	return stream(s.ctx, 0, func(_ context.Context, each func(gpuLine)) []string {
		defer stop()
		text, err := measure(work, func(line string) { each(gpuLine(line)) })
		if err != nil {
			return []string{"", err.Error()}
		}
		return []string{text}
	})
}

// gpuTold takes how far it is, and the end.
func (s *machineScreen) gpuTold(msg streamMsg[gpuLine]) (action, tea.Cmd) {
	if n := len(msg.items); n > 0 {
		s.gpu = bench.Clean(string(msg.items[n-1]))
	}
	if !msg.ended {
		return nil, msg.next
	}
	s.gpu, s.stopGPU = "", nil
	if len(msg.tail) > 1 {
		return bad(bench.Clean(msg.tail[1])), nil
	}
	return several{good(bench.Clean(strings.Join(msg.tail, ""))), redescribe{}}, nil
}
