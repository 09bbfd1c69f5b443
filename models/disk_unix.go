//go:build unix

package models

import (
	"io/fs"
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
