package install

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"time"
)

// stopGrace is how long the output of a program is still read after the program
// was stopped.
const stopGrace = 5 * time.Second

// runWatched runs a program. If the program is stopped, only the program itself
// is killed: winget leaves its work to a service of the system, which finishes
// it or undoes it.
func runWatched(ctx context.Context, command Command, out, errs io.Writer) error {
	c := commandOf(ctx, command)
	c.WaitDelay = stopGrace
	c.Stdout, c.Stderr = out, errs
	err := c.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // the program has ended; a process that it left behind still holds the output open
	}
	return err
}

func aside(*exec.Cmd) {}
