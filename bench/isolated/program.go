package isolated

import (
	"os"
	"os/exec"
	"path/filepath"
)

// Program finds a program on PATH. Relative folders on PATH, such as ".", are
// ignored. So a program in the current folder is not found, and cannot hide
// another one. A name with a separator must be an absolute path.
func Program(name string) (string, error) {
	if filepath.IsAbs(name) {
		return exec.LookPath(name)
	}
	if filepath.Base(name) == name {
		for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
			if !filepath.IsAbs(folder) {
				continue
			}
			if path, err := exec.LookPath(filepath.Join(folder, name)); err == nil {
				return path, nil
			}
		}
	}
	return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
}
