package cli

import (
	"context"
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
	"dragstrip/runner"
)

// startPlan starts the bench process of a session that was planned just now. It
// is told what earlier sessions say, so that it need not read them again.
func startPlan(folder journal.Folder, plan *bench.Plan, known *speeds) error {
	return startBench(folder, benchOrder{Grants: runner.GrantsFor(plan.Jobs), Scatter: known.pace().Scatter(plan.Jobs)})
}

// startAndFollow starts a session that was planned just now, and shows it.
func (e *env) startAndFollow(folder journal.Folder, plan *bench.Plan, detach bool, o followOptions) error {
	if o.known == nil {
		o.known = e.readSpeeds()
	}
	if err := startPlan(folder, plan, o.known); err != nil {
		return err
	}
	return e.showStarted(folder, detach, o)
}

// readBefore reads what earlier sessions say before the engine of a resumed
// session starts, where whoever shows it needs that and nobody has read it.
func (e *env) readBefore(detach bool, o followOptions) followOptions {
	if e.tty && !o.json && !detach && o.known == nil {
		o.known = e.readSpeeds()
	}
	return o
}

// readSpeeds reads what earlier sessions say.
func (e *env) readSpeeds() *speeds {
	known := &speeds{}
	known.read(context.Background(), e.places.store(), e.describe)
	return known
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
