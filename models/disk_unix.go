//go:build unix

package models

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// freeBytes is what the file system of a folder lets this user write.
func freeBytes(folder string) (int64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(folder, &fs); err != nil {
		return 0, err
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}

// inode tells two files of one name, size and time apart, and two names of
// one file together; 0, 0 where the system does not say.
func inode(look fs.FileInfo) (device, number uint64) {
	if s, ok := look.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Dev), s.Ino
	}
	return 0, 0
}

// lockFile takes a file for this process until it is closed, and tells
// whether it could. Where the file system knows no locks, everybody may.
func lockFile(f *os.File) bool {
	return !errors.Is(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// closeAndRename gives a locked file its name before it lets the lock go.
func closeAndRename(f *os.File, from, to string) error {
	err := os.Rename(from, to)
	return errors.Join(err, f.Close())
}
