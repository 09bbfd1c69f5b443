package cli

import (
	"context"
	"fmt"
	"os/signal"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/report"
)

func runVerb(e *env, args []string) error {
	f, r := e.runFlags()
	named, err := f.parse(e, args)
	if err != nil {
		return err
	}
	base, err := e.baseline(r)
	if err != nil {
		return err
	}
	if err := r.mistake(named); err != nil {
		return err
	}
	if r.resume != "" {
		engines, err := keyed(e.kinds, r.engineAsk, r.keyEnv, r.typed("key-env"))
		if err != nil {
			return err
		}
		return e.resume(r.resume, resumeOptions{detach: r.detach, retryFailed: r.retry, engines: engines, remote: r.remote, follow: r.follow})
	}
	if len(args) == 0 {
		// If a session is being measured, a second `dragstrip run` shows it.
		if live, ok := e.sessions().Live(); ok {
			fmt.Fprintf(e.err, "Session %s is already being measured on this machine and is shown now; `dragstrip run MODEL` starts another one.\n", live.Name())
			return e.follow(live, r.follow)
		}
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	plan, known, err := e.makePlan(ctx, named, r)
	r.follow.known = known
	if err != nil {
		if ctx.Err() != nil {
			return exitError(exitInterrupted)
		}
		return err
	}
	if base != nil && !report.InCommon(base, plan) {
		return usagef("--against %s: no test of a model would be measured in both sessions, so nothing could be compared; `dragstrip rerun %s` measures the same tests again", bench.Clean(r.against), bench.Clean(r.against))
	}
	if r.dryRun {
		return e.showPlan(plan, planning.EstimateOf(plan, known.pace()), plan.TightestFit(e.describe(ctx)), r.follow.json)
	}
	e.sayUnfit(ctx, plan)
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	folder, err := e.places.store().Create(plan)
	if err != nil {
		return err
	}
	cancel()
	e.sayPlanned(plan, known, r)
	err = e.startAndFollow(folder, plan, r.detach, r.follow)
	if base == nil && r.last == 0 {
		return err
	}
	return e.compareWith(base, folder, err, r)
}

// sayPlanned says how long a plan takes and what should be known about its
// builds and devices. It prints the notes even with -q and --json, because they
// tell what the session measures.
func (e *env) sayPlanned(plan *bench.Plan, known *speeds, r *runFlags) {
	plain := !r.detach && !r.follow.json && !r.follow.quiet
	if plain {
		e.row(8, "takes", takesText(plan, planning.EstimateOf(plan, known.pace())))
	}
	for _, note := range plan.Notes() {
		if plain {
			e.row(8, "note", note)
		} else {
			fmt.Fprintln(e.err, "note: "+note)
		}
	}
}
