package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dragstrip/bench"
)

// Ours returns an error if a bench process must not work in the session's
// folder. The bench process writes there, and engines get files from there. So
// the folder and every file that is used must belong to the user, and nobody
// else may be able to change them. A link would make the bench process write
// elsewhere.
func (f Folder) Ours() error {
	for _, place := range []string{f.Path, f.File(engineDir), f.File(linksDir)} {
		if err := f.ourOwn(place, fs.ModeDir); err != nil {
			return err
		}
	}
	for _, name := range []string{planFile, eventsFile, controlFile, lockFile, noteFile, BenchLog, ReportFile, PicturesFile, RecipeFile} {
		if err := f.ourOwn(f.File(name), 0); err != nil {
			return err
		}
	}
	logs, err := os.ReadDir(f.File(engineDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look into the session's folder: %w", err)
	}
	for _, log := range logs {
		if err := f.ourOwn(filepath.Join(f.File(engineDir), log.Name()), 0); err != nil {
			return err
		}
	}
	return nil
}

// ourOwn checks one file or folder; a missing one does no harm.
func (f Folder) ourOwn(path string, sort fs.FileMode) error {
	st, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) && path != f.Path {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the session's files: %w", err)
	}
	name := bench.Clean(path)
	switch {
	case st.Mode().Type()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a link, but a session must hold its own files: copy the folder (`cp -rL`) and use the copy", name)
	case st.Mode().Type() != sort && sort == fs.ModeDir:
		return fmt.Errorf("%s is not a folder", name)
	case st.Mode().Type() != sort:
		return fmt.Errorf("%s is not a plain file; delete it if you know what it is", name)
	}
	owner, ours := ownedByUs(st)
	switch {
	case !ours:
		return fmt.Errorf("%s belongs to %s, but a session continues only in files of your own: copy the folder (`cp -r`) and use the copy", name, owner)
	case othersWrite(st):
		return fmt.Errorf("other users of this machine can change %s; if nobody changed it, `chmod -R go-w %s` lets only you write to it", name, bench.Clean(f.Path))
	case sort == 0 && otherNames(st):
		return fmt.Errorf("%s has a second name elsewhere (a hard link), and that file would change, too: copy the folder (`cp -r`) and use the copy", name)
	}
	return nil
}

// Holds tells whether a session's folder is in the store. A folder outside the
// store may have been written by anybody.
func (s Store) Holds(f Folder) bool {
	above, err := os.Stat(filepath.Dir(f.Path))
	if err != nil {
		return false
	}
	root, err := os.Stat(s.Root)
	return err == nil && os.SameFile(above, root)
}
