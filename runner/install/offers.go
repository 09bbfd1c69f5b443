package install

import (
	"context"

	"dragstrip/runner/engine"
)

// The ways to an engine that this package knows.
const (
	WayHomebrew     = "homebrew"
	WayWinget       = "winget"
	WayApt          = "apt"
	WayDebianFolder = "debian-folder"
	WayRelease      = "release"
	WayUV           = "uv"
	WayVenv         = "venv"
)

// Way is a way to an engine, or several that begin with the same questions.
// An engine says its ways as data: Homebrew, Winget, Debian, Release,
// Environment and ByHand are all there are.
type Way interface {
	// offers adds to a those that are open, the best first, and why the
	// others are not; nothing where the machine has nothing of the sort.
	offers(ctx context.Context, a *asked)
}

// asked is one question for the ways to an engine, and its answers so far.
type asked struct {
	*Store
	program Program
	newest  bool
	// own are the builds that are there; none where the newest is asked for,
	// since then nothing that is there will do.
	own []engine.Installed

	found    []engine.Offer
	refusals []engine.Refusal
}

// Offers asks an engine's ways, the best first, what they offer on this
// machine. It changes nothing and asks nobody on the network; what an
// installation that was killed left behind is cleared away.
func (in *Store) Offers(ctx context.Context, p Program, w engine.SetupWish, ways ...Way) ([]engine.Offer, []engine.Refusal) {
	in.clearLeftovers()
	a := &asked{Store: in, program: p, newest: w.Newest}
	if !w.Newest {
		a.own = in.Startable(ctx, p)
	}
	for _, way := range ways {
		way.offers(ctx, a)
	}
	return a.found, a.refusals
}

// offer takes an open way; where it led here before, there is nothing to do.
func (a *asked) offer(o engine.Offer) {
	o.Engine = a.program.Engine
	if one := ofWay(a.own, o.Way); one != nil {
		o = a.already(o, *one)
	}
	a.found = append(a.found, o)
}

func (a *asked) refuse(way, why, remedy string) {
	a.refusals = append(a.refusals, engine.Refusal{Way: way, Why: why, Remedy: remedy})
}

// already turns an offer into one that has nothing to do.
func (a *asked) already(o engine.Offer, one engine.Installed) engine.Offer {
	o.Already, o.DownloadBytes, o.DiskBytes = &one, 0, 0
	o.Title = a.program.Engine + " " + one.Version + " is already installed (" + o.Way + ")"
	o.Explain = []string{"nothing has to be done"}
	switch {
	case a.program.Single:
		o.Explain = append(o.Explain, "for a newer one: dragstrip setup "+a.program.Engine+" --upgrade")
	case one.Folder != "":
		o.Explain = append(o.Explain, "for a newer one: dragstrip engines remove "+one.ID+", then again")
	}
	return o
}
