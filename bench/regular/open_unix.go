//go:build unix

package regular

import "golang.org/x/sys/unix"

const (
	// noWait keeps the opening of a named pipe from waiting for the other end.
	noWait   = unix.O_NONBLOCK
	noFollow = unix.O_NOFOLLOW
)
