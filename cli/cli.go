package cli

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/term"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/runner"
	"dragstrip/runner/guard"
)

// Version of dragstrip; a release build sets it.
var Version = "0.1.0-dev"

// The exit codes, in one place.
const (
	exitDone        = 0
	exitFailed      = 1 // something was measured and failed, could not be done, or passed a limit of --fail-if
	exitUsage       = 2
	exitInterrupted = 130
)

// usageError is a mistake in how dragstrip was called.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitError ends the program with a code of its own; what was to be said has
// been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// env is what a verb may touch of the world, so that tests can give it
// another one.
type env struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	// tty tells whether out is a terminal, inTTY whether a person can answer.
	tty, inTTY bool
	width      func() int
	places     places
	kinds      runner.Kinds  // the engines that are known
	lines      *bufio.Reader // what is left of in, where questions are asked
}

// verb is one word after "dragstrip".
type verb struct {
	name, summary string
	hidden        bool
	call          func(*env, []string) error
}

// verbs is filled in init to let verbs print the list themselves.
var verbs []verb

func init() {
	verbs = []verb{
		{name: "screens", summary: "the screens: what dragstrip alone does on a terminal", call: screensVerb},
		{name: "run", summary: "measure models: write a plan, start it, show it, report it", call: runVerb},
		{name: "attach", summary: "look at a session that is being measured, or resume one", call: attachVerb},
		{name: "control", summary: "pause, resume, skip, requeue, move or stop a live session", call: controlVerb},
		{name: "report", summary: "write a session as markdown, JSON, CSV or llama-bench's own formats", call: reportVerb},
		{name: "rerun", summary: "measure a session or a report again, and set old against new", call: rerunVerb},
		{name: "history", summary: "list the sessions", call: historyVerb},
		{name: "machine", summary: "say what this machine is, and what its memory really moves", call: machineVerb},
		{name: "doctor", summary: "print all of it with raw sources, for a bug report", call: doctorVerb},
		{name: "models", summary: "list the models that can be measured", call: modelsVerb},
		{name: "engines", summary: "list or remove engine builds", call: enginesVerb},
		{name: "setup", summary: "get what is missing: an engine", call: setupVerb},
		{name: "standin", summary: "write a model of exact shape with random weights", call: standinVerb},
		{name: "version", summary: "print dragstrip's version", call: versionVerb},
		{name: benchVerb, hidden: true, call: benchProcessVerb},
	}
}

// Main is the whole program: arguments without its name in, exit code out.
func Main(args []string) int {
	if len(args) > 0 && args[0] == guard.Verb {
		return guard.Main(args[1:])
	}
	places, err := findPlaces(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "dragstrip:", err)
		return exitFailed
	}
	e := &env{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, places: places, kinds: runner.Known(),
		tty:   isTerminal(os.Stdout) && os.Getenv("TERM") != "dumb",
		inTTY: isTerminal(os.Stdin) && isTerminal(os.Stdout),
		width: func() int {
			if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 0 {
				return w
			}
			return 80
		},
	}
	return e.main(args)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func (e *env) main(args []string) int {
	told := &remembering{w: e.out}
	e.out = told
	err := e.dispatch(args)
	if err == nil && told.err != nil {
		err = fmt.Errorf("write the output: %w", told.err)
	}
	var usage usageError
	var mistake planning.Mistake
	var exit exitError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &usage), errors.As(err, &mistake):
		fmt.Fprintf(e.err, "dragstrip: %s\n", clean(err.Error()))
		return exitUsage
	}
	fmt.Fprintf(e.err, "dragstrip: %s%s\n", clean(err.Error()), e.advice(err))
	return exitFailed
}

// remembering keeps the first error of a writer: a full disk or a closed pipe
// must not look like success.
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

// advice says what to do about the system's own refusals.
func (e *env) advice(err error) string {
	switch {
	case isDiskFull(err):
		return "; free some disk space, or set DRAGSTRIP_HOME to a folder on another disk"
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return "; set DRAGSTRIP_HOME to a folder that you may write to"
	}
	return ""
}

// clean makes an error safe to show, keeping its lines.
func clean(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = bench.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

func (e *env) dispatch(args []string) error {
	if len(args) == 0 {
		return screensVerb(e, nil)
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		e.usage(e.out)
		return nil
	case "--version", "-version":
		return versionVerb(e, nil)
	case "--demo", "--plain", "--ascii", "--utf8", "--no-color":
		return screensVerb(e, args)
	}
	for _, v := range verbs {
		if v.name == args[0] {
			return v.call(e, args[1:])
		}
	}
	if strings.HasPrefix(args[0], "-") {
		return usagef("the screens have no flag %s; `dragstrip help` lists the verbs, `dragstrip run -h` what can be measured how", bench.Clean(args[0]))
	}
	if _, err := os.Stat(args[0]); err == nil {
		return usagef("%q is no verb; did you mean `dragstrip run %s`?", bench.Clean(args[0]), bench.Clean(strings.Join(args, " ")))
	}
	return usagef("there is no verb %q; `dragstrip help` lists them", bench.Clean(args[0]))
}

func (e *env) usage(w io.Writer) {
	fmt.Fprint(w, "dragstrip puts this machine on the dynamometer for local language models.\n\nUsage: dragstrip VERB [ARGUMENTS]; `dragstrip VERB -h` explains one; without a verb: the screens\n\n")
	for _, v := range verbs {
		if !v.hidden {
			fmt.Fprintf(w, "  %-9s %s\n", v.name, v.summary)
		}
	}
}

func versionVerb(e *env, _ []string) error {
	fmt.Fprintln(e.out, "dragstrip", Version)
	return nil
}
