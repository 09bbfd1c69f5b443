package tui

import (
	"context"

	"dragstrip/bench"
)

// probesMsg brings the probes of earlier sessions.
type probesMsg struct{ probes []bench.Bandwidth }

// machineScreen shows what this machine is, its memory bandwidth, which engines
// it has, and whether it is fit to measure. It offers to install what is
// missing.
type machineScreen struct {
	*desk
	setup   *setupForm        // set while something is missing or somebody has opened setup
	asked   bool              // somebody has opened setup
	left    bool              // somebody saw the offers and closed them
	probes  []bench.Bandwidth // of earlier sessions, newest first
	gpu     string            // progress of the GPU's measurement
	stopGPU context.CancelFunc
	top     int // the first line that is shown, if not all lines fit
	over    int // how many lines do not fit
}

func newMachineScreen(d *desk) *machineScreen { return &machineScreen{desk: d} }

func (s *machineScreen) typing() bool { return false }

func (s *machineScreen) command() string { return "dragstrip machine" }

// missing tells whether the offers of the first start must be shown.
func (s *machineScreen) missing() bool {
	if s.asked {
		return true
	}
	return !s.left && s.buildsKnown && s.modelsKnown && !s.Demo && (len(s.builds) == 0 || len(s.models) == 0)
}

// close closes the offers.
func (s *machineScreen) close() { s.setup, s.asked = nil, false }
