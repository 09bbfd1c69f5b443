package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/report"
)

// rerunFlags holds the flags of `dragstrip rerun`.
type rerunFlags struct {
	againAsk
	comparison
	with   string
	quiet  bool
	failIf list
}

const rerunAbout = `Measures the same plan again and compares old with new. REPORT is a file that dragstrip wrote
(report.md, or JSON), here or on another machine; SESSION is a session's name, a part of it, last, or
its folder. The model files must have the same digests, and the engine must be the same build. If
something differs, dragstrip names it and measures only with --anyway.`

func newRerunFlags() (*flags, *rerunFlags) {
	var r rerunFlags
	f := newFlags("rerun", "REPORT|SESSION", rerunAbout)
	f.under("What is measured")
	f.Var(&r.engines, "engine", "engine build to measure with: an `ENGINE` by its name, path, command or address; given once for each build of the plan, or once for all")
	f.Var(&r.models, "model", "the file of a model, as `NAME=PATH`; PATH alone if the plan has one model")
	f.BoolVar(&r.anyway, "anyway", false, "measure even with another model file or engine build. --fail-if then also counts doubtful differences")
	f.under(groupAgainst)
	f.StringVar(&r.with, "with", "", "measure nothing: take `SESSION`, already measured, as the new side")
	f.Var(&r.failIf, "fail-if", failIfHelp)
	f.BoolVar(&r.suspect, "include-suspect", false, "also compare "+suspectHelp)
	f.under(groupOutput)
	f.BoolVar(&r.quiet, "q", false, quietHelp)
	f.BoolVar(&r.json, "json", false, "print the comparison as a JSON object")
	f.BoolVar(&r.markdown, "markdown", false, "print the comparison as markdown")
	f.BoolVar(&r.hostName, "host-name", false, "write this machine's host name into the report")
	return f, &r
}

func rerunVerb(e *env, args []string) error {
	f, r := newRerunFlags()
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	switch {
	case len(rest) != 1:
		return usagef("rerun takes one report or session, not %d; `dragstrip history` lists the sessions", len(rest))
	case r.json && r.markdown:
		return usagef("--json and --markdown cannot both be printed; give one of them")
	case r.with != "" && len(r.engines)+len(r.models) > 0 && e.getenv("DRAGSTRIP_ENGINE") == "":
		return usagef("--with measures nothing; leave --engine and --model out")
	}
	limits, err := parseLimits(r.failIf)
	if err != nil {
		return err
	}
	r.doubtful = r.anyway
	if r.last, err = lastSessions(rest[0]); err != nil {
		return err
	}
	if r.last > 0 {
		return e.rerunAgainstLast(rest[0], limits, r)
	}
	old, err := e.earlierEnded(rest[0])
	if err = e.refusedGate(err, limits); err != nil {
		return err
	}
	var fresh *bench.Session
	var went error
	if r.with != "" {
		fresh, err = e.earlierEnded(r.with)
	} else {
		fresh, went, err = e.measureAgain(rest[0], old, r)
	}
	if err = e.refusedGate(err, limits); err != nil {
		return err
	}
	return e.holdAgainst(old, fresh, went, limits, r.comparison)
}

// rerunAgainstLast compares the last sessions of this machine with one that was
// already measured.
func (e *env) rerunAgainstLast(name string, limits []report.Limit, r *rerunFlags) error {
	if r.with == "" {
		return usagef("%s is not one plan, so it cannot be measured again; add --with SESSION to compare a session with it, or measure with `dragstrip run MODEL --against %s`", name, name)
	}
	fresh, err := e.earlierEnded(r.with)
	if err = e.refusedGate(err, limits); err != nil {
		return err
	}
	return e.holdAgainst(nil, fresh, nil, limits, r.comparison)
}

// measureAgain measures the plan of the earlier session again. If a test of the
// new session failed, went is the exit code of the new session. Even then there
// may be results.
func (e *env) measureAgain(name string, old *bench.Session, r *rerunFlags) (fresh *bench.Session, went, err error) {
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	plan, err := e.planAgain(ctx, old, r.againAsk)
	if err != nil {
		if ctx.Err() != nil {
			return nil, nil, exitError(exitInterrupted)
		}
		return nil, nil, err
	}
	e.sayUnfit(ctx, plan)
	if ctx.Err() != nil {
		return nil, nil, exitError(exitInterrupted)
	}
	folder, err := e.places.store().Create(plan)
	if err != nil {
		return nil, nil, err
	}
	cancel()
	shown := *e
	if r.json || r.markdown {
		// Standard output is only for the comparison.
		shown.out, shown.tty = e.err, false
	}
	went = shown.startAndFollow(folder, plan, false, followOptions{hostName: r.hostName, quiet: r.quiet})
	if !hasResults(went) {
		if errors.Is(went, exitError(exitInterrupted)) {
			fmt.Fprintf(e.err, "Not compared yet; when the session is finished, `dragstrip rerun %s --with %s` compares it.\n", foundLater(name, old), folder.Name())
		}
		return nil, nil, went
	}
	read, err := folder.Read()
	if err != nil {
		return nil, nil, err
	}
	if went == nil && !r.anyway {
		went = e.turnedOut(old, read.Session)
	}
	return read.Session, went, nil
}

// foundLater gives a word that finds the earlier session or report even after
// the next session. The word "last" would by then mean another session.
func foundLater(name string, old *bench.Session) string {
	if exists(name) {
		return bench.Clean(quoted(name))
	}
	return bench.Clean(old.ID)
}

// turnedOut compares the engine builds of both sessions, as their results
// describe them. Some builds say only with their results which version they
// are.
func (e *env) turnedOut(old, fresh *bench.Session) error {
	var other error
	for _, j := range fresh.Jobs {
		was := old.Job(j.ID)
		if was == nil {
			continue
		}
		if what := planning.OtherBuild(was, j.BuildMeasured()); what != "" {
			fmt.Fprintf(e.err, "dragstrip: the results come from another engine build: %s then, %s now; with --anyway this is not a failure\n", bench.Clean(was.BuildName()), bench.Clean(j.BuildName()))
			other = exitError(exitFailed)
		}
	}
	return other
}
