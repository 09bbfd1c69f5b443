package install

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
	"dragstrip/runner/asking"
)

// Command is a program that is run to its end.
type Command struct {
	Argv []string
	// Dir is the working folder, for a program that writes into it; "" means an
	// empty folder that belongs to dragstrip.
	Dir string
	// Env lists changes to the environment: KEY=VALUE sets a variable, KEY
	// alone removes it.
	Env []string
	// Line, if set, gets every printed line as it comes, cleaned.
	Line func(string)
	// Unbroken is set for a program that changes the system. It is never
	// stopped halfway, and continues even if dragstrip ends. It prints into a
	// file, because a pipe would break when dragstrip ends; so Line gets
	// nothing.
	Unbroken bool
	// Asked is set for a program that only answers a question and changes
	// nothing.
	Asked bool
}

// plainWords are environment variables that make programs print in English and
// ask no questions.
var plainWords = []string{"DEBIAN_FRONTEND=noninteractive", "NONINTERACTIVE=1", "HOMEBREW_NO_ENV_HINTS=1"}

// commandOf makes the command of a program that runs without a guard.
func commandOf(ctx context.Context, command Command) *exec.Cmd {
	c := isolated.Command(ctx, command.Argv, slices.Concat(plainWords, command.Env)...)
	if command.Dir != "" {
		c.Dir = command.Dir
	}
	return c
}

// question is the command as a question that a guard asks.
func (c Command) question() asking.Question {
	return asking.Question{Argv: c.Argv, Env: isolated.Changes(slices.Concat(plainWords, c.Env)...), Dir: c.Dir}
}

// commandName returns the name of a command for messages: the program and its
// verb, without options.
func commandName(argv []string) string {
	name := bench.Clean(filepath.Base(argv[0]))
	for i := 1; i < len(argv); i++ {
		switch {
		case argv[i] == "-o" || argv[i] == "-c":
			i++
		case !strings.HasPrefix(argv[i], "-"):
			return name + " " + bench.Clean(argv[i])
		}
	}
	return name
}
