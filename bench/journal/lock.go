package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// A lock here is a lock on an open file, which the kernel lets go when the
// process dies, however it dies. A file with a process number in it could not
// tell a dead process from another one with the same number.

// lockPatience covers the moment in which somebody only looks whether a lock
// is held.
const lockPatience = 2 * time.Second

// Live tells whether a bench process holds the session.
func (f Folder) Live() bool {
	path := f.File(lockFile)
	if _, err := os.Stat(path); err != nil {
		return false
	}
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	// A shared lock: two viewers that look at once must not see each other.
	free, err := l.TryRLock()
	if err != nil {
		return false
	}
	if free {
		l.Unlock()
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

// MachineLock makes sure that one machine measures one thing at a time, over
// all its users.
type MachineLock struct {
	path   string
	lock   *flock.Flock
	former formerLock
}

// NewMachineLock gives the lock kept at path; an empty path means the place
// all users of this machine share.
func NewMachineLock(path string) *MachineLock {
	if path == "" {
		return &MachineLock{path: sharedLockPath("dragstrip"), former: formerLock{path: sharedLockPath(formerName)}}
	}
	return &MachineLock{path: path}
}

// Try takes the lock if it is free. Otherwise it tells who holds it, as far
// as that can be read.
func (m *MachineLock) Try(me Holder) (bool, Holder, error) {
	if err := m.ensure(); err != nil {
		return false, Holder{}, err
	}
	// Opened without O_CREATE: in a sticky folder the kernel refuses to
	// "create" a file another user already made (fs.protected_regular).
	m.lock = flock.New(m.path, flock.SetFlag(os.O_RDWR|noFollow))
	ok, err := m.lock.TryLock()
	if err != nil {
		return false, Holder{}, fmt.Errorf("lock this machine (%s): %w; another file can be named with DRAGSTRIP_MACHINE_LOCK", m.path, err)
	}
	if !ok {
		return false, m.Holder(), nil
	}
	if !m.former.take() {
		m.lock.Unlock()
		return false, holderIn(m.former.path), nil
	}
	writeHolder(m.path, me)
	if m.former.held != nil {
		writeHolder(m.former.path, me)
	}
	return true, me, nil
}

// ensure makes the lock file, writable by every user.
func (m *MachineLock) ensure() error {
	if _, err := os.Lstat(m.path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(m.path), 0o755); err != nil {
		return fmt.Errorf("make the folder of the machine's lock: %w", err)
	}
	file, err := os.OpenFile(m.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make the machine's lock: %w", err)
	}
	// The umask took the others' right to write.
	return errors.Join(file.Chmod(0o666), file.Close())
}

// writeHolder notes who holds the lock at path; nothing depends on it but a
// sentence on a screen.
func writeHolder(path string, h Holder) {
	text, err := json.Marshal(h)
	if err != nil {
		return
	}
	if file, err := os.OpenFile(path+holderSuffix, os.O_RDWR|holderCreate|os.O_TRUNC|noFollow, 0o644); err == nil {
		file.Write(text)
		file.Close()
	}
}

// Holder is who took the lock last, as far as that can be read; whether it is
// still held is not said. The note may be written by anybody on the machine.
func (m *MachineLock) Holder() Holder { return holderIn(m.path) }

func holderIn(path string) Holder {
	var h Holder
	text, err := regular.Head(path+holderSuffix, 4096)
	if err != nil {
		return h
	}
	// What cannot be read stays unknown: the lock counts, not the note.
	if json.Unmarshal(text, &h) != nil || bench.Admit(&h) != nil {
		return Holder{}
	}
	return h
}

// Release lets the machine go.
func (m *MachineLock) Release() {
	m.former.release()
	if m.lock != nil {
		m.lock.Unlock()
	}
}
