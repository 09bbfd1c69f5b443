package isolated

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// starters are variables that make interpreters run other code before the
// program, or load other code instead of their own.
var starters = []string{
	"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONUSERBASE", "PYTHONBREAKPOINT", "__PYVENV_LAUNCHER__",
	"BASH_ENV", "ENV", "PERL5LIB", "PERL5OPT", "RUBYLIB", "RUBYOPT", "NODE_OPTIONS",
}

// Command makes the command of a helper program. The program is looked up in
// absolute folders only, and starts in Folder. It gets our environment without
// variables that load other code, and its messages are in English. changes are
// applied to the environment last, in order: "KEY=VALUE" sets a variable, "KEY"
// alone removes it.
func Command(ctx context.Context, argv []string, changes ...string) *exec.Cmd {
	path, err := Program(argv[0])
	if err != nil {
		path = argv[0]
	}
	c := exec.CommandContext(ctx, path, argv[1:]...)
	c.Args[0] = argv[0]
	if err != nil {
		c.Err = err
	}
	c.Dir = Folder()
	c.Env = changed(os.Environ(), Changes(changes...))
	if runtime.GOOS != "windows" {
		c.Env = changed(c.Env, []string{"PWD=" + c.Dir})
	}
	return c
}

// Changes are the usual changes to our environment for a helper program,
// followed by the given ones.
func Changes(others ...string) []string {
	return slices.Concat(starters, []string{"OLDPWD", "LC_ALL=C"}, others)
}

// Named lists the variables of our environment whose names begin with one of
// the prefixes.
func Named(prefixes ...string) []string {
	var names []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
			names = append(names, name)
		}
	}
	return names
}

func changed(env, changes []string) []string {
	for _, change := range changes {
		key, _, set := strings.Cut(change, "=")
		env = slices.DeleteFunc(env, func(old string) bool { return strings.HasPrefix(old, key+"=") })
		if set {
			env = append(env, change)
		}
	}
	return env
}
