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
	// Cache is the folder in which it is remembered what a list says of them.
	Cache string
	// MachineLock is the path of the machine's lock, "" for the usual one.
	MachineLock string
	// Moved says what of the places that jobs name lies elsewhere now.
	Moved func(jobs ...*bench.Job) []bench.MovedFolder
}

// Delete removes a session's folder for ever; one that is measured
// stays.
func (s Shelf) Delete(name string) error {
	f, err := s.Store.Find(name)
	if err != nil {
		return err
	}
	if f.Live() {
		return fmt.Errorf("session %s is being measured; stop it first", f.Name())
	}
	// Renamed first: a deletion that is interrupted must not leave half a
	// session in the list.
	gone := filepath.Join(filepath.Dir(f.Path), ".deleted-"+f.Name())
	if err := os.Rename(f.Path, gone); err != nil {
		return fmt.Errorf("delete session %s: %w", f.Name(), err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete session %s: %w; the rest of its files are in %s", f.Name(), err, gone)
	}
	return nil
}
