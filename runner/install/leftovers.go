package install

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/runner/asking"
)

// clearLeftovers removes what killed installations left behind, unless an
// installation is running now.
func (in *Store) clearLeftovers() {
	if entries, err := os.ReadDir(in.folder()); err != nil || !slices.ContainsFunc(entries, isLeftover) {
		return
	}
	if unlock, err := in.lock(); err == nil {
		in.clear()
		unlock()
	}
}

func isLeftover(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), stagingPrefix) }

// clear removes leftovers. The caller holds the lock. A build that was being
// replaced when its installation was killed is put back.
func (in *Store) clear() {
	entries, _ := os.ReadDir(in.folder())
	if slices.ContainsFunc(entries, isLeftover) {
		// A program of the killed installation may still write.
		asking.EndLeftBehind()
	}
	// Remove unfinished builds first, so that the builds they were to replace can
	// be put back.
	for _, e := range entries {
		if id, ok := strings.CutPrefix(e.Name(), makingPrefix); ok && id != "" {
			if final := filepath.Join(in.folder(), id); !isBuild(final) {
				in.discard(final)
			}
		}
	}
	for _, e := range entries {
		if !isLeftover(e) {
			continue
		}
		path := filepath.Join(in.folder(), e.Name())
		if id, ok := strings.CutPrefix(e.Name(), replacedPrefix); ok {
			final := filepath.Join(in.folder(), id)
			if !exists(final) && os.Rename(path, final) == nil || !isBuild(final) {
				continue // what is in its place is no build, so this one must not be lost
			}
		}
		os.RemoveAll(path)
	}
}

// discard removes a folder that is no build. It renames the folder first,
// because a folder that holds something that cannot be removed can often be
// renamed, and must not keep the place of a build. What stays is tried again by
// the next clear.
func (in *Store) discard(folder string) {
	if !exists(folder) {
		return
	}
	aside, err := os.MkdirTemp(in.folder(), removedPrefix)
	if err == nil && os.Rename(folder, filepath.Join(aside, filepath.Base(folder))) == nil {
		folder = aside
	}
	os.RemoveAll(folder)
	if aside != folder {
		os.Remove(aside)
	}
}

func isBuild(folder string) bool {
	_, err := readManifest(folder)
	return err == nil
}
