//go:build unix

package models

import (
	"io/fs"
	"syscall"
)

// inode identifies a file. Name, size and time do not: two files may have the
// same, and one file may have two names. It is 0, 0 if the system does not
// tell.
func inode(look fs.FileInfo) (device, number uint64) {
	if s, ok := look.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Dev), s.Ino
	}
	return 0, 0
}
