package tui

import (
	"context"
	"slices"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// desk is what all screens share. They read it; only the root changes it, in its
// own files. A screen that wants a change answers with an action. A test reads
// the source and fails where a screen writes to the desk.
type desk struct {
	House
	*theme.Theme
	ctx context.Context // of the program

	machine   bench.Machine
	described bool
	bandwidth *bench.Bandwidth // as last measured
	best      *bench.Bandwidth // the best that is known: ceilings are made from it
	measuring bool             // the memory, now
	problem   string           // why there is no bandwidth
	busy      *float64         // share of the processors, as it is shown
	findings  []Finding
	fitKnown  bool

	builds        []bench.EngineBuild
	buildProblems []string
	buildsKnown   bool

	models        []Model
	modelProblems []string
	modelsKnown   bool            // the search has ended
	marked        map[string]bool // by path

	// session is what Live and Results show; name is "" when there is none.
	session *bench.Session
	name    string
	live    bool // its bench process is at work
	died    bool
	// shown counts the changes of session that must be drawn at once.
	shown int

	width, height int
}

// reads tells whether a build that was found takes a model.
func (d *desk) reads(m Model) bool {
	return slices.ContainsFunc(d.builds, func(b bench.EngineBuild) bool { return b.Traits.Reads(m.Model) })
}

// refused says why a model cannot be measured here; "" when it can.
func (d *desk) refused(m Model) string {
	if m.Refused == "" && d.buildsKnown && !d.reads(m) {
		return m.Unread
	}
	return m.Refused
}

// chosen lists the marked models in the order they were found.
func (d *desk) chosen() []Model {
	var out []Model
	for _, m := range d.models {
		if d.marked[m.Path] {
			out = append(out, m)
		}
	}
	return out
}

// ceilingDoubt marks what follows from a bandwidth that was measured while other
// programs were busy.
func (d *desk) ceilingDoubt(m Model) string {
	if m.CeilingMeasured <= 0 {
		return ""
	}
	return d.bestProbe().Ceiling(0).Doubt()
}

// bestProbe is the probe that models are held against; the zero Bandwidth where
// there is none.
func (d *desk) bestProbe() bench.Bandwidth {
	if d.best == nil {
		return bench.Bandwidth{}
	}
	return *d.best
}
