//go:build unix

package cli

import (
	"errors"
	"os"
	"syscall"
)

// watchedSignals end a viewer: ctrl-c asks, the others leave quietly. A
// hang-up is what a dropped ssh connection sends.
var watchedSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// stopSignals end the bench process in order: engines first, then the
// journal.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
