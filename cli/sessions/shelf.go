package sessions

import (
	"fmt"
	"os"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// Shelf is where sessions are kept.
type Shelf struct {
	Store journal.Store
	// Cache is the folder with the file that remembers the list.
	Cache string
	// MachineLock is the path of the machine's lock, "" for the usual one.
	MachineLock string
	// Moved finds the folders that were moved, but that jobs still name by their
	// old paths. It gives each with its old and its new path.
	Moved func(jobs ...*bench.Job) []bench.MovedFolder
	// Newer tells whether one build of an engine is newer than another one. If it
	// is nil, the list says nothing about newer builds.
	Newer func(a, b bench.EngineBuild) bool
}

// Delete removes a session's folder for ever. It refuses if the session is
// being measured.
func (s Shelf) Delete(name string) error {
	f, err := s.Store.Find(name)
	if err != nil {
		return err
	}
	if f.Live() {
		return fmt.Errorf("session %s is being measured; stop it first", f.Name())
	}
	// The folder is renamed first, so that an interrupted deletion does not
	// leave half a session in the list.
	gone := filepath.Join(filepath.Dir(f.Path), ".deleted-"+f.Name())
	if err := os.Rename(f.Path, gone); err != nil {
		return fmt.Errorf("delete session %s: %w", f.Name(), err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete session %s: %w; the rest of its files are in %s", f.Name(), err, gone)
	}
	return nil
}
