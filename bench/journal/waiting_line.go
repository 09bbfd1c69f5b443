package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// waitingLine is the line of the processes that wait for the machine's lock.
// They get the lock in the order in which they came. Each has a file in a
// folder beside the lock. The names of the files are their order. A process
// holds a lock on its file as long as it lives, so nobody waits for one that
// was killed.
//
// The line serves only fairness. If a file cannot be made or read, the process
// is not in the line, and takes the machine when it finds it free.
type waitingLine struct {
	folder string
	mine   *flock.Flock // nil while this process is not in the line
}

const (
	// mostWaiting limits how many files are looked at, because everybody can
	// put files there.
	mostWaiting = 1000
	// deadAfter is the age from which a file that nobody holds is removed. A
	// younger file may belong to a process that has just made it.
	deadAfter = time.Minute
)

// enter puts this process at the end of the line, if it is not in the line yet.
// If somebody removed its file, it gets its former place again.
func (l *waitingLine) enter(me Holder) {
	path := filepath.Join(l.folder, fmt.Sprintf("%020d-%d", time.Now().UnixNano(), me.Process))
	if l.mine != nil {
		path = l.mine.Path()
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return
		}
		_ = l.mine.Unlock()
		l.mine = nil
	}
	if !l.ensure() || makePlace(path) != nil {
		return
	}
	mine := flock.New(path, flock.SetFlag(os.O_RDWR|noFollow))
	if ok, err := mine.TryLock(); err != nil || !ok {
		remove(path) // another process checked the file at this moment; the next call tries again
		return
	}
	l.mine = mine
	writeHolder(path, me)
}

// makePlace makes the file of a place in the line. Every user must be able to
// read it, with every umask, because a process must open the file to see that
// it is held.
func makePlace(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	// A change by path could follow a link that the owner of the folder put there.
	return errors.Join(file.Chmod(0o644), file.Close())
}

// leave takes this process out of the line.
func (l *waitingLine) leave() {
	if l.mine == nil {
		return
	}
	_ = l.mine.Unlock()
	remove(l.mine.Path())
	l.mine = nil
}

// before lists those who came earlier and still wait, in the order in which
// they came.
func (l *waitingLine) before() []Holder {
	if l.mine == nil {
		return nil
	}
	var all []Holder
	for _, name := range l.names() {
		if name >= filepath.Base(l.mine.Path()) {
			break // the list may be cut before our own name
		}
		path := filepath.Join(l.folder, name)
		if !held(path) {
			removeOld(path)
			continue
		}
		all = append(all, holderIn(path))
	}
	return all
}

// names lists the files of the line in its order.
func (l *waitingLine) names() []string {
	folder, err := os.Open(l.folder)
	if err != nil {
		return nil
	}
	defer folder.Close()
	names, _ := folder.Readdirnames(mostWaiting)
	names = slices.DeleteFunc(names, func(name string) bool { return holderSuffix != "" && strings.HasSuffix(name, holderSuffix) })
	slices.Sort(names)
	return names
}

// ensure tells whether there is a folder in which every user can make files but
// remove only their own. It makes the folder if there is none.
func (l *waitingLine) ensure() bool {
	if st, err := os.Lstat(l.folder); err == nil {
		return st.IsDir()
	}
	if os.Mkdir(l.folder, 0o777) != nil {
		return false
	}
	return os.Chmod(l.folder, 0o777|os.ModeSticky) == nil // the umask took rights away
}

func removeOld(path string) {
	if st, err := os.Lstat(path); err == nil && time.Since(st.ModTime()) > deadAfter {
		remove(path)
	}
}

func remove(path string) {
	_ = os.Remove(path)
	if holderSuffix != "" {
		_ = os.Remove(path + holderSuffix)
	}
}
