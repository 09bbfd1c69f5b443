//go:build windows

package journal

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// Windows opens the target of a symbolic link. But making a link needs a
// privilege there. Windows has no pipes in folders.
const noFollow, noWait = 0, 0

// On Windows other processes cannot read a locked file, so the note is in a
// file beside it.
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

// alive tells whether there is a process with this number. A process that we
// may not open counts, too.
func alive(process int) bool {
	handle, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(process))
	if err != nil {
		return err != windows.ERROR_INVALID_PARAMETER
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	ended, err := windows.WaitForSingleObject(handle, 0)
	return err != nil || ended != windows.WAIT_OBJECT_0
}
