//go:build unix

package standin

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes a file for this process until it is closed, and tells
// whether it could. Where the file system knows no locks, everybody may.
func lockFile(f *os.File) bool {
	return !errors.Is(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// lockFolder takes a folder for this process until the file is closed, under
// whatever name the folder has by then.
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
