package install

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// ErrBusy says that another dragstrip holds the engines folder.
var ErrBusy = errors.New("another dragstrip is installing or removing an engine; try again when it is done")

// lock prevents two installations at the same time. The kernel releases the
// lock when the process ends in any way.
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
