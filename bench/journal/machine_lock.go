package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"dragstrip/bench"
)

// MachineLock makes sure that a machine measures only one thing at a time, for
// all its users together.
type MachineLock struct {
	path   string
	lock   *flock.Flock
	former formerLock
	line   waitingLine
}

// NewMachineLock gives the lock kept at path; an empty path means the lock that
// all users of this machine share.
func NewMachineLock(path string) *MachineLock {
	var former formerLock
	if path == "" {
		path = sharedLockPath("dragstrip")
		former.path = sharedLockPath(formerName)
	}
	return &MachineLock{path: path, former: former, line: waitingLine{folder: path + lineSuffix}}
}

// lineSuffix is added to the lock's name to give the name of the folder of
// those who wait.
const lineSuffix = ".waiting"

// Enter puts this process into the line of those who wait, so that it comes before
// those who enter later. It stays there until Try takes the lock, or until Release.
func (m *MachineLock) Enter(me Holder) {
	if m.ensure() == nil {
		m.line.enter(me)
	}
}

// Try takes the lock if it is free and nobody came earlier. Otherwise it tells
// who holds the lock, as far as that can be read. This process then stands in
// the line of those who wait, until it calls Release.
func (m *MachineLock) Try(me Holder) (bool, Ahead, error) {
	if err := m.ensure(); err != nil {
		m.line.leave()
		return false, Ahead{}, err
	}
	m.line.enter(me)
	if before := m.line.before(); len(before) > 0 {
		now, _ := m.Measuring()
		return false, aheadOf(now, before), nil
	}
	ok, holder, err := m.take(me)
	if ok || err != nil {
		m.line.leave()
	}
	return ok, Ahead{Holder: holder}, err
}

// take takes the lock if it is free, even if somebody waits for it.
func (m *MachineLock) take(me Holder) (bool, Holder, error) {
	// The file is opened without O_CREATE: in a sticky folder the kernel
	// refuses to "create" a file that another user already made
	// (fs.protected_regular).
	m.lock = flock.New(m.path, flock.SetFlag(os.O_RDWR|noFollow))
	ok, err := m.lock.TryLock()
	if err != nil {
		return false, Holder{}, m.closed(err)
	}
	if !ok {
		return false, m.Holder(), nil
	}
	st, err := m.lock.Stat()
	if err == nil {
		err = m.plain(st)
	}
	if err != nil {
		m.lock.Unlock()
		return false, Holder{}, err
	}
	if !m.former.take() {
		m.lock.Unlock()
		return false, holderIn(m.former.path), nil
	}
	m.letAllWrite(st)
	writeHolder(m.path, me)
	if m.former.held != nil {
		writeHolder(m.former.path, me)
	}
	return true, me, nil
}

// Holder is who took the lock last, as far as that can be read. It does not say
// whether the lock is still held. Anybody on the machine can write the note.
func (m *MachineLock) Holder() Holder { return holderIn(m.path) }

// Measuring is who holds the lock now. The note alone does not count: anybody
// can write it, and a killed process leaves it behind. The lock is looked at
// only if there is a note, because a look keeps others from taking it.
func (m *MachineLock) Measuring() (Holder, bool) {
	for _, path := range []string{m.path, m.former.path} {
		if path == "" {
			continue
		}
		if h := holderIn(path); h != (Holder{}) && held(path) {
			return h, true
		}
	}
	return Holder{}, false
}

// NoteChanged is when the note was changed last. To ask for this time costs
// much less than to read the note.
func (m *MachineLock) NoteChanged() (time.Time, error) {
	st, err := os.Stat(m.path + holderSuffix)
	if err != nil {
		return time.Time{}, err
	}
	return st.ModTime(), nil
}

// Release releases the machine, or leaves the line of those who wait for it.
func (m *MachineLock) Release() {
	m.line.leave()
	m.former.release()
	if m.lock != nil {
		if m.lock.Locked() {
			clearHolder(m.path) // those who wait must not read that they wait for us
		}
		m.lock.Unlock()
	}
}

// ensure makes the lock file, writable for every user. If there is one already,
// it checks that file, because every user can write to the folder.
func (m *MachineLock) ensure() error {
	if st, err := os.Lstat(m.path); err == nil {
		return m.plain(st)
	}
	if err := os.MkdirAll(filepath.Dir(m.path), 0o755); err != nil {
		return fmt.Errorf("make the folder of the machine's lock: %w", err)
	}
	file, err := os.OpenFile(m.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, lockMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make the machine's lock: %w", err)
	}
	// The umask took away the other users' right to write.
	return errors.Join(file.Chmod(lockMode), file.Close())
}

// lockMode lets all users of the machine take the lock.
const lockMode = 0o666

// letAllWrite makes a lock file of ours writable for all users. The process
// that made the file may have died before it did this.
func (m *MachineLock) letAllWrite(st fs.FileInfo) {
	if _, ours := ownedByUs(st); ours && st.Mode().Perm()&lockMode != lockMode {
		_ = os.Chmod(m.path, lockMode)
	}
}

// plain returns an error if a file cannot be a lock file that dragstrip made.
// dragstrip writes a note into the lock file. Somebody could have replaced the
// lock file with a link to another of our files, and the note would destroy
// that file.
func (m *MachineLock) plain(st fs.FileInfo) error {
	what := ""
	switch {
	case st.Mode().Type()&fs.ModeSymlink != 0:
		what = "a link to another file"
	case !st.Mode().IsRegular():
		what = "not a plain file"
	case otherNames(st):
		what = "a hard link to another file"
	default:
		return nil
	}
	return fmt.Errorf("the machine's lock %s is %s, and dragstrip never makes such a file; its owner%s or an administrator has to remove it",
		bench.Clean(m.path), what, ownerOf(st))
}

// closed says why the lock cannot be taken. It does not wrap the cause, because
// the remedy for other files that we may not write to would be wrong here.
func (m *MachineLock) closed(err error) error {
	st, statErr := os.Lstat(m.path)
	if !errors.Is(err, fs.ErrPermission) || statErr != nil {
		return fmt.Errorf("take the machine's lock %s: %v; to use another lock file, set DRAGSTRIP_MACHINE_LOCK to its path; all users of this machine must set the same path", bench.Clean(m.path), err)
	}
	return fmt.Errorf("the machine's lock %s must be writable for all users, but is not; its owner%s or an administrator can change that: `chmod 666 %s`",
		bench.Clean(m.path), ownerOf(st), bench.Clean(m.path))
}

// ownerOf names another user to whom a file belongs, within a sentence.
func ownerOf(st fs.FileInfo) string {
	owner, ours := ownedByUs(st)
	if ours {
		return ""
	}
	return " (" + owner + ")"
}
