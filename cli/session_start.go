package cli

import (
	"context"
	"fmt"
	"os"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
	"dragstrip/runner"
)

// learnAlone reads what earlier sessions say about jobs. The session that asks
// holds the machine and does not measure yet.
func (e *env) learnAlone(ctx context.Context, jobs []bench.Job) ([]bench.JobScatter, []bench.JobExpected) {
	known := &speeds{alone: true}
	known.read(ctx, e.places.store(), e.describe)
	return known.pace().Scatter(jobs), known.here().Expectations(jobs)
}

// startPlan starts the bench process of a session that was just planned. It
// passes on what earlier sessions say, so that the bench process need not read
// them again.
func startPlan(folder journal.Folder, plan *bench.Plan, known *speeds) error {
	return startBench(folder, benchOrder{
		Grants: runner.GrantsFor(plan.Jobs), Scatter: known.pace().Scatter(plan.Jobs), Expected: known.here().Expectations(plan.Jobs),
	})
}

// startStored stores a plan and starts its bench process. If the session does not
// begin, its folder is removed.
func (e *env) startStored(plan *bench.Plan, known *speeds) (journal.Folder, error) {
	folder, err := e.places.store().Create(plan)
	if err != nil {
		return folder, err
	}
	if err := startPlan(folder, plan, known); err != nil {
		if !folder.Exists() {
			os.RemoveAll(folder.Path)
		}
		return folder, err
	}
	return folder, nil
}

// startAndFollow starts a session that was just planned, and shows it.
func (e *env) startAndFollow(folder journal.Folder, plan *bench.Plan, detach bool, o followOptions) error {
	if o.known == nil {
		o.known = e.readSpeeds(context.Background())
	}
	if err := startPlan(folder, plan, o.known); err != nil {
		return err
	}
	return e.showStarted(folder, detach, o)
}

// readBefore reads what earlier sessions say, before the engine of a resumed
// session starts. It reads only if the viewer needs these sessions and has not
// read them yet.
func (e *env) readBefore(detach bool, o followOptions) followOptions {
	if e.showsTimeLeft(o) && !detach && o.known == nil {
		o.known = e.readSpeeds(context.Background())
	}
	return o
}

func (e *env) showStarted(folder journal.Folder, detach bool, o followOptions) error {
	if detach {
		fmt.Fprintln(e.out, folder.Name())
		return nil
	}
	o.started = true
	return e.follow(folder, o)
}

// stampJobs notes when the files of the jobs' models were last changed, so that
// a change while a job waits is noticed.
func stampJobs(jobs []bench.Job) {
	for i := range jobs {
		models.Stamp([]bench.Model{jobs[i].Model}) // the copy shares its files with the job
		if draft := jobs[i].DraftModel; draft != nil {
			models.Stamp([]bench.Model{*draft})
		}
	}
}
