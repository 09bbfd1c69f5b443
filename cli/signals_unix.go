//go:build unix

package cli

import (
	"errors"
	"os"
	"syscall"
)

// watchedSignals end a viewer. After ctrl-c the viewer asks first. After the
// other signals it ends without a question. A dropped ssh connection sends a
// hang-up.
var watchedSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// stopSignals end the bench process properly: first the engines, then the
// journal.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
