//go:build unix

package standin

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile locks a file for this process until it is closed, and tells whether
// that worked. It is also true if the file system has no locks.
func lockFile(f *os.File) bool {
	return !errors.Is(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// lockFolder locks a folder for this process until the file is closed, even if
// the folder is renamed in the meantime.
func lockFolder(folder string) (*os.File, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	if !lockFile(f) {
		f.Close()
		return nil, writtenByAnother(folder)
	}
	return f, nil
}
