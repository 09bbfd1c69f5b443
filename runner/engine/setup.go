package engine

import (
	"context"
	"time"
)

// Setup gets builds of an engine: into the program's own folder, or by asking
// the platform's package manager. What ways there are to fetch and unpack
// anything is package runner/install's; an engine says which fit it.
type Setup interface {
	// Offers lists the ways that are open on this machine, the best first, and
	// why the others are not. It changes nothing and asks nobody on the
	// network.
	Offers(ctx context.Context, f Folders, w SetupWish) ([]Offer, []Refusal)
	// Own are the builds in the program's own folder that still start, the
	// newest first.
	Own(ctx context.Context, f Folders) []Installed
	// Usual tells whether people on such a machine want this engine unasked:
	// elsewhere it is offered only where models for it are there, and never
	// recommended.
	Usual(goos, goarch string) bool
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
	// Already is what this way installed before; then there is nothing to do.
	Already *Installed
	// Run carries it out; Do is what calls it.
	Run func(ctx context.Context, progress func(Progress)) (Installed, error)
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
