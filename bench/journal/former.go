package journal

import (
	"os"

	"github.com/gofrs/flock"
)

// formerName is what dragstrip was called. The program of that name had a
// machine lock of its own, and does not know ours.
const formerName = "dyno"

// formerLock is the lock of the former program. We also take this lock if it
// exists, so that the two programs never measure at the same time. We do not
// create it: if it is missing, the former program has not measured since the
// machine started.
type formerLock struct {
	path string // "" means there is no such lock
	held *flock.Flock
}

// take tells whether the former program lets us measure.
func (f *formerLock) take() bool {
	if f.path == "" {
		return true
	}
	if st, err := os.Lstat(f.path); err != nil || !st.Mode().IsRegular() || otherNames(st) {
		return true
	}
	l := flock.New(f.path, flock.SetFlag(os.O_RDWR|noFollow))
	ok, err := l.TryLock()
	if err != nil {
		return true // if the lock cannot be taken or read, we measure anyway
	}
	if ok {
		f.held = l
	}
	return ok
}

func (f *formerLock) release() {
	if f.held != nil {
		clearHolder(f.path)
		f.held.Unlock()
		f.held = nil // afterwards the lock may belong to another process
	}
}
