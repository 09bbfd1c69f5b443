package install

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// lock keeps two installations apart. The kernel lets go of it when the
// process ends, however it ends.
func (in *Store) lock() (unlock func(), err error) {
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

// clear removes leftovers; the lock is held. A build that was being replaced
// when its installation died goes back to its place.
func (in *Store) clear() {
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
