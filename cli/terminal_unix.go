//go:build unix

package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// canSuspend tells whether ctrl-z leads back to a shell.
const canSuspend = true

// understandSequences does nothing, because terminals here understand escape
// sequences anyway.
func understandSequences(*os.File) (undo func()) { return func() {} }

// watchSize calls changed each time the terminal gets another size, until ctx
// ends.
func watchSize(ctx context.Context, changed func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGWINCH)
	defer signal.Stop(signals)
	for {
		select {
		case <-signals:
			changed()
		case <-ctx.Done():
			return
		}
	}
}
