package install

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/runner/asking"
)

// clearLeftovers removes what killed installations left behind. If an
// installation is running now, it does nothing.
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

// clear removes leftovers. The caller must hold the lock. If an installation
// was killed while it replaced a build, clear puts the old build back.
func (in *Store) clear() {
	entries, _ := os.ReadDir(in.folder())
	if slices.ContainsFunc(entries, isLeftover) {
		// A program of the killed installation may still be writing.
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
				continue // its place holds something that is no build, so this build must be kept
			}
		}
		os.RemoveAll(path)
	}
}

// discard removes a folder that is no build. It renames the folder first: a
// folder with something that cannot be removed can often still be renamed, and
// then a build can take its place. The next clear tries again to remove what is
// left.
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
