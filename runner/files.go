package runner

import (
	"errors"
	"os"
	"path/filepath"

	"dragstrip/runner/engine"
)

// makeLinks makes the links that an invocation needs, and returns a function
// that removes them. It replaces links that an ended bench process left behind.
func makeLinks(links []engine.Link) (undo func(), err error) {
	undo = func() {
		for _, l := range links {
			os.Remove(l.Name)
		}
	}
	for _, l := range links {
		if err := os.MkdirAll(filepath.Dir(l.Name), 0o700); err != nil {
			return undo, err
		}
		if err := os.Remove(l.Name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return undo, err
		}
		if err := os.Symlink(l.Target, l.Name); err != nil {
			return undo, err
		}
	}
	return undo, nil
}

// writeFiles writes the files that an invocation needs. It always writes them
// again, because an earlier version of dragstrip may have written different
// ones.
func writeFiles(files []engine.File) error {
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(f.Path, []byte(f.Text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
