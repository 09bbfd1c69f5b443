package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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

// Store is the program's own engines folder, on one machine.
type Store struct {
	// Data is the program's own data folder; builds lie in Data/engines.
	Data string
	System
}

// Here is the engines folder on this machine.
func Here(f engine.Folders) *Store {
	return &Store{Data: f.Data, System: System{Home: f.Home, Getenv: f.Getenv}}
}

func (in *Store) folder() string { return filepath.Join(in.Data, "engines") }

// ErrBusy says that another dragstrip holds the engines folder.
var ErrBusy = errors.New("another dragstrip is installing or removing an engine just now; try again when it is done")

// List gives the builds in dragstrip's own folder, the newest first. What has no
// readable manifest is no build and is left out, and so is what another kind
// of machine has put there. What a killed installation left is cleared away
// first: a build that it was replacing is back then.
func (in *Store) List() ([]engine.Installed, error) {
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

// Remove deletes a build from dragstrip's own folder. It is renamed first, so that
// a half-deleted build is never found.
func (in *Store) Remove(id string) error {
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

// RemoveEngine removes an engine's builds from dragstrip's own folder. Those
// of others are not its to remove. It gives the names of what it removed.
func (in *Store) RemoveEngine(name string) ([]string, error) {
	all, err := in.List()
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, one := range all {
		if one.Engine != name {
			continue
		}
		if err := in.Remove(one.ID); err != nil {
			return gone, err
		}
		gone = append(gone, one.ID)
	}
	return gone, nil
}
