package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

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
		{name: "report", summary: "write a session as markdown, JSON, CSV or an engine's own formats", call: reportVerb},
		{name: "compare", summary: "set sessions, builds or models side by side", call: compareVerb},
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
		{name: engine.DriverVerb, hidden: true, call: driverVerb},
	}
}

// Main is the whole program: arguments without its name in, exit code out.
func Main(args []string) int { return mainWith(args, runner.Known()) }

// mainWith is Main with another table of engines, for tests.
func mainWith(args []string, kinds runner.Kinds) int {
	if len(args) > 0 && args[0] == guard.Verb {
		return guard.Main(args[1:])
	}
	places, err := findPlaces(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "dragstrip:", err)
		return exitFailed
	}
	e := &env{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, environ: os.Environ(), places: places, kinds: kinds,
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
	fmt.Fprintf(e.err, "dragstrip: %s%s\n", clean(err.Error()), advice(err))
	return exitFailed
}

func (e *env) dispatch(args []string) error {
	if looksIntoFolders(args) {
		if err := e.offerFormer(); err != nil {
			return err
		}
	}
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

// looksIntoFolders leaves out what asks for no folder of ours, what decides
// about them, and what our own processes call.
func looksIntoFolders(args []string) bool {
	for _, quiet := range []string{"-h", "-help", "--help", "--demo", "--take-over", "--leave-former"} {
		if slices.Contains(args, quiet) {
			return false
		}
	}
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return !slices.Contains(args, "--version") && !slices.Contains(args, "-version")
	}
	return args[0] != "version" && slices.ContainsFunc(verbs, func(v verb) bool { return v.name == args[0] && !v.hidden })
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
