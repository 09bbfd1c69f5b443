package cli

import (
	"context"
	"fmt"
	"os"

	"dragstrip/bench"
)

type resumeOptions struct {
	detach, retryFailed bool
	follow              followOptions
}

// resume finishes a session whose bench process is gone or was stopped.
// Finished tests stay; a test that was in flight is measured again.
func (e *env) resume(name string, o resumeOptions) error {
	folder, err := e.places.store().Find(name)
	if err != nil {
		return err
	}
	if folder.Live() {
		fmt.Fprintf(e.err, "Session %s is alive; nothing to resume.\n", folder.Name())
		return e.follow(folder, o.follow)
	}
	r, err := folder.Read()
	if err != nil {
		return err
	}
	for _, note := range r.Notes {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(note))
	}
	left := unfinishedJobs(r.Session, o.retryFailed)
	// A session that died after its last test still ends as it should: sentinel,
	// digests, report.
	if len(left) == 0 && !r.Session.SentinelDue() && r.Session.State == bench.StateFinished {
		hint := ""
		if r.Session.Outcome == bench.OutcomePartly || r.Session.Outcome == bench.OutcomeFailed {
			hint = "; --retry-failed tries again what failed"
		}
		return fmt.Errorf("session %s is complete (%s)%s; `dragstrip report %s` shows it", folder.Name(), r.Session.Outcome, hint, folder.Name())
	}
	if err := e.canGoOn(left); err != nil {
		return fmt.Errorf("session %s stays unfinished: %w", folder.Name(), err)
	}
	if err := startBench(folder, o.retryFailed); err != nil {
		return err
	}
	return e.showStarted(folder, o.detach, o.follow)
}

// unfinishedJobs gives the jobs that a new bench process would work on.
func unfinishedJobs(s *bench.Session, retryFailed bool) []*bench.JobState {
	var out []*bench.JobState
	for _, j := range s.Jobs {
		open := j.State != bench.StateFinished || j.Outcome == bench.OutcomeStopped
		for _, t := range j.Tests {
			open = open || retryFailed && t.Outcome == bench.OutcomeFailed
		}
		if open {
			out = append(out, j)
		}
	}
	return out
}

// canGoOn looks whether what the jobs need is still there, before anything is
// started: a missing disk must not turn the rest of a long session into
// failures. A job that never had a result may fail by itself, with its reason.
func (e *env) canGoOn(jobs []*bench.JobState) error {
	adapters := e.adapters()
	for _, j := range jobs {
		if !j.HasResults() {
			continue
		}
		job := j.Job
		job.Follow(e.moved(&job))
		if _, err := os.Stat(job.Model.Path); job.Model.Served == "" && err != nil {
			return fmt.Errorf("the model of job %s is not there (%w); bring it back, then resume", j.ID, err)
		}
		adapter, err := adapters(job.Build.Engine)
		if err == nil {
			_, err = adapter.Probe(context.Background(), job.Build)
		}
		if err != nil {
			return fmt.Errorf("the engine build of job %s cannot be used: %w", j.ID, err)
		}
	}
	return nil
}
