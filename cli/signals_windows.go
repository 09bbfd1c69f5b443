//go:build windows

package cli

import (
	"os"
	"syscall"
)

// watchedSignals: Go turns the close of a console into SIGTERM.
var watchedSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

// stopSignals end the bench process in order: engines first, then the
// journal.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}
