package install

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"dragstrip/runner/engine"
)

// The engines this package gets.
const (
	Engine = "llama.cpp"
	MLX    = "mlx"
)

// The ways to llama.cpp, in the order in which they are offered.
const (
	WayHomebrew     = "homebrew"
	WayWinget       = "winget"
	WayApt          = "apt"
	WayDebianFolder = "debian-folder"
	WayRelease      = "release"
)

// The ways to MLX, in the order in which they are offered.
const (
	WayUV   = "uv"
	WayVenv = "venv"
)

// Installer gets engines into dragstrip's own data folder, or asks the platform's
// package manager to.
type Installer struct {
	// Data is dragstrip's own data folder; builds lie in Data/engines.
	Data string
	System
}

// Offers lists the ways that are open on this machine, the best first, and
// why the others are not. It changes nothing and asks nobody on the network;
// what an installation that was killed left behind is cleared away.
func (in *Installer) Offers(ctx context.Context) ([]engine.Offer, []engine.Refusal) {
	in.clearLeftovers()
	var offers []engine.Offer
	var refusals []engine.Refusal
	known := in.askApt(ctx)
	own := in.startable(ctx, Engine)
	for _, way := range []func() (*engine.Offer, *engine.Refusal){
		func() (*engine.Offer, *engine.Refusal) { return in.homebrew(ctx) },
		in.winget,
		func() (*engine.Offer, *engine.Refusal) { return in.aptSystem(known) },
		func() (*engine.Offer, *engine.Refusal) { return in.debianFolder(known) },
		in.release,
	} {
		offer, refusal := way()
		if offer != nil {
			offer.Engine = Engine
			if one, ok := own[offer.Way]; ok {
				already(offer, one)
			}
			offers = append(offers, *offer)
		}
		if refusal != nil {
			refusals = append(refusals, *refusal)
		}
	}
	return offers, append(refusals, in.byHand()...)
}

// already turns an offer into one that has nothing to do.
func already(o *engine.Offer, one engine.Installed) *engine.Offer {
	o.Already, o.DownloadBytes, o.DiskBytes = &one, 0, 0
	o.Title = o.Engine + " " + one.Version + " is already installed (" + o.Way + ")"
	o.Explain = []string{"nothing has to be done"}
	switch {
	case o.Engine == MLX:
		o.Explain = append(o.Explain, "for a newer one: dragstrip setup mlx --upgrade")
	case one.Folder != "":
		o.Explain = append(o.Explain, "for a newer one: dragstrip engines remove "+one.ID+", then again")
	}
	return o
}

func (in *Installer) folder() string { return filepath.Join(in.Data, "engines") }

// startTime is how long a build may take to print its help.
const startTime = 30 * time.Second

// starts tells why a build does not, if so.
func (in *Installer) starts(ctx context.Context, one engine.Installed) error {
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, fmt.Errorf("it does not answer within %v", startTime))
	defer cancel()
	if one.Engine == MLX {
		_, err := in.run(ctx, mlxLook(one))
		return err
	}
	_, err := in.run(ctx, Command{Argv: append(append([]string{}, one.Prefix...), "--help"), Dir: one.Folder})
	return err
}

// startable are the newest builds of an engine, one for each way, that start
// here. One that does not (a file is gone, an update broke it) is none that
// setup may be content with.
func (in *Installer) startable(ctx context.Context, name string) map[string]engine.Installed {
	out := map[string]engine.Installed{}
	all, _ := in.List()
	for _, one := range all {
		if one.Engine != name {
			continue
		}
		if _, ok := out[one.Way]; !ok && in.starts(ctx, one) == nil {
			out[one.Way] = one
		}
	}
	return out
}

// tryOut starts a build that is still in its staging folder: what does not
// start is not installed.
func (in *Installer) tryOut(ctx context.Context, folder string, one engine.Installed) error {
	expand(&one, folder)
	if err := in.starts(ctx, one); err != nil {
		return fmt.Errorf("what was downloaded does not start here, so it was thrown away: %w; another way may fit (`dragstrip setup --way`)", err)
	}
	return nil
}
