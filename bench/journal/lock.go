package journal

import (
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// A lock here is a lock on an open file. The kernel releases it when the
// process ends, even after a crash. A file that holds the number of a process
// would not be enough: a new process may get the number of a dead one.

// lockPatience is how long we try to take a lock. A process that only checks
// whether the lock is held takes it for a moment.
const lockPatience = 2 * time.Second

// Live tells whether a bench process holds the session.
func (f Folder) Live() bool { return held(f.File(lockFile)) }

// held tells whether a living process holds the lock on a file. The file is
// opened once and without waiting, because everybody can write to the folder of
// a shared lock: a pipe or a link may take the file's place at any moment. The
// lock is taken shared: two viewers that check at once must not take each other
// for the holder.
func held(path string) bool {
	l := flock.New(path, flock.SetFlag(os.O_RDONLY|noFollow|noWait))
	free, err := l.TryRLock()
	if err != nil {
		return false
	}
	if free {
		_ = l.Unlock()
	}
	return !free
}

// lock takes the session for this process.
func (f Folder) lock() (*flock.Flock, error) {
	l := flock.New(f.File(lockFile), flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	deadline := time.Now().Add(lockPatience)
	for {
		ok, err := l.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock the session: %w (the sessions folder must lie on a disk that can lock files; XDG_STATE_HOME moves it)", err)
		}
		if ok {
			return l, nil
		}
		if time.Now().After(deadline) {
			return nil, ErrLive
		}
		time.Sleep(50 * time.Millisecond)
	}
}
