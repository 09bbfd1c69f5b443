package install

import "golang.org/x/sys/unix"

func noExec(folder string) bool {
	var st unix.Statfs_t
	return unix.Statfs(folder, &st) == nil && st.Flags&unix.ST_NOEXEC != 0
}
