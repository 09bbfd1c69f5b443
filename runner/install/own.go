package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// List returns the builds in dragstrip's own folder, the newest first. It
// leaves out folders without a readable manifest, and builds for another
// platform. First it cleans up after a killed installation, see clear.
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

// Changed is when a build was last added to dragstrip's own folder or removed
// from it. It costs far less than List; the zero time means that it is not known.
func (in *Store) Changed() time.Time {
	st, err := os.Stat(in.folder())
	if err != nil {
		return time.Time{}
	}
	return st.ModTime()
}

// Remove deletes a build from dragstrip's own folder. It renames the build
// first, so that a half-deleted build is never found.
func (in *Store) Remove(id string) error {
	all, err := in.List()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(one engine.Installed) bool { return one.ID == id })
	if at < 0 {
		return fmt.Errorf("dragstrip has not installed an engine build %q, and it removes only builds that it installed; `dragstrip engines` lists them", bench.Clean(id))
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

// RemoveEngine removes all builds of an engine from dragstrip's own folder.
// Builds that another program installed stay. It returns the IDs of the removed
// builds.
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
