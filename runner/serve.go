package runner

import (
	"context"
	"errors"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// serve starts the first invocation for the work and follows it to its end. It
// is called again for the rest of the work.
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
	before := s.obeyed
	build, err := s.ask(ctx, adapter, granted)
	switch {
	case ctx.Err() != nil || s.obeyed != before && s.outOfDate(work):
		return nil
	case errors.Is(err, errNotRecorded):
		return err
	case err != nil:
		return s.failAll(work, cannotStart(err))
	}
	opts := engine.Options{Ticks: s.Session.Plan.Ticks, LinkFolder: s.LinkFolder, FileFolder: s.FileFolder}
	invocations, err := adapter.Invocations(ctx, build, work, opts)
	if err == nil && (len(invocations) == 0 || len(invocations[0].Work) == 0) {
		err = errors.New("dragstrip could not make a command for this work")
	}
	if err != nil {
		return s.failAll(work, cannotStart(err))
	}
	return s.invoke(ctx, build, invocations[0])
}

// outOfDate tells whether a control may have changed what comes next. The
// sentinel is out of date only if it was skipped, if there is other work, or if
// the session must stop or pause.
func (s *Scheduler) outOfDate(work []engine.Work) bool {
	return work[0].Round != bench.SentinelRound || s.stopping || s.paused || s.gaveUp || len(s.unfinished()) > 0
}

// errNotRecorded is part of the error that ask returns if a fact could not be
// recorded while it waited.
var errNotRecorded = errors.New("a fact could not be recorded")

// ask probes a build. A probe may take long if a driver hangs, so ask obeys
// controls meanwhile. A stop ends the probe.
func (s *Scheduler) ask(ctx context.Context, adapter engine.Adapter, build bench.EngineBuild) (bench.EngineBuild, error) {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	type answer struct {
		build bench.EngineBuild
		err   error
	}
	came := make(chan answer, 1)
	go func() {
		b, err := adapter.Probe(ctx, build)
		came <- answer{b, err}
	}()
	controls := time.NewTicker(ControlEvery)
	defer controls.Stop()
	for {
		var err error
		select {
		case a := <-came:
			return a.build, a.err
		case e := <-s.Inbox:
			err = s.Emit(e.Job, e.Fact)
		case <-controls.C:
			err = s.obey(nil)
		}
		if err != nil || s.stopping {
			giveUp()
			<-came
			if err != nil {
				err = errors.Join(errNotRecorded, err)
			}
			return build, err
		}
	}
}
