package install

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"dragstrip/bench"
)

// free returns the free space, in bytes, on the disk of a folder; 0 means
// unknown. The folder need not exist yet.
func free(folder string) int64 {
	n, err := freeBytes(nearest(folder))
	if err != nil {
		return 0
	}
	return n
}

// nearest returns the folder itself if it exists, or else the nearest folder
// above it that exists.
func nearest(folder string) string {
	for !exists(folder) && filepath.Dir(folder) != folder {
		folder = filepath.Dir(folder)
	}
	return folder
}

func treeBytes(folder string) int64 {
	var n int64
	filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if st, err := d.Info(); err == nil {
				n += st.Size()
			}
		}
		return nil
	})
	return n
}

// syncTree writes every file below a folder to the disk.
func syncTree(folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		mode := os.O_RDONLY
		if runtime.GOOS == "windows" { // Windows flushes only files that are open for writing
			mode = os.O_RDWR
		}
		file, err := os.OpenFile(path, mode, 0)
		if errors.Is(err, fs.ErrPermission) {
			return nil
		}
		if err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	})
}

// readBounded reads a file. It returns an error if the file is larger than
// limit.
func readBounded(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is larger than %s", filepath.Base(path), bench.FormatBytes(limit))
	}
	return text, err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
