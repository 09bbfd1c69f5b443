package engine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"time"

	"dragstrip/bench"
)

// Setup says how builds of an engine are installed: into the program's own
// folder, or by the platform's package manager. Package runner/install knows
// how to fetch and unpack; an engine says which ways fit it.
type Setup struct {
	// How completes the sentence "installs the engine …".
	How string
	// Ways are the names by which a user may ask for one way, the best first.
	Ways []string
	// Backends are the values of SetupWish.Backend that it takes; none means that
	// the backend cannot be chosen.
	Backends []string
	// Versions says which values of SetupWish.Version there are, for a user.
	Versions string
	// Fitting says which backend fits this machine as it is now. nil means that
	// there is only one kind of build. It uses no network.
	Fitting func(ctx context.Context, f Folders) Fitting
	// OwnFirst is set if the program's own builds of this engine are preferred to
	// all others, because others are often parts of somebody's work.
	OwnFirst bool
	// Usual tells whether this engine is recommended on such a machine. Elsewhere
	// it is only offered if there are models for it.
	Usual func(goos, goarch string) bool
	// Offers lists the ways that work on this machine, the best first, and why the
	// others do not. It uses no network, and changes nothing except that it
	// removes what a killed installation left behind.
	Offers func(ctx context.Context, f Folders, w SetupWish) ([]Offer, []Refusal)
	// Own lists the builds in the program's own folder that still start: the
	// newest of each way and backend, the newest first.
	Own func(ctx context.Context, f Folders) []Installed
}

// SetupWish is what the user asked for in an installation.
type SetupWish struct {
	// Newest installs the newest version that can be had, beside the builds that
	// are here. Otherwise a build that is here is good enough, and versions that
	// were tested are preferred to the newest.
	Newest bool
	// Version is the one version to install, as the engine's project names it:
	// "b11669", "0.7.0". "" leaves it open.
	Version string
	// Backend is what the build must compute on, one of Setup.Backends: "vulkan",
	// "cuda", or "cpu" for a build without a GPU backend. "" takes what fits this
	// machine, and a build for the CPU if that cannot be had.
	Backend string
}

// Open tells whether any build that is here and has the backend will do.
func (w SetupWish) Open() bool { return !w.Newest && w.Version == "" }

// versionForm is what a version or tag may look like. It becomes a part of
// addresses and of the words that a package manager gets.
var versionForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+~-]{0,39}$`)

// CheckVersion says what is wrong with a version that a user wrote, or nil.
func CheckVersion(version string) error {
	if !versionForm.MatchString(version) {
		return fmt.Errorf("a version looks like b11669 or 0.7.0, not %q", bench.CleanLine(version, 80))
	}
	return nil
}

// Fitting says which backend fits a machine.
type Fitting struct {
	// Backend is one of Setup.Backends; "" means that there is no GPU to use.
	Backend string
	// Hindered says why a GPU that is there cannot be used, and what to do; "" if
	// nothing hinders it.
	Hindered string
}

// Offer is one way to get an engine, described before anything is done.
type Offer struct {
	Engine string // the kind's name
	Way    string // "homebrew", "release", "venv" …
	Title  string // one line for people
	// Device says on which device the build will compute, and which better build
	// nobody publishes for this machine; a sentence or two each.
	Device []string
	// Explain lists what will be done, step by step: commands and addresses.
	Explain []string
	// DownloadBytes and DiskBytes are estimates; 0 means unknown.
	DownloadBytes, DiskBytes int64
	// Already is what this way installed before. If it is set, Do does nothing and
	// returns it.
	Already *Installed
	// Run carries it out. Callers use Do, which calls it.
	Run func(ctx context.Context, progress func(Progress)) (Installed, error)
}

// Do carries the offer out. If it fails or ctx is done, nothing half-installed
// is left behind. Errors say what to do. progress may be nil.
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

// Refusal says why a way does not work here and what would make it work.
type Refusal struct {
	Way, Why, Remedy string
}

// Progress reports how far an installation is. Only one goroutine reports at a
// time, though not always the same one.
type Progress struct {
	Step string
	// Done of Total bytes of the step are through; Total is 0 if unknown.
	Done, Total int64
	// Line is the last line that a package manager printed, cleaned.
	Line string
}

// Installed is an engine build in the program's own folder. Or a package
// manager installed one for the whole system: then Prefix is empty, and the
// search for builds finds it.
type Installed struct {
	ID      string `json:"id"`
	Engine  string `json:"engine"`
	Way     string `json:"way"`
	Version string `json:"version,omitempty"`
	Source  string `json:"source,omitempty"` // where it came from
	// Platform is what it was built for, as GOOS/GOARCH. It is needed because
	// machines of several kinds may share a home folder.
	Platform string   `json:"platform,omitempty"`
	Prefix   []string `json:"prefix,omitempty"`
	Env      []string `json:"env,omitempty"`
	Bytes    int64    `json:"bytes,omitempty"`
	// When is when it was installed; zero if a package manager had installed it
	// before.
	When time.Time `json:"when"`

	// Folder is where it is installed. It is not saved in the file.
	Folder string `json:"-"`
}

// Build is the installed build as an engine build that has not been probed yet.
func (one Installed) Build() bench.EngineBuild {
	return bench.EngineBuild{Engine: one.Engine, Prefix: one.Prefix, Env: one.Env, Version: one.Version, Origin: "dragstrip, " + one.Way}
}
