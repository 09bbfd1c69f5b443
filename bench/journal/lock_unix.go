//go:build unix

package journal

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

const noFollow = unix.O_NOFOLLOW

// On unix the note stands in the lock file itself, which all users may write.
const (
	holderSuffix = ""
	holderCreate = 0
)

// sharedLockPath does not follow TMPDIR, which differs between users.
func sharedLockPath() string {
	if st, err := os.Stat("/tmp"); err == nil && st.IsDir() {
		return "/tmp/dragstrip-machine.lock"
	}
	return os.TempDir() + "/dragstrip-machine-" + strconv.Itoa(os.Getuid()) + ".lock"
}
