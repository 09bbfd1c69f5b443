package tui

import (
	"context"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// desk holds what all screens share. Screens read it. Only the root changes it,
// in the root's files. A screen that wants a change answers with an action. A
// test reads the source and fails if a screen writes to the desk.
type desk struct {
	House
	*theme.Theme
	ctx context.Context // ctx ends with the program

	machine   bench.Machine
	described bool
	bandwidth *bench.Bandwidth // the bandwidth that was measured last
	best      *bench.Bandwidth // the best known bandwidth; ceilings are computed from it
	measuring bool             // the memory is being measured
	problem   string           // why no bandwidth is known
	busy      *float64         // load of the processors, as shown
	findings  []Finding
	fitKnown  bool

	builds        []bench.EngineBuild
	buildNames    map[string]string // the names of engineBuilds, by ID
	buildProblems []string
	buildsKnown   bool
	servers       []Server

	models        []Model
	modelProblems []string
	modelsKnown   bool            // the first search has ended
	marked        map[string]bool // by key

	// session is what Live and Results show. If no session is shown, name is "".
	session *bench.Session
	name    string
	file    bool // name is the path of a report that was opened, or of a session elsewhere
	live    bool // the session's bench process is running
	died    bool
	// shown counts the changes of session that must be drawn at once.
	shown int

	width, height int
}

// chosen lists the marked models in the order in which they were found.
func (d *desk) chosen() []Model {
	var out []Model
	for _, m := range d.models {
		if d.marked[m.Key()] {
			out = append(out, m)
		}
	}
	return out
}

// waitsFor gives the finding which says that a new session would have to wait for another measurement.
func (d *desk) waitsFor() (Finding, bool) {
	for _, f := range d.findings {
		if f.Severity == "waits" {
			return f, true
		}
	}
	return Finding{}, false
}

// ceilingDoubt is the sign for figures that follow from a bandwidth that was
// measured while other programs were busy.
func (d *desk) ceilingDoubt(m Model) string {
	if m.CeilingMeasured <= 0 {
		return ""
	}
	return d.bestProbe().Ceiling(0).Doubt()
}

// bestProbe is the probe that models are compared with. It is the zero
// Bandwidth if no probe is known.
func (d *desk) bestProbe() bench.Bandwidth {
	if d.best == nil {
		return bench.Bandwidth{}
	}
	return *d.best
}
