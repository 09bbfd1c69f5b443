//go:build unix

package journal

import (
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// ownedByUs tells whether a file belongs to this user, and if not, to whom.
func ownedByUs(st fs.FileInfo) (owner string, ours bool) {
	of, ok := st.Sys().(*syscall.Stat_t)
	if !ok || int(of.Uid) == os.Geteuid() {
		return "", true
	}
	number := strconv.FormatUint(uint64(of.Uid), 10)
	if u, err := user.LookupId(number); err == nil {
		return "the user " + u.Username, false
	}
	return "another user (number " + number + ")", false
}

// othersWrite tells whether users other than its owner may change a file.
func othersWrite(st fs.FileInfo) bool { return st.Mode().Perm()&0o022 != 0 }

// otherNames tells whether a file has more than one name.
func otherNames(st fs.FileInfo) bool {
	of, ok := st.Sys().(*syscall.Stat_t)
	return ok && of.Nlink > 1
}
