package tui

import (
	"context"

	"dragstrip/bench"
)

// probesMsg brings the probes of earlier sessions.
type probesMsg struct{ probes []bench.Bandwidth }

// machineScreen says what this machine is, what its memory moves, which engines it
// has, and whether it is fit to measure. It offers to install what is missing.
type machineScreen struct {
	*desk
	setup   *setupForm        // while something is missing, or when asked for
	asked   bool              // somebody asked for setup
	left    bool              // somebody saw the offers and left them
	probes  []bench.Bandwidth // of earlier sessions, newest first
	gpu     string            // how far its measurement is
	stopGPU context.CancelFunc
	top     int // of the lines that are shown, where they are too many
	over    int // lines that there is no room for
}

func newMachineScreen(d *desk) *machineScreen { return &machineScreen{desk: d} }

func (s *machineScreen) typing() bool { return false }

func (s *machineScreen) command() string { return "dragstrip machine" }

// missing tells whether the first-time offers are to be shown.
func (s *machineScreen) missing() bool {
	if s.asked {
		return true
	}
	return !s.left && s.buildsKnown && s.modelsKnown && !s.Demo && (len(s.builds) == 0 || len(s.models) == 0)
}

// close leaves the offers.
func (s *machineScreen) close() { s.setup, s.asked = nil, false }
