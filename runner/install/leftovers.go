package install

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	// Remove unfinished builds first, so that the builds they were to replace can
	// be put back.
	for _, e := range entries {
		if id, ok := strings.CutPrefix(e.Name(), makingPrefix); ok && id != "" {
			if final := filepath.Join(in.folder(), id); !isBuild(final) && os.RemoveAll(final) != nil {
				return // the mark stays, so the next call tries again
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
