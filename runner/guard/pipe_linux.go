package guard

import (
	"os"

	"golang.org/x/sys/unix"
)

// pipeRoom is the largest size that an ordinary user may ask for, if the
// administrator has not changed fs.pipe-max-size.
const pipeRoom = 1 << 20

// widen makes a pipe as large as allowed and returns its size in bytes.
func widen(pipe *os.File) int {
	raw, err := pipe.SyscallConn()
	if err != nil {
		return 0
	}
	room := 0
	_ = raw.Control(func(fd uintptr) {
		_, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeRoom)
		room, err = unix.FcntlInt(fd, unix.F_GETPIPE_SZ, 0)
	})
	if err != nil {
		return 0
	}
	return room
}
