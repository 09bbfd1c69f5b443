package device

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/runner"
)

// walk lets the scheduler measure a plan. It keeps the session only in memory,
// because only one figure of the session is stored.
func (m *measurement) walk(ctx context.Context, plan *bench.Plan) (*bench.Session, error) {
	if err := plan.Validate(); err != nil {
		return nil, err
	}
	links, undo, err := runner.LinksIn(m.Folder)
	if err != nil {
		return nil, err
	}
	defer undo()
	s := bench.NewSession()
	emit := func(job string, fact bench.Fact) error {
		s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: time.Now().UTC(), Job: job, Fact: fact})
		if p, ok := fact.(bench.PhaseEntered); ok && p.Phase == bench.PhaseMeasuring && len(plan.Jobs) > 1 {
			m.report(Step{Text: fmt.Sprintf("round %d of %d on %s: %s, %s", p.Round+1, plan.Rounds, m.device.Name, s.Job(job).Model.Name, p.Test)})
		}
		return nil
	}
	if err := emit("", bench.SessionStarted{Schema: bench.Schema, Plan: *plan, Process: os.Getpid()}); err != nil {
		return nil, err
	}
	walker := runner.Scheduler{
		Grants:  runner.GrantsFor(plan.Jobs), // the build was just chosen, not read from a file
		Session: s, Emit: emit, Adapter: m.Adapter, LinkFolder: links,
		Poll: func() ([]bench.Control, error) { return nil, nil },
	}
	if _, err := walker.Walk(ctx); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return s, m.failureOf(s)
}

// missed tells whether a result was computed on the CPU although the device is
// a GPU. If the engine names no backend, this is not known, and missed says no.
func (m *measurement) missed(r bench.Result) bool {
	return !m.onCPU && !m.device.Remote() && r.Backend != "" && bench.GPUBackend(r.Backend) == ""
}

// failureOf gives an error if samples of a session are missing, or if the
// engine computed on the wrong device.
func (m *measurement) failureOf(s *bench.Session) error {
	for _, job := range s.Jobs {
		for _, t := range job.Tests {
			if t.Failure != nil {
				return fmt.Errorf("%s on %s: %s; %s", bench.Clean(job.Model.Name), bench.Clean(m.device.Name), t.Failure.Reason, t.Failure.Remedy)
			}
			if len(t.SamplesNS()) != job.Repetitions || slices.Min(t.SamplesNS()) <= 0 {
				return fmt.Errorf("%s on %s: the engine reported %d of %d repetitions", bench.Clean(job.Model.Name), bench.Clean(m.device.Name), len(t.SamplesNS()), job.Repetitions)
			}
			if m.missed(t.Results[0]) {
				return fmt.Errorf("the engine computed on the CPU instead of %s; `dragstrip engines` lists what each build offers", bench.Clean(m.device.Name))
			}
		}
	}
	return nil
}
