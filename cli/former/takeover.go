package former

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Taken says what was taken over.
type Taken struct {
	// Moved are the folders that have their present names now.
	Moved []Folder
	// Left are the entries that stayed at their former place.
	Left []string
	// Mended is the number of files in which former paths were corrected.
	Mended int
}

// TakeOver gives the folders of the former program their present names. If a
// folder of the present name exists already, entries move into it. An entry
// that exists there already stays at its former place and is listed in Left.
// After an error or a crash each entry is at its old or its new place, and the
// next call does the rest.
func TakeOver(pairs []Folder) (Taken, error) {
	var taken Taken
	folders := Find(pairs)
	if err := AtWork(folders); err != nil {
		return taken, err
	}
	taken.Mended = Mend(pairs)
	for _, f := range folders {
		left, err := f.move()
		taken.Left = append(taken.Left, left...)
		taken.Mended += Mend(pairs)
		if err != nil {
			return taken, fmt.Errorf("take over %s: %w", f.Former, err)
		}
		taken.Moved = append(taken.Moved, f)
	}
	for _, f := range folders {
		_ = os.Remove(f.Former) // only now, because another folder of the list may have been in it
	}
	return taken, nil
}

func (f Folder) move() (left []string, err error) {
	own, others := f.entries()
	if len(own) == 0 {
		return nil, nil // another process was faster
	}
	if _, err := os.Lstat(f.Present); errors.Is(err, fs.ErrNotExist) && len(others) == 0 {
		return nil, os.Rename(f.Former, f.Present)
	}
	if err := os.MkdirAll(f.Present, 0o700); err != nil {
		return nil, err
	}
	return f.merge(f.Former, f.Present, own)
}

// merge moves entries of one folder into another. If a folder such as sessions
// exists in both, its entries are moved one by one. Such an entry (a session, a
// model or an engine) moves or stays as a whole.
func (f Folder) merge(from, to string, entries []os.DirEntry) (left []string, err error) {
	for _, e := range entries {
		was, is := filepath.Join(from, e.Name()), filepath.Join(to, presentName(e.Name()))
		again := f.madeAgain(e.Name()) || from != f.Former && f.madeAgain(filepath.Base(from))
		look, err := os.Lstat(is)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if err := os.Rename(was, is); err != nil {
				return left, err
			}
		case err == nil && from == f.Former && e.IsDir() && look.IsDir():
			within, err := os.ReadDir(was)
			if err != nil {
				return left, err
			}
			stays, err := f.merge(was, is, within)
			if err != nil {
				return left, err
			}
			left = append(left, stays...)
		case err == nil && e.Name() == installLock:
			_ = os.Remove(was) // nobody holds the lock, and the file is empty
		case err == nil && again:
			_ = os.RemoveAll(was)
		default:
			left = append(left, was)
		}
	}
	_ = os.Remove(from) // this works only if nothing stayed
	return left, nil
}

func presentName(entry string) string {
	if entry == Settings {
		return presentSettings
	}
	return entry
}
