package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/bench/report"
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

func (e *env) runFlags() (*flags, *runFlags) {
	var r runFlags
	f := e.flags("run", "[MODEL…] [FLAGS]\n\nMODEL is a GGUF file, a part of a split one, an MLX folder, or a folder with models. Without one, the\nmodels in dragstrip's own folder are taken, or the only one on this machine. Lists with commas make one job for each value.")
	r.plan.define(f)
	f.BoolVar(&r.setup, "setup", false, "get what is missing first: an engine, a stand-in model")
	f.BoolVar(&r.yes, "yes", false, "answer every question with yes")
	f.BoolVar(&r.detach, "detach", false, "return at once with the session's name")
	f.BoolVar(&r.dryRun, "dry-run", false, "show the plan, the order of its jobs and what it takes, and measure nothing; with --json for programs")
	f.StringVar(&r.resume, "resume", "", "finish `SESSION`, whose bench process is gone")
	f.BoolVar(&r.retry, "retry-failed", false, "with --resume: try the tests that failed again")
	f.BoolVar(&r.follow.json, "json", false, "print the events themselves, one JSON object a line")
	f.BoolVar(&r.follow.hostName, "host-name", false, "let the report name this machine")
	f.Var(&r.engineAsk, "engine", "engine build: its `NAME`, path or command, "+strings.Join(e.kinds.Names(), ", ")+", after KEY=VALUE words for its environment; may be given again")
	f.StringVar(&r.against, "against", "", "when it is measured, set it beside an earlier `SESSION` or report")
	f.Var(&r.failIf, "fail-if", "with --against: "+failIfHelp)
	f.BoolVar(&r.suspect, "include-suspect", false, "with --against: "+suspectHelp)
	return f, &r
}

func runVerb(e *env, args []string) error {
	f, r := e.runFlags()
	models, err := f.parse(e, args)
	if err != nil {
		return err
	}
	base, err := e.baseline(r)
	if err != nil {
		return err
	}
	if r.resume != "" {
		if r.dryRun {
			return usagef("--dry-run shows new plans; `dragstrip report %s` shows what a session has", bench.Clean(r.resume))
		}
		if len(models) > 0 {
			return usagef("--resume goes on with a session's own plan; leave %q out", models[0])
		}
		return e.resume(r.resume, resumeOptions{detach: r.detach, retryFailed: r.retry, follow: r.follow})
	}
	if r.retry {
		return usagef("--retry-failed goes with --resume SESSION")
	}
	if r.dryRun && r.setup {
		return usagef("--dry-run changes nothing, and --setup gets what is missing; take one of them")
	}
	if len(args) == 0 {
		// A second `dragstrip run` while something is measured shows that.
		if live, ok := e.liveSession(); ok {
			fmt.Fprintf(e.err, "Session %s is being measured on this machine; this is it. (`dragstrip run MODEL` starts another one.)\n", live.Name())
			return e.follow(live, r.follow)
		}
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	plan, err := e.makePlan(ctx, models, r)
	if err != nil {
		if ctx.Err() != nil {
			return exitError(exitInterrupted)
		}
		return err
	}
	if base != nil && !report.InCommon(base, plan) {
		return usagef("--against %s: the plan has no test of one model in common with it, so that nothing could be compared; `dragstrip rerun %s` measures the same again", bench.Clean(r.against), bench.Clean(r.against))
	}
	if r.dryRun {
		return e.showPlan(plan, r.follow.json)
	}
	folder, err := e.places.store().Create(plan)
	if err != nil {
		return err
	}
	cancel()
	err = e.startAndFollow(folder, r.detach, r.follow)
	if base == nil {
		return err
	}
	return e.compareWith(base, folder, err, r)
}

// makePlan finds engines and models, getting what is missing where that was
// asked for, and turns the flags into jobs.
func (e *env) makePlan(ctx context.Context, paths []string, r *runFlags) (*bench.Plan, error) {
	paths = append(paths, r.plan.models...)
	// Mistakes in the flags are told before anything is installed.
	if err := r.plan.check(); err != nil {
		return nil, err
	}
	if slices.Contains(paths, "") {
		return nil, usagef("a model's name is empty (an unset variable?)")
	}
	engines := &engineChoice{env: e, ctx: ctx, asked: r.engineAsk, willGet: r.setup}
	var found []bench.Model
	var others []models.Found
	var err error
	if len(paths) > 0 {
		found, err = e.findModels(ctx, paths, engines)
	} else {
		found, others, err = e.unnamedModels(ctx, engines)
	}
	if err != nil {
		return nil, err
	}
	builds, missing, err := engines.buildsFor(found)
	if err != nil {
		return nil, err
	}
	none := slices.Contains(missing, bench.FormatGGUF) || len(engines.builds) == 0 && len(missing) == 0
	if none || len(missing) > 0 || len(found) == 0 {
		if !r.setup {
			return nil, e.whatIsMissing(none, len(found) == 0, others)
		}
		if builds, found, err = e.getMissing(ctx, engines, found, others, r); err != nil {
			return nil, err
		}
	}
	models.Stamp(found)
	planning.NameApart(found)
	models.MarkPairs(found)
	known := &speeds{}
	known.read(ctx, e.places.store())
	return r.plan.plan(found, builds, known)
}

// whatIsMissing says what mends it.
func (e *env) whatIsMissing(engine, model bool, others []models.Found) error {
	var what []string
	if engine {
		what = append(what, "no llama.cpp was found on this machine (looked on PATH, in the usual places and in dragstrip's own folder): `dragstrip setup` gets one, --engine PATH names one")
	}
	switch {
	case model && len(others) > 0:
		what = append(what, fmt.Sprintf("no model was named, and %d are on this machine; say which:\n      %s", len(others), e.choices(others)))
	case model:
		what = append(what, "there is no model to measure: give a GGUF file or a folder, or let `dragstrip standin` write one of exact shape with random weights")
	}
	what = append(what, "`dragstrip run --setup` does what is needed and then measures")
	return errors.New(strings.Join(what, "\n      "))
}

// startAndFollow starts a session's bench process and shows it.
func (e *env) startAndFollow(folder journal.Folder, detach bool, o followOptions) error {
	if err := e.startBench(folder, false); err != nil {
		return err
	}
	return e.showStarted(folder, detach, o)
}

func (e *env) showStarted(folder journal.Folder, detach bool, o followOptions) error {
	if detach {
		fmt.Fprintln(e.out, folder.Name())
		return nil
	}
	return e.follow(folder, o)
}
