//go:build windows

package cli

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// watchedSignals end a viewer. Go turns the closing of a console into SIGTERM.
var watchedSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

// stopSignals end the bench process properly: first the engines, then the
// journal.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

func isDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
