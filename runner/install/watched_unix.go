//go:build unix

package install

import (
	"context"
	"io"
	"os/exec"
	"syscall"

	"dragstrip/runner/asking"
)

// runWatched runs a program under a guard. Package managers start other
// programs for their work: venv starts ensurepip, which starts pip. Without a
// guard these programs would continue if dragstrip is killed, and make a folder
// again that was just removed.
func runWatched(ctx context.Context, command Command, out, errs io.Writer) error {
	question := command.question()
	question.To, question.ErrTo = out, errs
	got, err := asking.Ask(ctx, question)
	if err != nil {
		return err
	}
	return failed(got.Exit)
}

// aside starts a program in a separate terminal session. So a key that is
// pressed in the terminal does not reach the program, and closing the terminal
// does not end it.
func aside(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
