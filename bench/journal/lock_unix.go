//go:build unix

package journal

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	noFollow = unix.O_NOFOLLOW
	noWait   = unix.O_NONBLOCK // a pipe that nobody writes to is opened at once
)

// On unix the note is in the lock file itself, which all users may write.
const (
	holderSuffix = ""
	holderCreate = 0
)

// sharedLockPath is the path of the lock of a program with this name. It does
// not follow TMPDIR, which differs between users.
func sharedLockPath(name string) string {
	if st, err := os.Stat("/tmp"); err == nil && st.IsDir() {
		return "/tmp/" + name + "-machine.lock"
	}
	return os.TempDir() + "/" + name + "-machine-" + strconv.Itoa(os.Getuid()) + ".lock"
}

// alive tells whether there is a process with this number. A process of another
// user counts, too.
func alive(process int) bool {
	err := unix.Kill(process, 0)
	return err == nil || err == unix.EPERM
}
