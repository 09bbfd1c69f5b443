//go:build unix

package install

import (
	"context"
	"io"
	"os/exec"
	"slices"
	"syscall"

	"dragstrip/bench/isolated"
	"dragstrip/runner/asking"
)

// runWatched runs a program under a guard. Package managers leave their work to
// programs of their own: venv starts ensurepip, which starts pip. If dragstrip was
// killed, those went on, and made a folder anew that had just been cleaned up.
func runWatched(ctx context.Context, command Command, out, errs io.Writer) error {
	got, err := asking.Ask(ctx, asking.Question{
		Argv: command.Argv, Env: isolated.Changes(slices.Concat(plainWords, command.Env)...), Dir: command.Dir, To: out, ErrTo: errs,
	})
	if err != nil {
		return err
	}
	return failed(got.Exit)
}

// aside puts a program into a terminal session of its own, so that neither a key
// in the terminal nor its closing reaches the program.
func aside(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
