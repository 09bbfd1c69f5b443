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

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// dragstrip's engines folder:
//
//	engines/.lock               held while something is installed or removed
//	engines/.part-…             what is being installed, replaced or removed
//	engines/<id>/               one build
//	engines/<id>/dragstrip-engine.json
//
// A build appears and goes by one rename, so whoever looks sees all of it or
// nothing. A Python environment knows its own path and cannot be renamed: it
// is made under its name, beside a folder .part-making-<id>, and is a build
// from the moment its dragstrip-engine.json is there.
const (
	manifestName   = "dragstrip-engine.json"
	stagingPrefix  = ".part-"
	replacedPrefix = stagingPrefix + "replaced-"
	removedPrefix  = stagingPrefix + "removed-"
	makingPrefix   = stagingPrefix + "making-"
	// placeholder stands for the build's folder in the manifest, so that the
	// data folder may be moved.
	placeholder = "{folder}"
)

// ErrBusy says that another dragstrip holds the engines folder.
var ErrBusy = errors.New("another dragstrip is installing or removing an engine just now; try again when it is done")

// List gives the builds in dragstrip's own folder, the newest first. What has no
// readable manifest is no build and is left out, and so is what another kind
// of machine has put there. What a killed installation left is cleared away
// first: a build that it was replacing is back then.
func (in *Installer) List() ([]engine.Installed, error) {
	in.clearLeftovers()
	entries, err := os.ReadDir(in.folder())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list dragstrip's own engines: %w", err)
	}
	var out []engine.Installed
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if one, err := readManifest(filepath.Join(in.folder(), e.Name())); err == nil && (one.Platform == "" || one.Platform == in.platform()) {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b engine.Installed) int { return b.When.Compare(a.When) })
	return out, nil
}

// maxManifest bounds what is read of a manifest; ours have one kilobyte.
const maxManifest = 1 << 20

func readManifest(folder string) (engine.Installed, error) {
	var one engine.Installed
	text, err := readBounded(filepath.Join(folder, manifestName), maxManifest)
	if err != nil {
		return one, err
	}
	if err := json.Unmarshal(text, &one); err != nil {
		return one, fmt.Errorf("read %s: %w", manifestName, err)
	}
	if len(one.Prefix) == 0 {
		return one, fmt.Errorf("read %s: it names no program", manifestName)
	}
	// The folder's name is what Remove goes by, whatever the file says.
	one.ID = filepath.Base(folder)
	expand(&one, folder)
	return one, nil
}

func expand(one *engine.Installed, folder string) {
	one.Folder = folder
	one.Prefix, one.Env = slices.Clone(one.Prefix), slices.Clone(one.Env)
	for _, list := range [][]string{one.Prefix, one.Env} {
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], placeholder, folder)
		}
	}
}

// Remove deletes a build from dragstrip's own folder. It is renamed first, so that
// a half-deleted build is never found.
func (in *Installer) Remove(id string) error {
	all, err := in.List()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(one engine.Installed) bool { return one.ID == id })
	if at < 0 {
		return fmt.Errorf("dragstrip has no engine build %q of its own; `dragstrip engines` lists them (builds it did not install are not its to remove)", bench.Clean(id))
	}
	unlock, err := in.lock()
	if err != nil {
		return err
	}
	defer unlock()
	in.clear()
	gone := filepath.Join(in.folder(), removedPrefix+id)
	if err := os.Rename(all[at].Folder, gone); err != nil {
		return fmt.Errorf("remove engine build %s (is it in use?): %w", id, err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("remove engine build %s: %w", id, err)
	}
	return nil
}

// lock keeps two installations apart. The kernel lets go of it when the
// process ends, however it ends.
func (in *Installer) lock() (unlock func(), err error) {
	if err := os.MkdirAll(in.folder(), 0o755); err != nil {
		return nil, fmt.Errorf("make dragstrip's engines folder: %w", err)
	}
	l := flock.New(filepath.Join(in.folder(), ".lock"))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock dragstrip's engines folder: %w", err)
	}
	if !ok {
		return nil, ErrBusy
	}
	return func() { l.Unlock() }, nil
}

// clearLeftovers removes what killed installations left, unless one is at
// work just now.
func (in *Installer) clearLeftovers() {
	if entries, err := os.ReadDir(in.folder()); err != nil || !slices.ContainsFunc(entries, isLeftover) {
		return
	}
	if unlock, err := in.lock(); err == nil {
		in.clear()
		unlock()
	}
}

func isLeftover(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), stagingPrefix) }

// clear removes leftovers; the lock is held. A build that was being replaced
// when its installation died goes back to its place.
func (in *Installer) clear() {
	entries, _ := os.ReadDir(in.folder())
	// What was being made goes first: what it was to replace takes its place.
	for _, e := range entries {
		if id, ok := strings.CutPrefix(e.Name(), makingPrefix); ok && id != "" {
			if final := filepath.Join(in.folder(), id); !isBuild(final) && os.RemoveAll(final) != nil {
				return // the mark stays, and the next look tries again
			}
		}
	}
	for _, e := range entries {
		if !isLeftover(e) {
			continue
		}
		path := filepath.Join(in.folder(), e.Name())
		if id, ok := strings.CutPrefix(e.Name(), replacedPrefix); ok {
			if final := filepath.Join(in.folder(), id); !exists(final) && os.Rename(path, final) == nil {
				continue
			}
		}
		os.RemoveAll(path)
	}
}

func isBuild(folder string) bool {
	_, err := readManifest(folder)
	return err == nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// stage calls fill with an empty folder, tries what it made and moves it into
// place. Whatever happens, either the whole build is there or nothing is.
// When another dragstrip has done the same in the meantime, that one's build it is.
func (in *Installer) stage(ctx context.Context, way string, fill func(folder string) (engine.Installed, error)) (engine.Installed, error) {
	unlock, err := in.lock()
	if err != nil {
		return engine.Installed{}, err
	}
	defer unlock()
	in.clear()
	if one, ok := in.startable(ctx, Engine)[way]; ok {
		return one, nil
	}
	folder, err := os.MkdirTemp(in.folder(), stagingPrefix)
	if err != nil {
		return engine.Installed{}, err
	}
	defer os.RemoveAll(folder)
	one, err := fill(folder)
	if err != nil {
		return engine.Installed{}, err
	}
	one.Engine, one.Way, one.Platform = Engine, way, in.platform()
	if err := in.tryOut(ctx, folder, one); err != nil {
		return engine.Installed{}, err
	}
	if err := ctx.Err(); err != nil {
		return engine.Installed{}, err
	}
	return in.place(folder, one)
}

// place writes the manifest and gives the folder its name.
func (in *Installer) place(folder string, one engine.Installed) (engine.Installed, error) {
	one.ID = safeID(one.ID)
	// MkdirTemp makes folders private; a build is for all who may read the
	// data folder.
	if err := os.Chmod(folder, 0o755); err != nil {
		return engine.Installed{}, err
	}
	if err := seal(folder, one); err != nil {
		return engine.Installed{}, err
	}
	final, old := filepath.Join(in.folder(), one.ID), filepath.Join(in.folder(), replacedPrefix+one.ID)
	if exists(final) {
		if err := os.Rename(final, old); err != nil {
			return engine.Installed{}, err
		}
	}
	if err := os.Rename(folder, final); err != nil {
		return engine.Installed{}, errors.Join(err, os.Rename(old, final))
	}
	os.RemoveAll(old)
	return readManifest(final)
}

// seal makes a build of a folder: everything is on the disk before the
// manifest is there, so that a loss of power leaves no build with empty files.
func seal(folder string, one engine.Installed) error {
	one.When, one.Bytes = time.Now().UTC().Truncate(time.Second), treeBytes(folder)
	text, err := json.MarshalIndent(one, "", "  ")
	if err != nil {
		return err
	}
	if err := syncTree(folder); err != nil {
		return err
	}
	part := filepath.Join(folder, "."+manifestName)
	if err := os.WriteFile(part, append(text, '\n'), 0o644); err != nil {
		return err
	}
	if err := syncTree(part); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(folder, manifestName))
}

// makeInPlace calls fill to make a build under its final name, tries what it
// made, and sets aside what was there before until that is done. scratch is an
// empty folder for what is needed on the way. Whatever happens, either the
// whole build is there, or what was there before.
func (in *Installer) makeInPlace(ctx context.Context, id string, fill func(folder, scratch string) (engine.Installed, error)) (done engine.Installed, err error) {
	final, mark, old := filepath.Join(in.folder(), id), filepath.Join(in.folder(), makingPrefix+id), filepath.Join(in.folder(), replacedPrefix+id)
	if exists(final) && !isBuild(final) {
		return engine.Installed{}, fmt.Errorf("%s is in the way, and is not dragstrip's; move it elsewhere", bench.Clean(final))
	}
	if err := os.MkdirAll(mark, 0o700); err != nil {
		return engine.Installed{}, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(final)
			if exists(old) {
				err = errors.Join(err, os.Rename(old, final))
			}
		}
		os.RemoveAll(mark)
		os.RemoveAll(old)
	}()
	if exists(final) {
		if err := os.Rename(final, old); err != nil {
			return engine.Installed{}, fmt.Errorf("set the present one aside (is it in use?): %w", err)
		}
	}
	one, err := fill(final, mark)
	if err != nil {
		return engine.Installed{}, err
	}
	one.ID, one.Platform = id, in.platform()
	if err := in.tryOut(ctx, final, one); err != nil {
		return engine.Installed{}, err
	}
	if err := ctx.Err(); err != nil {
		return engine.Installed{}, err
	}
	if err := seal(final, one); err != nil {
		return engine.Installed{}, err
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
	clean = strings.Trim(clean[:min(len(clean), 64)], "-.")
	if clean == "" {
		return "llama.cpp"
	}
	return clean
}
