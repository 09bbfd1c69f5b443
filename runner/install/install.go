package install

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dragstrip/bench"
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

// Offer is one way to get an engine, described before anything is done.
type Offer struct {
	Engine string // "llama.cpp" or "mlx"
	Way    string // one of the ways above
	Title  string // one line for people
	// Explain says what will be done, step by step: commands and addresses.
	Explain []string
	// DownloadBytes and DiskBytes are estimates; 0 where nothing is known.
	DownloadBytes, DiskBytes int64
	// Already is what this way installed before; then Do does nothing and
	// gives it back.
	Already *Installed

	do func(ctx context.Context, progress func(Progress)) (Installed, error)
}

// Refusal says why a way is not open here and what would open it.
type Refusal struct {
	Way, Why, Remedy string
}

// Progress is a sign of life. It comes from one goroutine at a time, though
// not always the same.
type Progress struct {
	Step string
	// Done of Total bytes of the step; Total is 0 where it is not known.
	Done, Total int64
	// Line is the last line that a package manager printed, cleaned.
	Line string
}

// Installed is an engine build in dragstrip's own folder, or the word of a package
// manager that it installed one system-wide (then Prefix is empty and the
// search for builds finds it).
type Installed struct {
	ID      string `json:"id"`
	Engine  string `json:"engine"`
	Way     string `json:"way"`
	Version string `json:"version,omitempty"`
	Source  string `json:"source,omitempty"` // where it came from
	// Platform is what it was built for, as GOOS/GOARCH: a home folder may be
	// shared by machines of several kinds.
	Platform string    `json:"platform,omitempty"`
	Prefix   []string  `json:"prefix,omitempty"`
	Env      []string  `json:"env,omitempty"`
	Bytes    int64     `json:"bytes,omitempty"`
	When     time.Time `json:"when"`

	// Folder is where it lies; it is not in the file.
	Folder string `json:"-"`
}

// Build is the installed build as the rest of dragstrip knows it, before it was
// asked what it is.
func (one Installed) Build() bench.EngineBuild {
	return bench.EngineBuild{Engine: one.Engine, Prefix: one.Prefix, Env: one.Env, Version: one.Version, Origin: "dragstrip, " + one.Way}
}

// Offers lists the ways that are open on this machine, the best first, and
// why the others are not. It changes nothing and asks nobody on the network;
// what an installation that was killed left behind is cleared away.
func (in *Installer) Offers(ctx context.Context) ([]Offer, []Refusal) {
	in.clearLeftovers()
	var offers []Offer
	var refusals []Refusal
	known := in.askApt(ctx)
	own := in.startable(ctx, Engine)
	for _, way := range []func() (*Offer, *Refusal){
		func() (*Offer, *Refusal) { return in.homebrew(ctx) },
		in.winget,
		func() (*Offer, *Refusal) { return in.aptSystem(known) },
		func() (*Offer, *Refusal) { return in.debianFolder(known) },
		in.release,
	} {
		offer, refusal := way()
		if offer != nil {
			offer.Engine = Engine
			if one, ok := own[offer.Way]; ok {
				offer.already(one)
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
func (o *Offer) already(one Installed) *Offer {
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

// Do carries the offer out. Nothing half-installed is left behind when it
// fails or ctx is done; errors say what to do.
func (o Offer) Do(ctx context.Context, progress func(Progress)) (Installed, error) {
	if o.Already != nil {
		return *o.Already, nil
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	done, err := o.do(ctx, progress)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if errors.Is(err, syscall.ENOSPC) || err != nil && strings.Contains(err.Error(), "No space left on device") {
		err = fmt.Errorf("%w; free some disk space and try again", err)
	}
	if err != nil {
		return Installed{}, fmt.Errorf("install %s (%s): %w", o.Engine, o.Way, err)
	}
	return done, nil
}

func (in *Installer) folder() string { return filepath.Join(in.Data, "engines") }

// startTime is how long a build may take to print its help.
const startTime = 30 * time.Second

// starts tells why a build does not, if so.
func (in *Installer) starts(ctx context.Context, one Installed) error {
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
func (in *Installer) startable(ctx context.Context, engine string) map[string]Installed {
	out := map[string]Installed{}
	all, _ := in.List()
	for _, one := range all {
		if one.Engine != engine {
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
func (in *Installer) tryOut(ctx context.Context, folder string, one Installed) error {
	one.expand(folder)
	if err := in.starts(ctx, one); err != nil {
		return fmt.Errorf("what was downloaded does not start here, so it was thrown away: %w; another way may fit (`dragstrip setup --way`)", err)
	}
	return nil
}
