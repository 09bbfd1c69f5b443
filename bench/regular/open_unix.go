//go:build unix

package regular

import "golang.org/x/sys/unix"

const (
	// noWait: opening a named pipe would wait for its other end.
	noWait   = unix.O_NONBLOCK
	noFollow = unix.O_NOFOLLOW
)
