package tui

import (
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dyno/bench"
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

func (s *machineScreen) command() string { return "dyno machine" }

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
		gpu = unless("not from here: dyno machine --gpu", gpu)
	case s.live:
		gpu = unless("a benchmark is running", gpu)
	}
	return []binding{keyToModels, measure, gpu, keyDoctor, keySetup}
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
			s.setup.take(msg.offers, len(s.builds) > 0, len(s.models) > 0)
		}
	case streamMsg[gpuLine]:
		return s.gpuTold(msg)
	case streamMsg[setupLine]:
		if s.setup != nil {
			return s.setup.log(msg)
		}
	}
	if s.setup == nil && s.missing() {
		return nil, s.beginSetup()
	}
	return nil, nil
}

// close leaves the offers.
func (s *machineScreen) close() { s.setup, s.asked = nil, false }

func (s *machineScreen) beginSetup() tea.Cmd {
	s.setup = &setupForm{desk: s.desk}
	ctx, find := s.ctx, s.Engines.Offers
	return func() tea.Msg { return offersMsg{find(ctx)} }
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

// offersMsg is what can be got here.
type offersMsg struct{ offers []Offer }

// setupLine is a line of the log of getting things.
type setupLine string

// setupForm offers what is missing and gets it.
type setupForm struct {
	*desk
	offers []Offer
	ticked []bool
	known  bool
	at     int
	lines  []string
	stop   context.CancelFunc
	failed string
}

func (f *setupForm) busy() bool { return f.stop != nil }

// take ticks what is recommended and missing.
func (f *setupForm) take(offers []Offer, hasEngine, hasModel bool) {
	f.offers, f.known = offers, true
	f.ticked = make([]bool, len(offers))
	for i, o := range offers {
		missing := !hasEngine
		if o.Name == "a model" {
			missing = !hasModel
		}
		f.ticked[i] = o.Recommended && o.Refused == "" && missing
	}
}

func (f *setupForm) keys() []binding {
	if f.busy() {
		return []binding{bind("stop", "esc")}
	}
	get := bind("get what is ticked", "enter")
	if f.count() == 0 {
		get = unless("nothing is ticked", get)
	}
	return []binding{get, bind("tick", " "), bind("what is done", "i"), bind("leave it", "esc")}
}

func (f *setupForm) count() int {
	n := 0
	for _, on := range f.ticked {
		if on {
			n++
		}
	}
	return n
}

func (f *setupForm) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if f.busy() {
		if key.Matches(msg, keyBack) {
			f.stop()
			return said("stopping; nothing is left half-installed"), nil
		}
		return said(""), nil
	}
	if by, ok := steps(msg, 5, len(f.offers)); ok {
		f.at = min(max(f.at+by, 0), max(len(f.offers)-1, 0))
		return said(""), nil
	}
	if f.at >= len(f.offers) {
		return nil, nil
	}
	switch {
	case key.Matches(msg, keyMark):
		if f.offers[f.at].Refused != "" {
			return bad(bench.Clean(f.offers[f.at].Refused)), nil
		}
		f.ticked[f.at] = !f.ticked[f.at]
		return said(""), nil
	case msg.String() == "i":
		o := f.offers[f.at]
		lines := append([]string{o.Title, ""}, o.Explain...)
		if o.Refused != "" {
			lines = append(lines, o.Refused)
		}
		return open{&pager{title: o.Name, lines: cleanAll(lines)}}, nil
	case key.Matches(msg, keyEnter) && f.count() > 0:
		return said(""), f.get()
	}
	return nil, nil
}

// get gets what is ticked, one after the other.
func (f *setupForm) get() tea.Cmd {
	work, stop := context.WithCancel(f.ctx)
	f.stop, f.failed, f.lines = stop, "", nil
	var wanted []Offer
	for i, o := range f.offers {
		if f.ticked[i] {
			wanted = append(wanted, o)
		}
	}
	return stream(f.ctx, 0, func(_ context.Context, each func(setupLine)) []string {
		defer stop()
		for _, o := range wanted {
			each(setupLine(o.Name + ": " + o.Title))
			if err := o.Do(work, func(line string) { each(setupLine("  " + line)) }); err != nil {
				if work.Err() != nil {
					return []string{"stopped; nothing was left half-installed"}
				}
				return []string{fmt.Sprintf("%s: %v", o.Name, err)}
			}
			each(setupLine("  done"))
		}
		return nil
	})
}

// log takes lines and the end.
func (f *setupForm) log(msg streamMsg[setupLine]) (action, tea.Cmd) {
	for _, line := range msg.items {
		f.lines = append(f.lines, bench.Clean(string(line)))
	}
	f.lines = f.lines[max(0, len(f.lines)-200):]
	if !msg.ended {
		return nil, msg.next
	}
	f.stop = nil
	if len(msg.tail) > 0 {
		f.failed = bench.Clean(msg.tail[0])
		return bad(f.failed), nil
	}
	return several{good("ready"), setupDone{}, rescan{}, goTo{atModels}}, nil
}

// setupDone closes the form.
type setupDone struct{}
