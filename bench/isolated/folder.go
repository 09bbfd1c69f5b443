package isolated

import (
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
)

// chosen is the folder that Use named. There is one for the whole process, as
// with TMPDIR, because the packages that start programs do not know dragstrip's
// own folders.
var chosen atomic.Pointer[string]

// Use names the folder that Folder keeps empty. Folder removes everything in it,
// so the folder must have no other use.
func Use(folder string) { chosen.Store(&folder) }

// Folder is the empty folder in which programs are started. If there is no such
// folder, because Use was not called or the disk is read-only, Folder gives a
// folder that only an administrator can change.
func Folder() string {
	if folder := chosen.Load(); folder != nil && keepEmpty(*folder) {
		return *folder
	}
	return systemFolder()
}

func systemFolder() string {
	if runtime.GOOS == "windows" {
		return os.Getenv("SystemRoot")
	}
	return "/"
}

// keepEmpty makes the folder, or empties it, because a crashed program may have
// left a core dump there. It tells whether the folder is now empty and nobody
// else may write to it. Even the owner gets no right to write to the folder, so
// that it stays empty.
func keepEmpty(folder string) bool {
	if os.MkdirAll(filepath.Dir(folder), 0o700) != nil {
		return false
	}
	_ = os.Mkdir(folder, 0o500)
	st, err := os.Lstat(folder)
	if err != nil || !st.IsDir() {
		return false
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false
	}
	if len(entries) > 0 && !empty(folder, entries) {
		return false
	}
	return (len(entries) == 0 && st.Mode().Perm()&0o022 == 0) || os.Chmod(folder, 0o500) == nil
}

func empty(folder string, entries []os.DirEntry) bool {
	if os.Chmod(folder, 0o700) != nil {
		return false
	}
	for _, entry := range entries {
		if os.RemoveAll(filepath.Join(folder, entry.Name())) != nil {
			return false
		}
	}
	return true
}
