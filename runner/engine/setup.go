package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"

	"dragstrip/bench"
)

// Setup says how builds of an engine are got: into the program's own folder,
// or by asking the platform's package manager. What ways there are to fetch
// and unpack anything is package runner/install's; an engine says which fit it.
type Setup struct {
	// How ends the sentence "gets the engine, …".
	How string
	// Ways are the words by which one way may be asked for, the best first.
	Ways []string
	// Single is set where there is one build of the program's own, always under
	// the same name. It is then set up anew in place of the one before, and
	// removed by the engine's name; builds of other engines lie side by side
	// and are removed one by one.
	Single bool
	// Usual tells whether people on such a machine want this engine unasked:
	// elsewhere it is offered only where models for it are there, and never
	// recommended.
	Usual func(goos, goarch string) bool
	// Offers lists the ways that are open on this machine, the best first, and
	// why the others are not. It changes nothing but leftovers of an
	// installation that was killed, and asks nobody on the network.
	Offers func(ctx context.Context, f Folders, w SetupWish) ([]Offer, []Refusal)
	// Own are the builds in the program's own folder that still start, the
	// newest of each way, the newest first.
	Own func(ctx context.Context, f Folders) []Installed
}

// SetupWish is how an engine is wanted.
type SetupWish struct {
	// Newest takes the newest versions there are instead of those that were
	// tried.
	Newest bool
}

// Offer is one way to get an engine, described before anything is done.
type Offer struct {
	Engine string // the kind's name
	Way    string // "homebrew", "release", "venv" …
	Title  string // one line for people
	// Explain says what will be done, step by step: commands and addresses.
	Explain []string
	// DownloadBytes and DiskBytes are estimates; 0 where nothing is known.
	DownloadBytes, DiskBytes int64
	// Already is what this way installed before; then Do does nothing and
	// gives it back.
	Already *Installed
	// Run carries it out; Do is what calls it.
	Run func(ctx context.Context, progress func(Progress)) (Installed, error)
}

// Do carries the offer out. Nothing half-installed is left behind when it
// fails or ctx is done; errors say what to do. progress may be nil.
func (o Offer) Do(ctx context.Context, progress func(Progress)) (Installed, error) {
	if o.Already != nil {
		return *o.Already, nil
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	done, err := o.Run(ctx, progress)
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

// Installed is an engine build in the program's own folder, or the word of a
// package manager that it installed one system-wide (then Prefix is empty and
// the search for builds finds it).
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

// Build is the installed build as the rest of the program knows it, before it
// was asked what it is.
func (one Installed) Build() bench.EngineBuild {
	return bench.EngineBuild{Engine: one.Engine, Prefix: one.Prefix, Env: one.Env, Version: one.Version, Origin: "dragstrip, " + one.Way}
}
