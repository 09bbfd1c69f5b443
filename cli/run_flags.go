package cli

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
)

// runFlags is what `dragstrip run` was told.
type runFlags struct {
	plan      planFlags
	setup     bool
	yes       bool
	detach    bool
	dryRun    bool
	resume    string
	retry     bool
	follow    followOptions
	engineAsk list
	against   string
	suspect   bool
	failIf    list
}

const runAbout = "MODEL is " + models.Named + ". Without one, the models in dragstrip's own folder are taken, or the only one on this machine."

// runFlags are those of run, for a verb that measures as it does.
func (e *env) runFlags(verb, about string) (*flags, *runFlags) {
	var r runFlags
	f := newFlags(verb, "[MODEL…]", about)
	r.plan.define(f)
	f.under(groupWhat)
	f.Var(&r.engineAsk, "engine", "engine build: an `ENGINE` by its name, path or command, "+strings.Join(e.kinds.Names(), ", ")+", after KEY=VALUE words for its environment; may be given again")
	f.under("What is got, and when")
	f.BoolVar(&r.setup, "setup", false, "get what is missing first: an engine, a stand-in model")
	f.BoolVar(&r.yes, "yes", false, "answer every question with yes")
	f.BoolVar(&r.detach, "detach", false, "return at once with the session's name")
	f.BoolVar(&r.dryRun, "dry-run", false, "show the plan, the order of its jobs and what it takes, and measure nothing; with --json for programs")
	f.under("A session that was interrupted")
	f.StringVar(&r.resume, "resume", "", "finish `SESSION`, whose bench process is gone; a build that no search finds is named again by --engine")
	f.BoolVar(&r.retry, "retry-failed", false, "with --resume: try the tests that failed again")
	f.under(groupOutput)
	f.BoolVar(&r.follow.json, "json", false, "print the events themselves, one JSON object a line")
	f.BoolVar(&r.follow.hostName, "host-name", false, "let the report name this machine")
	f.under(groupAgainst)
	f.StringVar(&r.against, "against", "", "when it is measured, set it beside an earlier `SESSION` or report")
	f.Var(&r.failIf, "fail-if", "with --against: "+failIfHelp)
	f.BoolVar(&r.suspect, "include-suspect", false, "with --against: "+suspectHelp)
	return f, &r
}

// mistake says what does not go together, or nil.
func (r *runFlags) mistake(models []string) error {
	switch {
	case r.resume != "" && r.dryRun:
		return usagef("--dry-run shows new plans; `dragstrip report %s` shows what a session has", bench.Clean(r.resume))
	case r.resume != "" && len(models) > 0:
		return usagef("--resume goes on with a session's own plan; leave %q out", models[0])
	case r.resume == "" && r.retry:
		return usagef("--retry-failed goes with --resume SESSION")
	case r.resume == "" && r.dryRun && r.setup:
		return usagef("--dry-run changes nothing, and --setup gets what is missing; take one of them")
	}
	return nil
}
