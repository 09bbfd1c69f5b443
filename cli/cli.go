package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/cli/manual"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// The groups of the list of verbs.
const (
	verbsMeasure = "Measure"
	verbsResults = "Look at results"
	verbsMachine = "What this machine has"
	verbsItself  = "dragstrip itself"
)

// verbs are all there are, in the order of the help.
func verbs() []verb {
	return []verb{
		{name: "screens", group: verbsMeasure, summary: "show the screens, which is what dragstrip alone does on a terminal", call: screensVerb, examples: []manual.Example{
			{Line: "", Words: "machine, models, plan, live results: Enter goes on"},
			{Line: "--demo", Words: "a recorded session, for a look without an engine"},
		}},
		{name: "run", group: verbsMeasure, summary: "measure models: write a plan, start it, show it, report it", call: runVerb, examples: []manual.Example{
			{Line: "run llama-3.2-1b", Words: "one model with the usual tests: pp512 and tg128"},
			{Line: "run model.gguf -fa on,off -p 512,2048 -n 128", Words: "with and without flash attention, at two prompt lengths"},
			{Line: "run model.gguf --engine /opt/new/bench --engine /opt/old/bench", Words: "one model with two builds of an engine, in turns"},
			{Line: "run --setup --yes", Words: "get an engine and a stand-in model where they are missing, and measure"},
		}},
		{name: "attach", group: verbsMeasure, summary: "look at a session that is being measured, or resume one", call: attachVerb, examples: []manual.Example{
			{Line: "attach", Words: "back to the session that is being measured"},
			{Line: "attach --resume", Words: "finish the newest session that was interrupted"},
		}},
		{name: "control", group: verbsMeasure, summary: "pause, resume, skip, requeue, move or stop a live session", call: controlVerb, examples: []manual.Example{
			{Line: "control pause", Words: "stop measuring after the test in flight"},
			{Line: "control skip j2", Words: "leave out the second job"},
		}},
		{name: "control add", group: verbsMeasure, summary: "add jobs to a live session", call: controlAddVerb, examples: []manual.Example{
			{Line: "control add model.gguf -p 512", Words: "measure one more model when the others are done"},
		}},
		{name: "rerun", group: verbsMeasure, summary: "measure a session or a report again, and set old against new", call: rerunVerb, examples: []manual.Example{
			{Line: "rerun last", Words: "the newest session again"},
			{Line: "rerun report.md --fail-if slower:3%", Words: "in CI: exit code 1 where something became slower by more than 3 %"},
		}},
		{name: "report", group: verbsResults, summary: "write a session as markdown, JSON, CSV or an engine's own formats", call: reportVerb, examples: []manual.Example{
			{Line: "report", Words: "the newest session, as markdown"},
			{Line: "report 20261129-1211 --format json -o result.json", Words: "a session by the beginning of its name, into a file"},
		}},
		{name: "compare", group: verbsResults, summary: "set sessions, builds or models side by side", call: compareVerb, examples: []manual.Example{
			{Line: "compare before.md after.md", Words: "two reports"},
			{Line: "compare last --models", Words: "the models of the newest session"},
		}},
		{name: "history", group: verbsResults, summary: "list the sessions", call: historyVerb, examples: []manual.Example{
			{Line: "history --json", Words: "for programs"},
		}},
		{name: "machine", group: verbsMachine, summary: "say what this machine is, and what its memory really moves", call: machineVerb, examples: []manual.Example{
			{Line: "machine", Words: "takes about two seconds"},
			{Line: "machine --gpu", Words: "also what the memory of the GPU moves"},
		}},
		{name: "models", group: verbsMachine, summary: "list the models that can be measured", call: modelsVerb, examples: []manual.Example{
			{Line: "models", Words: "all of them, with what fits"},
			{Line: "models qwen3:8b", Words: "everything that is known of one"},
			{Line: "models --add ~/gguf", Words: "look into that folder, too, from now on"},
		}},
		{name: "engines", group: verbsMachine, summary: "list or remove engine builds", call: enginesVerb, examples: []manual.Example{
			{Line: "engines", Words: "all builds, with the name that --engine takes"},
		}},
		{name: "setup", group: verbsMachine, summary: "get what is missing: an engine", call: setupVerb, examples: []manual.Example{
			{Line: "setup", Words: "asks before anything is downloaded"},
		}},
		{name: "standin", group: verbsMachine, summary: "write a model of exact shape with random weights", call: standinVerb, examples: []manual.Example{
			{Line: "standin", Words: "list the shapes"},
			{Line: "standin llama-3.2-1b q8_0", Words: "as fast as the real one, without downloading it"},
		}},
		{name: "doctor", group: verbsItself, summary: "print everything that a bug report needs", call: doctorVerb, examples: []manual.Example{
			{Line: "doctor > doctor.txt", Words: "into a file, to read before it is sent"},
		}},
		{name: "completion", group: verbsItself, quiet: true, summary: "print what a shell needs to complete verbs, flags and names", call: completionVerb, examples: []manual.Example{
			{Line: "completion bash > ~/.local/share/bash-completion/completions/dragstrip", Words: "for every bash from now on, where bash-completion is installed"},
		}},
		{name: "man", group: verbsItself, quiet: true, summary: "print the manual page", call: manVerb, examples: []manual.Example{
			{Line: "man | man -l -", Words: "read it"},
		}},
		{name: "help", group: verbsItself, quiet: true, summary: "explain a verb, or list all", call: helpVerb, examples: []manual.Example{
			{Line: "help run", Words: "the same as dragstrip run -h"},
		}},
		{name: "version", group: verbsItself, quiet: true, summary: "print dragstrip's version", call: versionVerb},
		{name: completeVerb, call: completeWordsVerb},
		{name: benchVerb, call: benchProcessVerb},
		{name: engine.DriverVerb, call: driverVerb},
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
	return err
}

// isScreenFlag tells whether a word is a flag of the first verb, which is what
// dragstrip does without one.
func (e *env) isScreenFlag(word string) bool {
	_, ok := e.page(e.verbs[0]).Flag(strings.SplitN(word, "=", 2)[0])
	return ok
}

// noVerb says what may have been meant by words that begin with no verb.
func (e *env) noVerb(args []string) error {
	word := bench.Clean(args[0])
	if strings.HasPrefix(word, "-") {
		var flags []string
		for _, f := range e.page(e.verbs[0]).Flags {
			flags = append(flags, f.Name)
		}
		return usagef("the screens have no flag %s; %s`dragstrip help` lists the verbs, `dragstrip help run` what can be measured how", word, didYouMean(nearest(word, flags)))
	}
	if _, err := os.Stat(args[0]); err == nil {
		return usagef("%q is no verb; did you mean `dragstrip run %s`?", word, bench.Clean(strings.Join(args, " ")))
	}
	return usagef("there is no verb %q; %s`dragstrip help` lists them", word, didYouMean(e.verbsMeant(word)))
}

// looksIntoFolders leaves out what asks for no folder of ours, what decides
// about them, and what our own processes call.
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

func versionVerb(e *env, args []string) error {
	if _, err := newFlags("version", "", "").parse(e, args); err != nil {
		return err
	}
	fmt.Fprintln(e.out, "dragstrip", Version)
	return nil
}
