//go:build unix

package standin

import "golang.org/x/sys/unix"

// freeBytes is what the file system of a folder lets this user write.
func freeBytes(folder string) (int64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(folder, &fs); err != nil {
		return 0, err
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}
