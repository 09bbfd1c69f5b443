package install

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// Release describes an engine whose project publishes archives of programs. The
// project has a page about the newest release in GitHub's form.
//
// This way was tested only with a local test server. When it was written, no
// release page of a project could be reached.
type Release struct {
	// Page is the address of the page about the newest release that programs
	// read. Site is the address of the page that people read, for example to
	// bring an archive from another machine.
	Page, Site string
	// Tags matches the names of the project's releases, such as b11669. nil means
	// that any version may be one.
	Tags *lazyregexp.Regexp
	// Names says which archives fit a machine. It returns nil if no archive is
	// published for the machine.
	Names func(goos, goarch string, gpu GPU) *Names
	// Beside finds an archive of libraries that must be unpacked beside the
	// program of the chosen archive. nil means that there is never such an
	// archive.
	Beside func(chosen Asset, all []Asset) (Asset, bool)
	// NeedsBeside tells whether the program of an archive needs the archive
	// that Beside finds. nil means that no program needs it.
	NeedsBeside func(chosen Asset) bool
	// Programs are the programs that may be in an archive, the best first. Each
	// is a name without .exe, and the first arguments.
	Programs [][]string
	// DownloadBytes and DiskBytes are estimates that are shown before the page
	// is read.
	DownloadBytes, DiskBytes int64
}

// releaseWay installs a Release on this machine.
type releaseWay struct {
	*Store
	Release
	program Program
	// wish is what the user asked for. If its backend is "", the backend that
	// fits the machine is taken.
	wish engine.SetupWish
}

// offers adds the project's archive. An offer uses no network before the user
// has agreed, so the file is not known yet. Do reads the release page first,
// and shows the name, size and address of the file before it downloads the
// file.
func (r Release) offers(_ context.Context, a *asked) {
	platform := a.platform()
	if r.Names(a.OS(), a.Arch(), GPU{}) == nil {
		a.refuse(WayRelease, "the project publishes no archive for "+platform, a.program.fromSource())
		return
	}
	if a.OS() == "linux" && !a.HasGlibc() {
		a.refuse(WayRelease, "the project's archives need the GNU C library in its usual place, and it is not there", "use this system's own package manager, or "+a.program.fromSource())
		return
	}
	if a.wish.Version != "" && r.Tags != nil && !r.Tags.MatchString(a.wish.Version) {
		a.refuse(WayRelease, "no release of the project is called "+bench.CleanLine(a.wish.Version, 40), cmp.Or(r.Site, r.Page)+" lists those that are published")
		return
	}
	names := r.Names(a.OS(), a.Arch(), a.device())
	if a.wish.Backend != "" && !slices.Contains(names.Variants, a.wish.Backend) {
		remedy := a.withoutBackend() + ", or " + a.program.fromSource()
		if backend, how := a.program.elsewhere(a.OS(), a.device()); backend == a.wish.Backend {
			remedy = how
		}
		a.refuse(WayRelease, "the project publishes no archive for "+platform+" with the backend "+a.wish.Backend, remedy)
		return
	}
	w := &releaseWay{Store: a.Store, Release: r, program: a.program, wish: a.wish}
	a.offer(engine.Offer{
		Way: WayRelease, Title: a.program.Title + "'s official release archive" + withBackend(a.wish.Backend) + ", into your own folder",
		Explain: []string{
			"ask " + w.page() + " for " + w.which(),
			"download its archive for " + platform + " (its name is shown first) and check its SHA-256",
			"unpack it into " + bench.Clean(a.folder()),
		},
		Device:        a.computes(cmp.Or(a.wish.Backend, names.Backend, names.Variants[0])),
		DownloadBytes: r.DownloadBytes, DiskBytes: r.DiskBytes,
		Look: w.lookForNewer, Run: w.install,
	})
}

func (w *releaseWay) downloader() downloader {
	return downloader{loopback: strings.HasPrefix(w.Page, "http://")}
}

// page returns the address of the page about the wished release.
func (w *releaseWay) page() string {
	if w.wish.Version == "" {
		return w.Page
	}
	return pageOfTag(w.Page, w.wish.Version)
}

// which names the wished release for sentences.
func (w *releaseWay) which() string {
	if w.wish.Version == "" {
		return "the newest release"
	}
	return "release " + bench.CleanLine(w.wish.Version, 40)
}

// lookForNewer returns the build that is here if it is that of the newest
// release.
func (w *releaseWay) lookForNewer(ctx context.Context, progress func(engine.Progress)) (*engine.Installed, error) {
	fit, err := w.find(ctx, progress)
	if err != nil {
		return nil, err
	}
	return orNil(w.here(ctx, w.program, w.id(fit.of.Tag, fit.parts[0])))
}

// find asks for the wished release, and chooses its archives for this machine.
func (w *releaseWay) find(ctx context.Context, progress func(engine.Progress)) (releaseFit, error) {
	progress(engine.Progress{Step: fmt.Sprintf("asking for %s (waits %v at most)", w.which(), answerTime)})
	latest, err := w.downloader().askRelease(ctx, w.page())
	if missing := (*notPublished)(nil); errors.As(err, &missing) && w.wish.Version != "" {
		return releaseFit{}, fmt.Errorf("there is no %s (%w); %s lists those that are published, and without --tag the newest is installed", w.which(), err, cmp.Or(w.Site, w.Page))
	}
	if err != nil && w.wish.Version != "" {
		err = fmt.Errorf("ask for %s: %w; without --tag, the newest is installed", w.which(), err)
	}
	if err != nil {
		return releaseFit{}, w.orByHand(err)
	}
	fit := w.fit(ctx, latest, progress)
	if fit.lacks != "" {
		return releaseFit{}, fmt.Errorf("release %s %s", fit.tag(), fit.lacks)
	}
	return fit, nil
}

func (w *releaseWay) install(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
	fit, err := w.find(ctx, progress)
	if err != nil {
		return engine.Installed{}, err
	}
	chosen := fit.parts[0]
	var bytes int64
	for _, p := range fit.parts {
		if err := w.acceptable(p); err != nil {
			return engine.Installed{}, err
		}
		bytes += p.Bytes
	}
	// An unpacked archive has at most about four times the size of the archive.
	if err := w.needDisk(5 * bytes); err != nil {
		return engine.Installed{}, err
	}
	return w.stage(ctx, w.program, WayRelease, w.wish, func(folder string) (engine.Installed, error) {
		if one, ok := w.here(ctx, w.program, w.id(fit.of.Tag, chosen)); ok && !w.wish.Open() {
			return one, nil
		}
		return w.unpackRelease(ctx, folder, fit.of.Tag, fit.parts, progress)
	})
}

// fit finds the archives to install. It takes them from the release latest. If
// the user named no version and an earlier release has more for this machine,
// it takes them from the earlier release.
func (w *releaseWay) fit(ctx context.Context, latest releasePage, progress func(engine.Progress)) releaseFit {
	search := releaseSearch{w.names(ctx), w.Beside, w.NeedsBeside, "archive" + withBackend(w.wish.Backend) + " for " + w.platform()}
	fit := search.in(latest)
	if fit.isBest() || w.wish.Version != "" {
		return fit
	}
	recent, err := w.downloader().askReleases(ctx, pageOfRecent(w.Page))
	if err != nil {
		return fit // fit says what this release lacks
	}
	taken := search.orBefore(fit, recent)
	if taken.of.Tag != fit.of.Tag {
		progress(engine.Progress{Step: fmt.Sprintf("release %s %s; taking %s, which was published before", fit.tag(), fit.why(taken), taken.tag())})
	}
	return taken
}

// names says which archives fit. If the user asked for a GPU backend, only
// archives with that backend fit.
func (w *releaseWay) names(ctx context.Context) *Names {
	n := w.Names(w.OS(), w.Arch(), w.gpu(ctx).only(w.wish.Backend))
	switch w.wish.Backend {
	case "", BackendCPU: // Names chose by the GPU: without one, only archives for the CPU fit
	default:
		n.Variants = []string{w.wish.Backend}
	}
	return n
}

func withBackend(backend string) string {
	if backend == "" {
		return ""
	}
	return " (" + backend + ")"
}

// acceptable refuses an archive that cannot be checked or is too large.
func (w *releaseWay) acceptable(a Asset) error {
	name := bench.CleanLine(a.Name, 80)
	digest, ok := strings.CutPrefix(strings.ToLower(a.Digest), "sha256:")
	address, err := url.Parse(a.URL)
	switch {
	case !ok || !sha256Hex.MatchString(digest):
		return fmt.Errorf("%s has no SHA-256 on the release page, so it cannot be checked; nothing was downloaded", name)
	case a.Bytes <= 0 || a.Bytes > maxArchive:
		return fmt.Errorf("the release page says that %s has %d bytes, which cannot be right; nothing was downloaded", name, a.Bytes)
	case err != nil || !w.downloader().safeAddress(address):
		return fmt.Errorf("%s has an address that is not https: %s; nothing was downloaded", name, bench.CleanLine(a.URL, 200))
	}
	return nil
}

func (w *releaseWay) unpackRelease(ctx context.Context, folder, tag string, parts []Asset, progress func(engine.Progress)) (engine.Installed, error) {
	one, into := engine.Installed{}, folder
	for i, p := range parts {
		if err := w.downloader().fetchInto(ctx, into, p, progress); err != nil {
			return engine.Installed{}, w.orByHand(err)
		}
		if i > 0 {
			continue
		}
		var err error
		if one, err = w.describe(folder, tag, p); err != nil {
			return engine.Installed{}, err
		}
		// A second archive holds libraries. They must lie beside the program.
		into = filepath.Dir(strings.Replace(one.Prefix[0], placeholder, folder, 1))
	}
	return one, nil
}

// If the server cannot be reached, orByHand adds to the error how to bring an
// archive from another machine.
func (w *releaseWay) orByHand(err error) error {
	var reached *notReached
	if !errors.As(err, &reached) {
		return err
	}
	return fmt.Errorf("%w. Without the network: download the archive for %s/%s on another machine (%s), unpack it here, and name the folder with --engine", err, w.OS(), w.Arch(), cmp.Or(w.Site, w.Page))
}

// id returns the ID of the build that an archive makes. The ID contains the tag
// of the release, so that several releases can be installed.
func (w *releaseWay) id(tag string, chosen Asset) string {
	rest := chosen.version(w.Names(w.OS(), w.Arch(), GPU{}))
	if !strings.Contains(rest, tag) {
		rest = tag + "-" + rest
	}
	return w.program.Engine + "-" + rest
}

// describe finds the program in an unpacked archive.
func (w *releaseWay) describe(folder, tag string, chosen Asset) (engine.Installed, error) {
	var names []string
	for _, program := range w.Programs {
		names = append(names, program[0])
		path, err := findFile(folder, []string{program[0], program[0] + ".exe"})
		if err != nil {
			return engine.Installed{}, err
		}
		if path == "" {
			continue
		}
		// Zip archives made on Windows do not mark programs as executable.
		if err := os.Chmod(filepath.Join(folder, path), 0o755); err != nil {
			return engine.Installed{}, err
		}
		one := engine.Installed{Version: bench.CleanLine(tag, 40), Source: chosen.URL}
		one.ID = w.id(tag, chosen)
		one.Prefix = append([]string{placeholder + string(filepath.Separator) + path}, program[1:]...)
		return one, nil
	}
	return engine.Installed{}, errors.New("the archive holds neither " + strings.Join(names, " nor "))
}

func findFile(folder string, names []string) (string, error) {
	found := ""
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if found == "" && d.Type().IsRegular() && slices.Contains(names, d.Name()) {
			if found, err = filepath.Rel(folder, path); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}
