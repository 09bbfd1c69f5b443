package install

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"dragstrip/bench"
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

// Way is one way to install an engine, or several ways that ask the machine the
// same questions. An engine lists its ways as data: Homebrew, Winget, Debian,
// Release, Environment and ByHand.
type Way interface {
	// offers adds to a the ways that work on this machine, the best first, and
	// the reasons why others do not work. It adds nothing if a way makes no
	// sense on this machine.
	offers(ctx context.Context, a *asked)
}

// asked is one request for offers, and the answers so far.
type asked struct {
	*Store
	program Program
	// wish is what the user asked for. If its backend is "", the backend that
	// fits the machine is taken. kept is set if the user named no backend and
	// wish has the backend of an installed build.
	wish engine.SetupWish
	kept bool
	// own are the installed builds that start, the newest first. wished are the
	// installed builds that start and have the requested version.
	own, wished []engine.Installed
	// machine returns what is known about this machine's GPU. It asks the
	// machine only once, because NVIDIA's program may take long to answer.
	machine func() GPU

	found    []engine.Offer
	refusals []engine.Refusal
}

// Offers asks the ways of an engine, the best first, what they offer on this
// machine. It uses no network. It changes only one thing: it removes what a
// killed installation left behind.
func (in *Store) Offers(ctx context.Context, p Program, w engine.SetupWish, ways ...Way) ([]engine.Offer, []engine.Refusal) {
	in.clearLeftovers()
	a := &asked{
		Store: in, program: p, wish: w, own: in.Startable(ctx, p),
		machine: sync.OnceValue(func() GPU { return in.gpu(ctx) }),
	}
	if w.Version != "" {
		a.wished = in.ofVersion(ctx, p, w.Version)
	}
	a.keepBackend()
	for _, way := range ways {
		way.offers(ctx, a)
	}
	a.sameWayFirst()
	return a.found, a.refusals
}

// keepBackend adds the GPU backend of an installed build to the wish, if the
// user asks for another version but names no backend. Without this, an upgrade
// of a build with Vulkan would install a build for the CPU if no GPU is seen at
// that moment.
func (a *asked) keepBackend() {
	if a.wish.Open() || a.wish.Backend != "" {
		return
	}
	for _, one := range a.own {
		if backend := a.program.backendOf(one); backend != BackendCPU {
			a.wish.Backend, a.kept = backend, true
			return
		}
	}
}

// withoutBackend says how to get a build with another backend than the wish
// has.
func (a *asked) withoutBackend() string {
	if a.kept {
		return "add --with " + BackendCPU
	}
	return "leave out --with"
}

// If the user asks for another version, sameWayFirst puts one way first: the
// way by which the newest installed build with the wished backend was
// installed. Other ways may number their versions differently.
func (a *asked) sameWayFirst() {
	if a.wish.Open() || len(a.own) == 0 {
		return
	}
	first := a.own[0]
	if one := a.program.ofBackend(a.own, a.wish.Backend); one != nil {
		first = *one
	}
	other := func(o engine.Offer) int {
		if o.Way == first.Way {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(a.found, func(x, y engine.Offer) int { return cmp.Compare(other(x), other(y)) })
}

// enough returns a build that this way installed earlier and that fulfils the
// wish, or nil.
func (a *asked) enough(way string) *engine.Installed {
	switch {
	case a.wish.Open():
		return a.program.ofWay(a.own, way, a.wish.Backend)
	case a.wish.Version != "":
		return a.program.ofWay(a.wished, way, a.wish.Backend)
	}
	return nil
}

// offer adds a way that works. If this way has already installed a build that
// fulfils the wish, the offer says that there is nothing to do.
func (a *asked) offer(o engine.Offer) {
	o.Engine = a.program.Engine
	// A named version may not be there. Then the user must not be asked to agree
	// to it.
	if a.wish.Version == "" && (!a.wish.Newest || len(a.own) == 0) {
		o.Look = nil
	}
	if err := a.needPrograms(); err != nil && !bySystem(o.Way) {
		why, remedy, _ := strings.Cut(err.Error(), "; ")
		a.refuse(o.Way, why, remedy)
		return
	}
	switch one := a.enough(o.Way); {
	case one != nil:
		o = a.already(o, *one)
	case !a.wish.Open() && o.Already == nil:
		o.Explain = append(o.Explain, a.keepsOthers()...)
	}
	a.found = append(a.found, o)
}

// keepsOthers says that installed builds stay.
func (a *asked) keepsOthers() []string {
	if len(a.own) == 0 {
		return nil
	}
	return []string{"keep " + a.program.Title + " " + bench.CleanLine(a.own[0].Version, 40) + ", so that both can be measured"}
}

// refuseVersions refuses a way that keeps only one version of a program, if the
// user asks for a certain version, or for the newest one while another is
// installed. An upgrade would remove the version that works.
func (a *asked) refuseVersions(way, manager string, installed bool, upgrade string) bool {
	switch {
	case a.wish.Version != "":
		a.refuse(way, manager+" does not install a version of your choice", "use another way")
	case a.wish.Newest && installed:
		a.refuse(way, manager+" keeps only one version, so the version that is here would be lost", "use another way; or, if the old version is not needed: "+upgrade)
	default:
		return false
	}
	return true
}

// bySystem tells whether a way installs for the whole system, outside
// dragstrip's own folder.
func bySystem(way string) bool {
	return slices.Contains([]string{WayHomebrew, WayWinget, WayApt}, way)
}

// device returns what is known about the machine's GPU. If the wish has a
// backend, it returns the GPU that this backend needs.
func (a *asked) device() GPU { return a.machine().only(a.wish.Backend) }

// refuseBackend refuses a way that gives no choice of backend, if the user
// asked for a backend.
func (a *asked) refuseBackend(way, manager string) bool {
	if a.wish.Backend == "" || a.kept {
		return false
	}
	a.refuse(way, manager+" has only one build, so its backend cannot be chosen", "leave out --with, or use another way")
	return true
}

func (a *asked) refuse(way, why, remedy string) {
	a.refusals = append(a.refusals, engine.Refusal{Way: way, Why: why, Remedy: remedy})
}

// already turns an offer into an offer that has nothing to do, because one is
// installed.
func (a *asked) already(o engine.Offer, one engine.Installed) engine.Offer {
	o.Already, o.DownloadBytes, o.DiskBytes, o.Device = &one, 0, 0, nil
	o.Title = a.program.Engine + " " + one.Version + " is already installed (" + o.Way + ")"
	o.Explain = []string{"there is nothing to do", "for a newer one beside it: dragstrip setup " + a.program.Engine + " --upgrade"}
	return o
}
