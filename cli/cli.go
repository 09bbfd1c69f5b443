package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
	"dragstrip/bench/planning"
	"dragstrip/runner"
	"dragstrip/runner/guard"
)

// Main is the whole program. It takes the arguments without the program's name
// and returns the exit code.
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
	isolated.Use(places.empty())
	e := &env{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, environ: os.Environ(), places: places, kinds: kinds,
		tty:   isTerminal(os.Stdout) && os.Getenv("TERM") != "dumb",
		inTTY: isTerminal(os.Stdin) && isTerminal(os.Stdout),
		width: widthOf(os.Stdout),
	}
	if isTerminal(os.Stderr) {
		e.err = sentences{os.Stderr, widthOf(os.Stderr)}
	}
	return e.main(args)
}

// widthOf gives the width of a terminal. For anything else it gives 80.
func widthOf(f *os.File) func() int {
	return func() int {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
		return 80
	}
}

func (e *env) main(args []string) int {
	told := &remembering{w: e.out}
	e.out = told
	e.verbs = verbs()
	err := e.dispatch(args)
	if err == nil && told.err != nil {
		err = fmt.Errorf("write the output: %w", told.err)
	}
	var usage usageError
	var mistake planning.Mistake
	var exit exitError
	switch {
	case err == nil:
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
	if e.looksIntoFolders(args) {
		if err := e.offerFormer(); err != nil {
			return err
		}
	}
	if len(args) == 0 {
		return screensVerb(e, nil)
	}
	switch args[0] {
	case "-h", "-help", "--help":
		return helpVerb(e, nil)
	case "--version", "-version":
		return versionVerb(e, nil)
	}
	v, rest, ok := e.verb(args)
	switch {
	case ok:
	case e.isScreenFlag(args[0]):
		v, rest = e.verbs[0], args
	default:
		return e.noVerb(args)
	}
	err := v.call(e, rest)
	var asked helpAsked
	if errors.As(err, &asked) {
		return e.explain(v)
	}
	if e.blamed != nil {
		return e.blamed(err)
	}
	return err
}

// isScreenFlag tells whether a word is a flag of the first verb, which
// dragstrip runs if no verb is given.
func (e *env) isScreenFlag(word string) bool {
	_, ok := e.page(e.verbs[0]).Flag(strings.SplitN(word, "=", 2)[0])
	return ok
}

// noVerb gives the error for a call whose first word is not a verb. The error
// says what the user may have meant.
func (e *env) noVerb(args []string) error {
	word := bench.Clean(args[0])
	if strings.HasPrefix(word, "-") && exists(args[0]) {
		return usagef("there is no flag %s without a verb; to measure the file of that name: `dragstrip run ./%s`", word, word)
	}
	if strings.HasPrefix(word, "-") {
		var flags []string
		for _, f := range e.page(e.verbs[0]).Flags {
			flags = append(flags, f.Name)
		}
		return usagef("there is no flag %s without a verb; %s`dragstrip help` lists the verbs, `dragstrip help run` the flags of a measurement", word, didYouMean(nearest(word, flags)))
	}
	if exists(args[0]) {
		return usagef("there is no verb %q; did you mean `dragstrip run %s`?", word, bench.Clean(strings.Join(args, " ")))
	}
	return usagef("there is no verb %q; %s`dragstrip help` lists the verbs", word, didYouMean(e.verbsMeant(word)))
}

// looksIntoFolders tells whether to look for folders of the former name before
// a call. It says no in three cases: the call uses no folder of dragstrip, a
// flag decides about the former folders, or the verb is hidden. Only dragstrip
// itself and shells call hidden verbs.
func (e *env) looksIntoFolders(args []string) bool {
	for _, quiet := range []string{"-h", "-help", "--help", "--demo", "--take-over", "--leave-former"} {
		if slices.Contains(args, quiet) {
			return false
		}
	}
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return !slices.Contains(args, "--version") && !slices.Contains(args, "-version")
	}
	v, _, ok := e.verb(args)
	return ok && !v.quiet && !v.hidden()
}
