package isolated

import (
	"os"
	"os/exec"
	"path/filepath"
)

// Program finds a program on PATH. Folders on PATH that are relative, such as
// ".", do not count, so a program in the current folder is neither found nor
// hides another one. A name with a separator must be an absolute path.
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
