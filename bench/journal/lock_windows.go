//go:build windows

package journal

import (
	"os"
	"path/filepath"
)

// Windows opens a symbolic link's target; making one needs a privilege there.
const noFollow = 0

// A locked file cannot be read by others on Windows, so the note lies beside
// it.
const (
	holderSuffix = ".holder"
	holderCreate = os.O_CREATE
)

func sharedLockPath(name string) string {
	root := os.Getenv("ProgramData")
	if root == "" {
		root = os.TempDir()
	}
	return filepath.Join(root, name, "machine.lock")
}
