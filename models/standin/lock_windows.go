package standin

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile locks a file for this process until it is closed, and tells whether
// that worked. Until then, only this handle can read and write the file.
func lockFile(f *os.File) bool {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	return !errors.Is(err, windows.ERROR_LOCK_VIOLATION) && !errors.Is(err, windows.ERROR_IO_PENDING)
}

// lockFolder does nothing: Windows cannot lock folders, and cannot rename a
// folder that is open.
func lockFolder(string) (*os.File, error) { return nil, nil }
