package cli

import (
	"context"
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
	"dragstrip/runner"
)

// startPlan starts the bench process of a session that was planned just now.
func startPlan(folder journal.Folder, plan *bench.Plan) error {
	return startBench(folder, benchOrder{Grants: runner.GrantsFor(plan.Jobs)})
}

// startAndFollow starts a session that was planned just now, and shows it.
func (e *env) startAndFollow(folder journal.Folder, plan *bench.Plan, detach bool, o followOptions) error {
	o = e.readBefore(detach, o)
	if err := startPlan(folder, plan); err != nil {
		return err
	}
	return e.showStarted(folder, detach, o)
}

// readBefore reads what earlier sessions say before the engine starts, where
// the one that is to be shown needs it and nobody has read it.
func (e *env) readBefore(detach bool, o followOptions) followOptions {
	if e.tty && !o.json && !detach && o.known == nil {
		o.known = &speeds{}
		o.known.read(context.Background(), e.places.store(), e.describe)
	}
	return o
}

func (e *env) showStarted(folder journal.Folder, detach bool, o followOptions) error {
	if detach {
		fmt.Fprintln(e.out, folder.Name())
		return nil
	}
	return e.follow(folder, o)
}

// stampJobs keeps when the files of the jobs' models were changed last, so that
// one that changes while it waits is noticed.
func stampJobs(jobs []bench.Job) {
	for i := range jobs {
		models.Stamp([]bench.Model{jobs[i].Model}) // their files are shared
	}
}
