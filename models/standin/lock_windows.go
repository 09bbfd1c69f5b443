package standin

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile takes a file for this process until it is closed, and tells
// whether it could. Only this handle can then read and write it.
func lockFile(f *os.File) bool {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	return !errors.Is(err, windows.ERROR_LOCK_VIOLATION) && !errors.Is(err, windows.ERROR_IO_PENDING)
}

// lockFolder does nothing: Windows locks no folders, and renames none that is
// open.
func lockFolder(string) (*os.File, error) { return nil, nil }
