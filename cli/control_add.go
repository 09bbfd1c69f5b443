package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/models"
)

const controlAddAbout = "Adds jobs to the session that is being measured. The flags mean the same as those of `dragstrip run`. " +
	"What is not given is taken from the session: its engine builds, its tests if no lengths are given, its repetitions, and the parameters that all its jobs share. MODEL is " + models.Named + "."

// controlAddVerb appends jobs to a live session. It plans them as `dragstrip
// run` does, but takes from the session what no flag gives.
func controlAddVerb(e *env, args []string) error {
	f, r := e.runFlags("control add", controlAddAbout)
	f.under("Which session")
	session := f.String("session", "", "the `SESSION`; the default is the one being measured")
	paths, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if r.dryRun {
		return usagef("--dry-run works only with `dragstrip run`; leave it out")
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
	if err := e.likeSession(ctx, folder, now.Session, f, r); err != nil {
		return err
	}
	plan, _, err := e.makePlan(ctx, paths, r)
	if err != nil {
		return err
	}
	return e.addJobs(folder, now.Session, plan.Jobs)
}

// likeSession takes from a live session what the flags leave open. The variable
// DRAGSTRIP_ENGINE names an engine for new sessions, so it does not count here.
func (e *env) likeSession(ctx context.Context, folder journal.Folder, s *bench.Session, f *flags, r *runFlags) error {
	if _, isVariable := f.variables["engine"]; isVariable {
		r.engineAsk = nil
	}
	sameEngine := len(r.engineAsk) == 0 && r.remote == ""
	r.plan.takeOver(planning.SharedBy(s), f.isGiven, sameEngine)
	if !sameEngine {
		return nil
	}
	var err error
	r.own, err = e.buildsOfLive(ctx, folder, s)
	return err
}

// buildsOfLive gives the engine builds of a live session. The bench process may
// already start the builds of unfinished jobs, so buildsOfLive takes these as
// they are. It looks for the builds of finished jobs on this machine, and
// leaves out those that it does not find.
func (e *env) buildsOfLive(ctx context.Context, folder journal.Folder, s *bench.Session) ([]bench.EngineBuild, error) {
	var builds []bench.EngineBuild
	var recorded *recordedBuilds
	for _, of := range planning.BuildsOf(s) {
		build := of.Build
		startable := slices.ContainsFunc(s.Jobs, func(j *bench.JobState) bool {
			return j.State != bench.StateFinished && planning.OneBuild(j.Build, build)
		})
		if !startable {
			var err error
			if recorded == nil {
				if recorded, err = e.recordedIn(ctx, folder, nil, ""); err != nil {
					return nil, err
				}
			}
			if build, startable = e.kinds.InPlace(of.Build, recorded.candidates); !startable {
				build, startable = recorded.elsewhere(of, of.Build)
			}
		}
		if startable {
			builds = append(builds, build)
		}
	}
	if len(builds) == 0 && ctx.Err() == nil {
		return nil, fmt.Errorf("none of the engine builds of session %s was found on this machine; name one with --engine", e.called(folder))
	}
	return builds, ctx.Err()
}

// addJobs sends new jobs to a live session. It gives them names that the
// session does not use yet.
func (e *env) addJobs(folder journal.Folder, s *bench.Session, jobs []bench.Job) error {
	taken := len(s.Jobs)
	for i := range jobs {
		job := jobs[i]
		for n := taken + i + 1; ; n++ {
			if job.ID = "j" + strconv.Itoa(n); s.Job(job.ID) == nil {
				break
			}
		}
		if err := e.askAndTell(folder, bench.Control{Verb: bench.ControlAdd, Job: job.ID, Add: &job}); err != nil {
			return err
		}
	}
	return nil
}
