package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/term"

	"dragstrip/bench"
	"dragstrip/cli/manual"
	"dragstrip/models/problem"
	"dragstrip/runner"
)

// Version is the version of dragstrip. A release build sets it.
var Version = "0.1.0-dev"

// The exit codes, in one place.
const (
	exitDone        = 0
	exitFailed      = 1 // a test failed or has too few or too many repetitions, something could not be done, or a limit of --fail-if was exceeded
	exitUsage       = 2
	exitUnjudged    = 3 // --fail-if could not judge every row, and no judged row exceeds a limit; or the measurement was refused
	exitInterrupted = 130
)

// verb is something that a user can call: one or two words after "dragstrip".
type verb struct {
	name, summary string
	// group is the verb's heading in the help. A verb without a group is hidden,
	// because only dragstrip itself or a shell calls it.
	group    string
	examples []manual.Example
	// quiet verbs use no folder of dragstrip.
	quiet bool
	call  func(*env, []string) error
}

// usageError is a mistake in how dragstrip was called.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitError ends the program with this exit code. The message has already been
// printed.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// env is everything outside of the program that a verb uses. Tests replace it.
type env struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	environ  []string // "NAME=value"
	// tty tells whether out is a terminal. inTTY tells whether a person can
	// answer.
	tty, inTTY bool
	width      func() int
	places     places
	kinds      runner.Kinds // the known engines
	verbs      []verb
	lines      *bufio.Reader // reads the answers to plain questions from in
	// blamed names the variable that an error is about, if it set a flag; nil as long
	// as no verb has its flags.
	blamed func(error) error
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// advice says what to do about errors of the operating system. An error about a
// model has its own remedy.
func advice(err error) string {
	var ofModel *problem.Problem
	var ofStart *fs.PathError
	switch {
	case errors.As(err, &ofModel):
	case errors.As(err, &ofStart) && ofStart.Op == "fork/exec": // a program could not be started, and another DRAGSTRIP_HOME would not change that
	case isDiskFull(err):
		return "; free some disk space, or set DRAGSTRIP_HOME to a folder on another disk"
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return "; set DRAGSTRIP_HOME to a folder that you may write to"
	}
	return ""
}

// clean makes a text safe to show and keeps its line breaks.
func clean(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = bench.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

// remembering keeps the first error of a writer, because a full disk or a
// closed pipe must not look like success.
type remembering struct {
	w   io.Writer
	err error
}

func (r *remembering) Write(p []byte) (int, error) {
	n, err := r.w.Write(p)
	if err != nil && r.err == nil {
		r.err = err
	}
	return n, err
}
