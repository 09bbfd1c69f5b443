package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"dyno/bench"
)

// Engine is the engine this package gets.
const Engine = "llama.cpp"

// Installer gets engines into dyno's own data folder, or asks the platform's
// package manager to.
type Installer struct {
	// Data is dyno's own data folder; builds lie in Data/engines.
	Data string
	System
}

// Offer is one way to get an engine, described before anything is done.
type Offer struct {
	Way   string // "homebrew", "winget", "apt", "debian-folder", "release"
	Title string // one line for people
	// Explain says what will be done, step by step: commands and addresses.
	Explain []string
	// DownloadBytes and DiskBytes are estimates; 0 where nothing is known.
	DownloadBytes, DiskBytes int64

	do func(ctx context.Context, progress func(Progress)) (Installed, error)
}

// Refusal says why a way is not open here and what would open it.
type Refusal struct {
	Way, Why, Remedy string
}

// Progress is a sign of life.
type Progress struct {
	Step string
	// Done of Total bytes of the step; Total is 0 where it is not known.
	Done, Total int64
}

// Installed is an engine build in dyno's own folder, or the word of a package
// manager that it installed one system-wide (then Prefix is empty and the
// search for builds finds it).
type Installed struct {
	ID      string    `json:"id"`
	Engine  string    `json:"engine"`
	Way     string    `json:"way"`
	Version string    `json:"version,omitempty"`
	Source  string    `json:"source,omitempty"` // where it came from
	Prefix  []string  `json:"prefix,omitempty"`
	Env     []string  `json:"env,omitempty"`
	Bytes   int64     `json:"bytes,omitempty"`
	When    time.Time `json:"when"`

	// Folder is where it lies; it is not in the file.
	Folder string `json:"-"`
}

const (
	manifestName  = "dyno-engine.json"
	stagingPrefix = ".part-"
	// placeholder stands for the build's folder in the manifest, so that the
	// data folder may be moved.
	placeholder = "{folder}"
)

func (in *Installer) folder() string { return filepath.Join(in.Data, "engines") }

// Offers lists the ways that are open on this machine, the best first, and
// why the others are not.
func (in *Installer) Offers(ctx context.Context) ([]Offer, []Refusal) {
	var offers []Offer
	var refusals []Refusal
	for _, way := range []func(context.Context) (*Offer, *Refusal){
		in.homebrew, in.winget, in.aptSystem, in.debianFolder, in.release,
	} {
		offer, refusal := way(ctx)
		if offer != nil {
			offers = append(offers, *offer)
		}
		if refusal != nil {
			refusals = append(refusals, *refusal)
		}
	}
	if len(offers) == 0 {
		refusals = append(refusals, in.byHand()...)
	}
	return offers, refusals
}

// Do carries the offer out. Nothing half-installed is left behind when it
// fails or ctx is done.
func (o Offer) Do(ctx context.Context, progress func(Progress)) (Installed, error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	done, err := o.do(ctx, progress)
	if err != nil {
		return done, fmt.Errorf("install llama.cpp (%s): %w", o.Way, err)
	}
	return done, nil
}

// List gives the builds in dyno's own folder, the newest first.
func (in *Installer) List() ([]Installed, error) {
	entries, err := os.ReadDir(in.folder())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list dyno's own engines: %w", err)
	}
	var out []Installed
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if one, err := readManifest(filepath.Join(in.folder(), e.Name())); err == nil {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b Installed) int { return b.When.Compare(a.When) })
	return out, nil
}

func readManifest(folder string) (Installed, error) {
	var one Installed
	text, err := os.ReadFile(filepath.Join(folder, manifestName))
	if err != nil {
		return one, err
	}
	if err := json.Unmarshal(text, &one); err != nil {
		return one, fmt.Errorf("read %s: %w", manifestName, err)
	}
	one.Folder = folder
	for _, list := range [][]string{one.Prefix, one.Env} {
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], placeholder, folder)
		}
	}
	return one, nil
}

// Build is the installed build as the rest of dyno knows it, before it was
// asked what it is.
func (one Installed) Build() bench.EngineBuild {
	return bench.EngineBuild{Engine: one.Engine, Prefix: one.Prefix, Env: one.Env, Version: one.Version, Origin: "dyno, " + one.Way}
}

// Remove deletes a build from dyno's own folder. It is renamed first, so that
// a half-deleted build is never found.
func (in *Installer) Remove(id string) error {
	unlock, err := in.lock()
	if err != nil {
		return err
	}
	defer unlock()
	all, err := in.List()
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.ID != id {
			continue
		}
		gone := filepath.Join(in.folder(), stagingPrefix+"removed-"+id)
		if err := os.Rename(one.Folder, gone); err != nil {
			return fmt.Errorf("remove engine build %s: %w", id, err)
		}
		if err := os.RemoveAll(gone); err != nil {
			return fmt.Errorf("remove engine build %s: %w", id, err)
		}
		return nil
	}
	return fmt.Errorf("dyno has no engine build %q of its own; `dyno engines` lists them (builds it did not install are not its to remove)", bench.Clean(id))
}

// lock keeps two installations apart.
func (in *Installer) lock() (unlock func(), err error) {
	if err := os.MkdirAll(in.folder(), 0o755); err != nil {
		return nil, fmt.Errorf("make dyno's engines folder: %w", err)
	}
	l := flock.New(filepath.Join(in.folder(), ".lock"))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock dyno's engines folder: %w", err)
	}
	if !ok {
		return nil, errors.New("another dyno is installing or removing an engine just now; try again when it is done")
	}
	return func() { l.Unlock() }, nil
}

// stage calls fill with an empty folder and moves what it made into place
// under the build's id. Whatever happens, either the whole build is there or
// nothing is; leftovers of an installation that was killed are cleared first.
func (in *Installer) stage(fill func(folder string) (Installed, error)) (Installed, error) {
	unlock, err := in.lock()
	if err != nil {
		return Installed{}, err
	}
	defer unlock()
	leftovers, _ := filepath.Glob(filepath.Join(in.folder(), stagingPrefix+"*"))
	for _, old := range leftovers {
		os.RemoveAll(old)
	}
	folder, err := os.MkdirTemp(in.folder(), stagingPrefix)
	if err != nil {
		return Installed{}, err
	}
	defer os.RemoveAll(folder)
	one, err := fill(folder)
	if err != nil {
		return Installed{}, err
	}
	return in.place(folder, one)
}

func (in *Installer) place(folder string, one Installed) (Installed, error) {
	one.ID = safeID(one.ID)
	one.Engine, one.When, one.Bytes = Engine, time.Now().UTC().Truncate(time.Second), treeBytes(folder)
	text, err := json.MarshalIndent(one, "", "  ")
	if err != nil {
		return Installed{}, err
	}
	if err := os.WriteFile(filepath.Join(folder, manifestName), append(text, '\n'), 0o644); err != nil {
		return Installed{}, err
	}
	// MkdirTemp makes folders private; a build is for all who may read the
	// data folder.
	if err := os.Chmod(folder, 0o755); err != nil {
		return Installed{}, err
	}
	final := filepath.Join(in.folder(), one.ID)
	old := filepath.Join(in.folder(), stagingPrefix+"replaced-"+one.ID)
	if _, err := os.Stat(final); err == nil {
		if err := os.Rename(final, old); err != nil {
			return Installed{}, err
		}
		defer os.RemoveAll(old)
	}
	if err := os.Rename(folder, final); err != nil {
		return Installed{}, err
	}
	return readManifest(final)
}

// safeID keeps what is safe in a file name everywhere.
func safeID(s string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		}
		return '-'
	}, s)
	clean = strings.Trim(clean, "-.")
	if clean == "" {
		clean = "llama.cpp"
	}
	return clean[:min(len(clean), 64)]
}

func treeBytes(folder string) int64 {
	var n int64
	filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if st, err := d.Info(); err == nil {
				n += st.Size()
			}
		}
		return nil
	})
	return n
}
