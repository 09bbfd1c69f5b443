package install

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"time"
)

// stopGrace is how long the output of a stopped program is still read.
const stopGrace = 5 * time.Second

// runWatched runs a program. A stopped program is killed alone: winget leaves its
// work to a service of the system, which finishes or rolls back on its own.
func runWatched(ctx context.Context, command Command, out, errs io.Writer) error {
	c := commandOf(ctx, command)
	c.WaitDelay = stopGrace
	c.Stdout, c.Stderr = out, errs
	err := c.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it has ended; a process that it left behind holds its output open
	}
	return err
}

func aside(*exec.Cmd) {}
