package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Verb is the hidden verb of our own binary that leads to [Main].
const Verb = "guard"

// startedAsGuard is set for the guard alone. A program that has it set and
// wants to start a guard did not notice that it is one: each would start the
// next.
const startedAsGuard = "DRAGSTRIP_STARTED_AS_GUARD"

// Asked tells whether a program was started as the guard: its main function
// then calls Main with what follows the verb, before it does anything else.
func Asked(args []string) bool { return len(args) > 1 && args[1] == Verb }

// MarkVariable is the environment variable by which everything an engine
// starts can be found again.
const MarkVariable = "DRAGSTRIP_GUARD_MARK"

// Command is an engine to be started.
type Command struct {
	// Self is the argv prefix that reaches Main; our own executable and Verb
	// when empty.
	Self []string
	// Argv is the engine's. A name without a slash is looked up on PATH; a
	// relative path is taken from Dir.
	Argv []string
	// Env changes the caller's environment: "KEY=VALUE" sets, "KEY" alone
	// removes.
	Env []string
	// Dir is the engine's working directory, the caller's when empty.
	Dir string
	// HoldStdin gives the engine a standard input that never says anything and
	// ends when the guard does, however it does: an engine that watches it
	// goes by itself where nobody else is left to end it.
	HoldStdin bool
}

// self is the argv prefix that reaches Main, and the file to execute, which
// is another name of the same program when ours was replaced or removed by an
// upgrade while a long session goes on.
func (c Command) self() (path string, argv []string, err error) {
	if len(c.Self) > 0 {
		return c.Self[0], c.Self, nil
	}
	name, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	return sameProgram(name), []string{name, Verb}, nil
}

// Program is a path that reaches this very program from under the guard.
func Program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find our own program: %w", err)
	}
	return sameProgram(name), nil
}

// sameProgram returns name, or a path that reaches the very program that is
// executing when name does not any more.
func sameProgram(name string) string {
	const proc = "/proc/self/exe"
	if runtime.GOOS != "linux" {
		return name
	}
	mine, err := os.Stat(proc)
	if err != nil {
		return name
	}
	if named, err := os.Stat(name); err == nil && os.SameFile(mine, named) {
		return name
	}
	return proc
}

// environment is base with changes made to it, in order. When dir is given
// and the changes do not set PWD, PWD follows it, as a shell's cd would do.
func environment(base, changes []string, dir string) []string {
	env := make([]string, 0, len(base)+len(changes)+2)
	env = append(env, base...)
	drop := func(key string) {
		kept := env[:0]
		for _, entry := range env {
			if !sameKey(keyOf(entry), key) {
				kept = append(kept, entry)
			}
		}
		env = kept
	}
	if dir != "" && runtime.GOOS != "windows" {
		if abs, err := filepath.Abs(dir); err == nil {
			drop("PWD")
			env = append(env, "PWD="+abs)
		}
	}
	for _, change := range changes {
		if change == "" {
			continue
		}
		key := keyOf(change)
		drop(key)
		if key != change {
			env = append(env, change)
		}
	}
	return env
}

// keyOf is the name in "NAME=VALUE". Windows keeps entries whose name begins
// with "=", one for each drive's current folder.
func keyOf(entry string) string {
	if entry == "" {
		return ""
	}
	if i := strings.IndexByte(entry[1:], '='); i >= 0 {
		return entry[:i+1]
	}
	return entry
}

func sameKey(a, b string) bool {
	if runtime.GOOS == "windows" {
		return strings.EqualFold(a, b)
	}
	return a == b
}
