package guard

import (
	"os"

	"golang.org/x/sys/unix"
)

// pipeRoom is the most an ordinary user may ask for, unless the machine's
// administrator says otherwise (fs.pipe-max-size).
const pipeRoom = 1 << 20

// widen makes a pipe hold as much as it may, and says how much that is, in
// bytes.
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
