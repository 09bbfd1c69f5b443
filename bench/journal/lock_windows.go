//go:build windows

package journal

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
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

// alive tells whether there is a process with a number; one that may not be
// looked at is one, too.
func alive(process int) bool {
	handle, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(process))
	if err != nil {
		return err != windows.ERROR_INVALID_PARAMETER
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	ended, err := windows.WaitForSingleObject(handle, 0)
	return err != nil || ended != windows.WAIT_OBJECT_0
}
