package install

import (
	"context"

	"dragstrip/runner/engine"
)

// The ways to install an engine.
const (
	WayHomebrew     = "homebrew"
	WayWinget       = "winget"
	WayApt          = "apt"
	WayDebianFolder = "debian-folder"
	WayRelease      = "release"
	WayUV           = "uv"
	WayVenv         = "venv"
)

// Way is a way to install an engine, or several ways that need the same
// questions. An engine lists its ways as data: Homebrew, Winget, Debian,
// Release, Environment and ByHand.
type Way interface {
	// offers adds to a the ways that work on this machine, the best first, and why
	// others do not. It adds nothing if the machine has no such thing.
	offers(ctx context.Context, a *asked)
}

// asked is one request for offers, and the answers so far.
type asked struct {
	*Store
	program Program
	newest  bool
	// backend is the one that was asked for; "" takes what fits.
	backend string
	// own are the installed builds. It is empty if the newest version was asked
	// for, because then no installed build is good enough.
	own []engine.Installed

	found    []engine.Offer
	refusals []engine.Refusal
}

// Offers asks an engine's ways, the best first, what they offer on this
// machine. It uses no network and changes nothing, except that it removes what
// a killed installation left behind.
func (in *Store) Offers(ctx context.Context, p Program, w engine.SetupWish, ways ...Way) ([]engine.Offer, []engine.Refusal) {
	in.clearLeftovers()
	a := &asked{Store: in, program: p, newest: w.Newest, backend: w.Backend}
	if !w.Newest {
		a.own = in.Startable(ctx, p)
	}
	for _, way := range ways {
		way.offers(ctx, a)
	}
	return a.found, a.refusals
}

// offer adds a way that works. If it has installed a build before, there is
// nothing to do.
func (a *asked) offer(o engine.Offer) {
	o.Engine = a.program.Engine
	if one := a.program.ofWay(a.own, o.Way, a.backend); one != nil {
		o = a.already(o, *one)
	}
	a.found = append(a.found, o)
}

// device is what is known about the GPU, or the one that the backend asked for
// needs.
func (a *asked) device(ctx context.Context) GPU { return a.gpu(ctx).only(a.backend) }

// refuseBackend refuses a way that gives no choice of backend, if one was asked
// for.
func (a *asked) refuseBackend(way, manager string) bool {
	if a.backend == "" {
		return false
	}
	a.refuse(way, manager+" has only one build, so its backend cannot be chosen", "leave out --with, or use another way")
	return true
}

func (a *asked) refuse(way, why, remedy string) {
	a.refusals = append(a.refusals, engine.Refusal{Way: way, Why: why, Remedy: remedy})
}

// already turns an offer into one that has nothing to do.
func (a *asked) already(o engine.Offer, one engine.Installed) engine.Offer {
	o.Already, o.DownloadBytes, o.DiskBytes = &one, 0, 0
	o.Title = a.program.Engine + " " + one.Version + " is already installed (" + o.Way + ")"
	o.Explain = []string{"there is nothing to do"}
	switch {
	case a.program.Single:
		o.Explain = append(o.Explain, "for a newer one: dragstrip setup "+a.program.Engine+" --upgrade")
	case one.Folder != "":
		o.Explain = append(o.Explain, "for a newer one: dragstrip engines remove "+one.ID+", then dragstrip setup "+a.program.Engine)
	}
	return o
}
