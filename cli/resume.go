package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/runner"
)

type resumeOptions struct {
	detach, retryFailed bool
	engines             []string // builds that the user names now
	remote              string   // addresses of other machines to compute on, too
	follow              followOptions
}

// resume finishes a session whose bench process ended or was stopped. It keeps
// the results of finished tests. A test that was interrupted is measured again.
func (e *env) resume(name string, o resumeOptions) error {
	folder, err := e.places.store().Find(name)
	if err != nil {
		return err
	}
	if folder.Live() {
		fmt.Fprintf(e.err, "Session %s is still being measured; there is nothing to resume.\n", e.called(folder))
		return e.follow(folder, o.follow)
	}
	r, err := folder.Read()
	if err != nil {
		return err
	}
	e.tellNotes(r.Notes)
	if !r.Session.CanGoOn(o.retryFailed) {
		hint := ""
		if r.Session.Outcome.CanBeRetried() {
			hint = "; --retry-failed measures again the tests that have no figure"
		}
		return fmt.Errorf("session %s has ended (%s)%s; `dragstrip report %s` shows it", e.called(folder), r.Session.Outcome, hint, e.called(folder))
	}
	order := benchOrder{GoesOn: true, RetryFailed: o.retryFailed}
	if order.Grants, err = e.goOn(folder, r.Session, r.Session.LeftJobs(o.retryFailed), o); err != nil {
		return fmt.Errorf("session %s cannot be resumed: %w", e.called(folder), err)
	}
	o.follow = e.readBefore(o.detach, o.follow)
	if err := startBench(folder, order); err != nil {
		return err
	}
	return e.showStarted(folder, o.detach, o.follow)
}

// goOn checks, before anything starts, that everything the jobs need still
// exists. A missing disk must not turn the rest of a long session into failures.
// A job without results is not checked here. If it fails later, the failure
// gives the reason. goOn returns the engine builds to measure with.
func (e *env) goOn(folder journal.Folder, s *bench.Session, left []*bench.JobState, o resumeOptions) (runner.Grants, error) {
	if err := folder.Ours(); err != nil {
		return nil, err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	if s.SentinelDue() {
		left = append(left, s.Job(s.First.Job))
	}
	for _, j := range s.Jobs {
		if err := j.Validate(); err != nil {
			return nil, fmt.Errorf("job %s cannot be measured: %w", bench.Clean(j.ID), err)
		}
	}
	named := o.engines
	if len(named) == 0 {
		named = e.engineVariable()
	}
	recorded, err := e.recordedIn(ctx, folder, named, o.remote)
	if err != nil {
		return nil, err
	}
	grants, err := recorded.grants(s, left)
	if err != nil {
		return nil, err
	}
	asked := map[string]bench.EngineBuild{} // builds that were probed, by ID
	for _, j := range left {
		if j.HasResults() {
			if err := e.canGoOn(ctx, folder, j, grants, asked); err != nil {
				return nil, err
			}
		}
	}
	return grants, nil
}

// canGoOn checks that a job with results can be continued with the same model
// and build.
func (e *env) canGoOn(ctx context.Context, folder journal.Folder, j *bench.JobState, grants runner.Grants, asked map[string]bench.EngineBuild) error {
	job := j.Job
	job.Follow(e.moved(&job))
	if _, err := os.Stat(job.Model.Path); job.Model.Served == "" && err != nil {
		return fmt.Errorf("the model of job %s is missing (%w); restore it, then resume", j.ID, err)
	}
	granted, _ := grants.Here(job.Build)
	here, known := asked[granted.ID]
	if !known {
		adapter, err := e.adapters()(granted.Engine)
		if err == nil {
			here, err = adapter.Probe(ctx, granted)
		}
		if err != nil {
			return fmt.Errorf("the engine build of job %s cannot be used: %w", j.ID, err)
		}
		asked[granted.ID] = here
	}
	// The same path on another machine may lead to another program.
	if what := planning.OtherBuild(j, here); what != "" && !e.places.store().Holds(folder) {
		return fmt.Errorf("job %s was measured with %s, but this machine has %s in its place, and results of two builds must not be mixed; `dragstrip rerun %s` measures everything again",
			j.ID, bench.Clean(j.BuildName()), what, bench.Clean(quoted(folder.Path)))
	}
	return nil
}
