package install

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
)

// Command is a program to be run to its end.
type Command struct {
	Argv []string
	// Dir is the working folder, for a program that writes into it; empty means
	// an empty folder of dragstrip's own.
	Dir string
	// Env is added to the environment, as KEY=VALUE; KEY alone removes it.
	Env []string
	// Line, if set, gets every printed line, cleaned, as it comes.
	Line func(string)
	// Unbroken programs change the system, so they are never stopped halfway and
	// keep running even if dragstrip ends. They print into a file, because a pipe
	// would break when dragstrip ends, and Line gets nothing.
	Unbroken bool
	// Asked programs only answer a question and change nothing.
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

// commandName is a command's name in messages: the program and its verb,
// without options.
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
