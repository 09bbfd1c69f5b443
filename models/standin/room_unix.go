//go:build unix

package standin

import "golang.org/x/sys/unix"

// freeBytes is how many bytes this user can still write to the file system of a
// folder.
func freeBytes(folder string) (int64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(folder, &fs); err != nil {
		return 0, err
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}
