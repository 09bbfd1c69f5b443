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

// startedAsGuard is set in the guard's environment only. If a program that has
// it set wants to start a guard, its main function does not call Main. It must
// not go on, or each guard would start the next.
const startedAsGuard = "DRAGSTRIP_STARTED_AS_GUARD"

// Asked tells whether a program was started as the guard. Its main function
// must then call Main with the arguments after the verb, before it does
// anything else.
func Asked(args []string) bool { return len(args) > 1 && args[1] == Verb }

// MarkVariable is an environment variable. It marks an engine and everything it
// starts, so that they can be found again.
const MarkVariable = "DRAGSTRIP_GUARD_MARK"

// Command is an engine to be started.
type Command struct {
	// Self is the argv prefix that reaches Main. Empty means our own executable
	// and Verb.
	Self []string
	// Argv is the engine's. A name without a slash is looked up on PATH; a
	// relative path is taken from Dir.
	Argv []string
	// Env changes the caller's environment: "KEY=VALUE" sets, "KEY" alone
	// removes.
	Env []string
	// Dir is the engine's working directory. Empty means the caller's.
	Dir string
	// HoldStdin gives the engine a standard input on which nothing ever comes and
	// which closes when the guard ends, however that happens. An engine that
	// watches it then ends by itself, even if nobody is left to end it.
	HoldStdin bool
}

// self returns the argv prefix that reaches Main, and the file to execute. That
// is another path of this very program if an upgrade has replaced or removed
// our file during a long session.
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

// Program is a path by which a process under the guard can start this very
// program.
func Program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find our own program: %w", err)
	}
	return sameProgram(name), nil
}

// sameProgram returns name, or, if name no longer leads to the running program,
// a path that does.
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

// environment applies changes to base, in order. If dir is given and the
// changes do not set PWD, PWD is set to dir, as a shell's cd would do.
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
