package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Verb is the hidden verb of dragstrip's binary that leads to [Main].
const Verb = "guard"

// startedAsGuard is set only in the guard's environment. If a program with this
// variable calls Start, its main function has failed to call Main. Start then
// returns an error; otherwise each guard would start the next one.
const startedAsGuard = "DRAGSTRIP_STARTED_AS_GUARD"

// Asked tells whether a program was started as the guard. Its main function
// must then call Main with the arguments after the verb, before it does
// anything else.
func Asked(args []string) bool { return len(args) > 1 && args[1] == Verb }

// MarkVariable is an environment variable. It marks an engine and everything
// that the engine starts, so that these processes can be found again.
const MarkVariable = "DRAGSTRIP_GUARD_MARK"

// Command is an engine to start.
type Command struct {
	// Self is the beginning of an argv that leads to Main. Empty means
	// dragstrip's own executable and Verb.
	Self []string
	// Argv is the engine's argv. A name without a slash is looked up on PATH; a
	// relative path begins at Dir.
	Argv []string
	// Env lists changes to the caller's environment: "KEY=VALUE" sets a
	// variable, "KEY" alone removes it.
	Env []string
	// Dir is the engine's working directory. Empty means the caller's working
	// directory.
	Dir string
	// HoldStdin gives the engine a standard input that stays empty and closes
	// when the guard ends in any way. An engine that watches its standard input
	// then ends by itself, even if no process is left to end it.
	HoldStdin bool
}

// self returns the beginning of an argv that leads to Main, and the file to
// execute. If an upgrade has replaced or removed dragstrip's file during a long
// session, the file is another path of the running program.
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

// Program returns a path by which a process under the guard can start the
// running program again.
func Program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find our own program: %w", err)
	}
	return sameProgram(name), nil
}

// sameProgram returns name if it still leads to the running program. Otherwise
// it returns another path that does.
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

// environment applies changes to base, in order. If dir is given, it also sets
// PWD to dir, as a shell's cd does. The changes may set another PWD.
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

// keyOf returns the name in "NAME=VALUE". On Windows a name may begin with "=":
// such entries hold the current folder of each drive.
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
