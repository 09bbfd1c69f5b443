package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/models"
	"dragstrip/runner"
)

const controlAddAbout = "Adds jobs to the session that is being measured. The flags mean the same as those of `dragstrip run`. Rounds, precision, order and drift check are those of the session. " +
	"What is not given is taken from the session: its engine builds, its tests if no lengths are given, its repetitions, and the parameters that all its jobs share. Environment variables (DRAGSTRIP_…) are ignored for these. MODEL is " + models.Named + "."

// controlAddVerb appends jobs to a live session. It plans them as `dragstrip
// run` does, but takes from the session what no flag gives.
func controlAddVerb(e *env, args []string) error {
	f, r := e.addFlags()
	f.under("Which session")
	session := f.String("session", "", "the `SESSION`; the default is the one being measured")
	paths, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if err := r.mistake(paths); err != nil {
		return err
	}
	if len(paths)+len(r.plan.models) == 0 {
		return usagef("control add needs a MODEL")
	}
	folder, err := e.liveOne(*session, "control add")
	if err != nil {
		return err
	}
	now, err := folder.Read()
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	unchecked, err := e.likeSession(ctx, folder, now.Session, f, r)
	if err != nil {
		return err
	}
	plan, _, err := e.makePlan(ctx, paths, r)
	if err != nil {
		return err
	}
	return e.addJobs(folder, plan.Jobs, unchecked)
}

// addFlags defines the flags of control add: those of run that say what the jobs
// measure. Rounds, order and drift check belong to the live session. An
// environment variable is meant for new sessions, so it does not replace what
// the session gives.
func (e *env) addFlags() (*flags, *runFlags) {
	var r runFlags
	f := newFlags("control add", "[MODEL…]", controlAddAbout)
	e.defineJobs(f, &r)
	f.typedOnly = []string{"engine", "key-env", "rpc", "p", "n", "pg", "d", "r", "delay", "no-warmup", "mmp", "dio"}
	for _, p := range bench.Parameters {
		f.typedOnly = append(f.typedOnly, p.Flag)
	}
	return f, &r
}

// likeSession takes from a live session what the flags leave open. unchecked are
// the builds that only the session's files name.
func (e *env) likeSession(ctx context.Context, folder journal.Folder, s *bench.Session, f *flags, r *runFlags) (unchecked []bench.EngineBuild, err error) {
	sameEngine := len(r.engineAsk) == 0 && r.remote == ""
	r.plan.takeOver(planning.SharedBy(s), f.typed, sameEngine)
	if !sameEngine {
		if len(r.engineAsk) == 0 { // -rpc needs a build, as in a new session
			r.engineAsk = e.engineVariable()
		}
		return nil, nil
	}
	if r.setup {
		return nil, usagef("without --engine, the added jobs use the engine builds of the session, so --setup has nothing to install; leave it out, or add --engine")
	}
	r.own, unchecked, err = e.buildsOfLive(ctx, folder, s)
	return unchecked, err
}

// buildsOfLive gives the engine builds of a live session. It takes the builds of
// unfinished jobs as they are, because the bench process is probably allowed to
// start them. unchecked lists these builds, because the bench process may still
// refuse them. buildsOfLive looks for the builds of finished jobs on this
// machine, and leaves out those that it does not find.
func (e *env) buildsOfLive(ctx context.Context, folder journal.Folder, s *bench.Session) (builds, unchecked []bench.EngineBuild, err error) {
	var recorded *recordedBuilds
	for _, of := range planning.BuildsOf(s) {
		if slices.ContainsFunc(s.Jobs, func(j *bench.JobState) bool {
			return j.State != bench.StateFinished && planning.OneBuild(j.Build, of.Build)
		}) {
			builds, unchecked = append(builds, of.Build), append(unchecked, of.Build)
			continue
		}
		if recorded == nil {
			// If DRAGSTRIP_ENGINE names a build, dragstrip may start that build. If the
			// named build does not exist, that is an error only for new sessions.
			if recorded, err = e.recordedIn(ctx, folder, e.engineVariable(), ""); err != nil {
				recorded, err = e.recordedIn(ctx, folder, nil, "")
			}
			if err != nil {
				return nil, nil, err
			}
		}
		if build, found := recorded.here(of, of.Build, true); found {
			builds = append(builds, build)
		}
	}
	if len(builds) == 0 && ctx.Err() == nil {
		return nil, nil, fmt.Errorf("none of the engine builds of session %s was found on this machine; name one with --engine", e.called(folder))
	}
	return builds, unchecked, ctx.Err()
}

// addJobs sends new jobs to a live session. It gives them names that the
// session does not use yet. The session is read here and not taken from the
// caller, because another viewer may have added jobs while the plan was made.
func (e *env) addJobs(folder journal.Folder, jobs []bench.Job, unchecked []bench.EngineBuild) error {
	now, err := folder.Read()
	if err != nil {
		return err
	}
	var refused []error // the session may refuse one build and take the others
	for _, c := range now.Session.AddControls(jobs, isNoneOf(unchecked)) {
		if err := e.askAndTell(folder, c); err != nil {
			refused = append(refused, err)
		}
	}
	return errors.Join(refused...)
}

// isNoneOf gives a function that tells whether a build is none of these.
func isNoneOf(builds []bench.EngineBuild) func(bench.EngineBuild) bool {
	return func(b bench.EngineBuild) bool {
		return !slices.ContainsFunc(builds, func(one bench.EngineBuild) bool { return runner.SameCommand(one, b) })
	}
}
