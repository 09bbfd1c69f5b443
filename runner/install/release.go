package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Release is an engine whose project publishes archives of programs, with a
// page about the newest release in GitHub's form.
//
// This way was only tested with a server on this machine. No project's release
// page could be reached when it was written.
type Release struct {
	// Page is the address of the newest release's page.
	Page string
	// Names says which archives fit a machine; nil means that none is published
	// for it.
	Names func(goos, goarch string, gpu GPU) *Names
	// Beside finds an archive of libraries that must be unpacked beside the
	// program of the chosen archive. nil means that there is never one.
	Beside func(chosen Asset, all []Asset) (Asset, bool)
	// Programs are the programs that may be in an archive, the best first: the
	// name, without .exe, and its first arguments.
	Programs [][]string
	// DownloadBytes and DiskBytes are the estimates shown before the page was
	// read.
	DownloadBytes, DiskBytes int64
}

// releaseWay is a Release on one machine.
type releaseWay struct {
	*Store
	Release
	program Program
	// backend is the one that was asked for; "" takes what fits.
	backend string
}

type releasePage struct {
	Tag    string  `json:"tag_name"`
	Assets []Asset `json:"assets"`
}

// offers adds the project's own archive. An offer uses no network before the
// user has agreed, so the file is not known yet. Do reads the release page
// first, and shows the file's name, size and address before it downloads the
// file.
func (r Release) offers(ctx context.Context, a *asked) {
	platform := a.platform()
	if r.Names(a.OS(), a.Arch(), GPU{}) == nil {
		a.refuse(WayRelease, "the project publishes no archive for "+platform, a.program.fromSource())
		return
	}
	if a.OS() == "linux" && !a.HasGlibc() {
		a.refuse(WayRelease, "the project's archives need the GNU C library in its usual place, and it is not there", "use this system's own package manager, or "+a.program.fromSource())
		return
	}
	if a.backend != "" && !slices.Contains(r.Names(a.OS(), a.Arch(), a.device(ctx)).Variants, a.backend) {
		a.refuse(WayRelease, "the project publishes no archive for "+platform+" whose backend can be chosen as "+a.backend, "leave out --with, or "+a.program.fromSource())
		return
	}
	w := &releaseWay{Store: a.Store, Release: r, program: a.program, backend: a.backend}
	a.offer(engine.Offer{
		Way: WayRelease, Title: a.program.Title + "'s official release archive" + withBackend(a.backend) + ", into your own folder",
		Explain: []string{
			"ask " + r.Page + " for the newest release",
			"download its archive for " + platform + " (its name is shown first) and check its SHA-256",
			"unpack it into " + bench.Clean(a.folder()),
		},
		DownloadBytes: r.DownloadBytes, DiskBytes: r.DiskBytes,
		Run: w.install,
	})
}

func (w *releaseWay) downloader() downloader {
	return downloader{loopback: strings.HasPrefix(w.Page, "http://")}
}

func (w *releaseWay) install(ctx context.Context, progress func(engine.Progress)) (engine.Installed, error) {
	progress(engine.Progress{Step: "asking for the newest release"})
	latest, err := w.newestRelease(ctx)
	if err != nil {
		return engine.Installed{}, err
	}
	chosen, ok := w.names(ctx).Choose(latest.Assets)
	if !ok {
		return engine.Installed{}, fmt.Errorf("release %s has no archive%s for %s/%s; it offers %s", bench.CleanLine(latest.Tag, 40), withBackend(w.backend), w.OS(), w.Arch(), assetNames(latest.Assets))
	}
	parts := []Asset{chosen}
	if w.Beside != nil {
		if more, ok := w.Beside(chosen, latest.Assets); ok {
			parts = append(parts, more)
		}
	}
	var bytes int64
	for _, p := range parts {
		if err := w.acceptable(p); err != nil {
			return engine.Installed{}, err
		}
		bytes += p.Bytes
	}
	// Archives unpack to four times their size and less.
	if err := w.needDisk(5 * bytes); err != nil {
		return engine.Installed{}, err
	}
	return w.stage(ctx, w.program, WayRelease, w.backend, func(folder string) (engine.Installed, error) {
		return w.unpackRelease(ctx, folder, latest.Tag, parts, progress)
	})
}

// names says which archives fit: only those of the backend that was asked for,
// if one was.
func (w *releaseWay) names(ctx context.Context) *Names {
	n := w.Names(w.OS(), w.Arch(), w.gpu(ctx).only(w.backend))
	switch w.backend {
	case "", BackendCPU: // it prefers what fits, and without a GPU only the CPU does
	default:
		n.Variants = []string{w.backend}
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
			return engine.Installed{}, err
		}
		if i > 0 {
			continue
		}
		var err error
		if one, err = w.describe(folder, tag, p); err != nil {
			return engine.Installed{}, err
		}
		// A second archive holds libraries, which must be beside the program.
		into = filepath.Dir(strings.Replace(one.Prefix[0], placeholder, folder, 1))
	}
	return one, nil
}

func (w *releaseWay) newestRelease(ctx context.Context) (releasePage, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	response, err := w.downloader().get(ctx, w.Page)
	if err != nil {
		return releasePage{}, err
	}
	defer response.Body.Close()
	return readRelease(response.Body)
}

// readRelease reads a release page. Its texts are shown to the user before
// anything is downloaded, so they are cleaned here.
func readRelease(page io.Reader) (releasePage, error) {
	text, err := io.ReadAll(io.LimitReader(page, maxPage))
	if err != nil {
		return releasePage{}, fmt.Errorf("read the release page: %w", err)
	}
	var latest releasePage
	if err := errors.Join(json.Unmarshal(text, &latest), bench.Admit(&latest)); err != nil {
		// The error quotes the page, so it may be very long.
		return releasePage{}, fmt.Errorf("the release page is not in the expected form (%s); try again later", bench.CleanLine(err.Error(), 120))
	}
	return latest, nil
}

// maxPage is the largest release page that is read. Known ones have about 100
// kB.
const maxPage = 8 << 20

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
		one.ID = w.program.Engine + "-" + chosen.version(w.Names(w.OS(), w.Arch(), GPU{}))
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
