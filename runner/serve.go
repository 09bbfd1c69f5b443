package runner

import (
	"context"
	"errors"

	"dragstrip/runner/engine"
)

// serve makes the first invocation for the work and sees it through.
func (s *Scheduler) serve(ctx context.Context, work []engine.Work) error {
	job := work[0].Job
	adapter, err := s.Adapter(job.Build.Engine)
	if err != nil {
		return s.failAll(work, cannotStart(err))
	}
	granted, ok := s.Grants.Here(job.Build)
	if !ok {
		return s.failAll(work, notGranted(job.Build))
	}
	build, err := adapter.Probe(ctx, granted)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return s.failAll(work, cannotStart(err))
	}
	opts := engine.Options{Ticks: s.Session.Plan.Ticks, LinkFolder: s.LinkFolder, FileFolder: s.FileFolder}
	invocations, err := adapter.Invocations(ctx, build, work, opts)
	if err == nil && (len(invocations) == 0 || len(invocations[0].Work) == 0) {
		err = errors.New("the adapter made no invocation of the work")
	}
	if err != nil {
		return s.failAll(work, cannotStart(err))
	}
	return s.invoke(ctx, build, invocations[0])
}
