package former

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// TakeOver gives the folders their present names. Where a folder of the
// present name is there already, what is not in the way moves into it; what
// is stays where it was and is named. An error leaves everything at its old
// or at its new place: it can be called again.
func TakeOver(folders []Folder) (left []string, err error) {
	if err := AtWork(folders); err != nil {
		return nil, err
	}
	for _, f := range folders {
		stays, err := f.move()
		if err != nil {
			return left, fmt.Errorf("take over %s: %w", f.Former, err)
		}
		left = append(left, stays...)
	}
	for _, f := range folders {
		f.mend(folders)
	}
	return left, nil
}

func (f Folder) move() (left []string, err error) {
	own, others := entriesOf(f.Former)
	if len(own) == 0 {
		return nil, nil // somebody was quicker
	}
	if _, err := os.Lstat(f.Present); errors.Is(err, fs.ErrNotExist) && len(others) == 0 {
		if err := os.Rename(f.Former, f.Present); err != nil {
			return nil, err
		}
		return nil, f.renameSettings()
	}
	if err := os.MkdirAll(f.Present, 0o700); err != nil {
		return nil, err
	}
	return f.merge(f.Former, f.Present, own)
}

// renameSettings: in a folder that moved as a whole nothing is in the way.
func (f Folder) renameSettings() error {
	err := os.Rename(filepath.Join(f.Present, Settings), filepath.Join(f.Present, presentSettings))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// merge moves entries of one folder into another. Folders of both, such as
// sessions, are gone through once: what lies in them, a session, a model or an
// engine, moves or stays as a whole.
func (f Folder) merge(from, to string, entries []os.DirEntry) (left []string, err error) {
	for _, e := range entries {
		was, is := filepath.Join(from, e.Name()), filepath.Join(to, presentName(e.Name()))
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
			_ = os.Remove(was) // nobody holds it, and it says nothing
		case err == nil && f.MadeAgain:
			_ = os.RemoveAll(was)
		default:
			left = append(left, was)
		}
	}
	_ = os.Remove(from) // which it lets happen when nothing stays
	return left, nil
}

func presentName(entry string) string {
	if entry == Settings {
		return presentSettings
	}
	return entry
}
