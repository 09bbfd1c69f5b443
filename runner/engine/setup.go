package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Setup says how builds of an engine are installed: into dragstrip's own
// folder, or by the platform's package manager. Package runner/install knows
// how to fetch and unpack; an engine says which ways fit it.
type Setup struct {
	// How completes the sentence "installs the engine …".
	How string
	// Ways are the names of the ways to install, the best first. A user may ask
	// for one by its name.
	Ways []string
	// Backends are the possible values of SetupWish.Backend. An empty list
	// means that the backend cannot be chosen.
	Backends []string
	// Versions tells a user which values of SetupWish.Version are possible.
	Versions string
	// Fitting says which backend fits this machine now. It uses no network. nil
	// means that the engine has only one kind of build.
	Fitting func(ctx context.Context, f Folders) Fitting
	// OwnFirst is set if builds that dragstrip installed are preferred to all
	// others. Other builds of such an engine are often part of somebody's work.
	OwnFirst bool
	// Usual tells whether this engine is recommended on such a machine. On
	// other machines it is offered only if there are models for it.
	Usual func(goos, goarch string) bool
	// Offers lists the ways that work on this machine, the best first, and says
	// why other ways do not work. It uses no network. It changes only one
	// thing: it removes what a killed installation left behind.
	Offers func(ctx context.Context, f Folders, w SetupWish) ([]Offer, []Refusal)
	// Own lists builds in dragstrip's own folder that can still start: the
	// newest one of each way and backend. The list begins with the newest
	// build.
	Own func(ctx context.Context, f Folders) []Installed
}

// SetupWish is what the user asked for in an installation.
type SetupWish struct {
	// Newest asks for the newest available version, beside the builds that are
	// installed. If it is false, an installed build is good enough, and
	// versions that were tested are preferred to the newest.
	Newest bool
	// Version is the only version to install, as the engine's project names it:
	// "b11669", "0.7.0". "" allows any version.
	Version string
	// Backend is what the build must compute on, one of Setup.Backends:
	// "vulkan", "cuda", or "cpu" for a build without a GPU backend. "" takes
	// the backend that fits this machine, or a build for the CPU if such a
	// build is not available.
	Backend string
}

// Open tells whether any installed build that has the backend is good enough.
func (w SetupWish) Open() bool { return !w.Newest && w.Version == "" }

// versionForm is the allowed form of a version or tag. A version becomes part
// of addresses, and of words that a package manager gets.
var versionForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._+~-]{0,39}$`)

// CheckVersion says what is wrong with a version that a user wrote. It returns
// nil if the version has the allowed form.
func CheckVersion(version string) error {
	if !versionForm.MatchString(version) {
		return fmt.Errorf("a version looks like b11669 or 0.7.0, not %q", bench.CleanLine(version, 80))
	}
	return nil
}

// Fitting says which backend fits a machine.
type Fitting struct {
	// Backend is one of Setup.Backends; "" means that no GPU can be used.
	Backend string
	// Hindered says why a GPU of this machine cannot be used, and what to do;
	// "" if there is no such GPU.
	Hindered string
}

// Offer is one way to get an engine, described before anything is done.
type Offer struct {
	Engine string // the kind's name
	Way    string // "homebrew", "release", "venv" …
	Title  string // one line for people
	// Device says on which device the build will compute. It may also name a
	// better build for this machine that nobody publishes.
	Device []string
	// Explain lists the steps that will be done: commands and addresses.
	Explain []string
	// DownloadBytes and DiskBytes are estimates; 0 means unknown.
	DownloadBytes, DiskBytes int64
	// Already is a build that this way installed earlier. If it is set, Do
	// changes nothing and returns it.
	Already *Installed
	// Look asks, before the user is asked, whether there is anything newer than
	// the builds that are here. It uses the network and installs nothing. If
	// nothing is newer, it returns the build that is here. It returns nil if
	// something is newer, or if that is known only after the installation. If a
	// version was named and this way does not have it, Look returns an error. Look
	// itself is nil if no such question is needed.
	Look func(ctx context.Context, progress func(Progress)) (*Installed, error)
	// Run carries the offer out. Callers must use Do, which calls Run.
	Run func(ctx context.Context, progress func(Progress)) (Installed, error)
}

// Do carries the offer out. If it fails or ctx is done, it leaves nothing
// half-installed. Errors say what to do. progress may be nil.
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

// Refusal says why a way does not work on this machine, and what would make it
// work.
type Refusal struct {
	Way, Why, Remedy string
}

// Progress reports how far an installation is. Different goroutines may report,
// but never at the same time.
type Progress struct {
	Step string
	// Done is how many bytes of the step are done. Total is how many bytes it
	// has; 0 if unknown.
	Done, Total int64
	// Line is the last line that a package manager printed, cleaned.
	Line string
}

// Installed is an engine build in dragstrip's own folder, or one that a package
// manager installed for the whole system. For a package manager Prefix is
// empty, and the search for builds finds the build.
type Installed struct {
	ID      string `json:"id"`
	Engine  string `json:"engine"`
	Way     string `json:"way"`
	Version string `json:"version,omitempty"`
	Source  string `json:"source,omitempty"` // where it came from
	// Platform is the platform that the build was made for, as GOOS/GOARCH. It
	// is needed because different machines may share a home folder.
	Platform string   `json:"platform,omitempty"`
	Prefix   []string `json:"prefix,omitempty"`
	Env      []string `json:"env,omitempty"`
	Bytes    int64    `json:"bytes,omitempty"`
	// When is the time of the installation; zero if a package manager had
	// installed the build earlier.
	When time.Time `json:"when"`

	// Folder is the folder of the build. It is not saved.
	Folder string `json:"-"`
}

// Build returns the installed build as an engine build that has not been probed
// yet.
func (one Installed) Build() bench.EngineBuild {
	return bench.EngineBuild{Engine: one.Engine, Prefix: one.Prefix, Env: one.Env, Version: one.Version, Origin: originOwn + one.Way}
}

// originOwn begins the origin of a build that dragstrip installed; the way follows.
const originOwn = "dragstrip, "

// IsOwn tells whether dragstrip installed a build.
func IsOwn(b bench.EngineBuild) bool { return strings.HasPrefix(b.Origin, originOwn) }
