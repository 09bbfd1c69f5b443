package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/models"
	"dragstrip/runner"
)

// walk lets the scheduler measure a plan and keeps the session in memory: what
// is worth keeping of it is one figure.
func (j *deviceJob) walk(ctx context.Context, plan *bench.Plan) (*bench.Session, error) {
	if err := plan.Validate(); err != nil {
		return nil, err
	}
	links, undo, err := linkFolder(journal.Folder{Path: j.folder})
	if err != nil {
		return nil, err
	}
	defer undo()
	s := bench.NewSession()
	emit := func(job string, fact bench.Fact) error {
		s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: time.Now().UTC(), Job: job, Fact: fact})
		if p, ok := fact.(bench.PhaseEntered); ok && p.Phase == bench.PhaseMeasuring && len(plan.Jobs) > 1 {
			j.report(deviceStep{Text: fmt.Sprintf("round %d of %d on %s: %s, %s", p.Round+1, plan.Rounds, j.device.Name, s.Job(job).Model.Name, p.Test)})
		}
		return nil
	}
	if err := emit("", bench.SessionStarted{Schema: bench.Schema, Plan: *plan, Process: os.Getpid()}); err != nil {
		return nil, err
	}
	walker := runner.Scheduler{
		Session: s, Emit: emit, Adapter: j.adapters(), LinkFolder: links,
		Poll: func() ([]bench.Control, error) { return nil, nil },
	}
	if _, err := walker.Walk(ctx); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return s, j.failureOf(s)
}

// failureOf says why a session has not all of its samples, or computed where
// it should not have.
func (j *deviceJob) failureOf(s *bench.Session) error {
	for _, job := range s.Jobs {
		for _, t := range job.Tests {
			if t.Failure != nil {
				return fmt.Errorf("%s on %s: %s; %s", bench.Clean(job.Model.Name), bench.Clean(j.device.Name), t.Failure.Reason, t.Failure.Remedy)
			}
			if len(t.SamplesNS()) != job.Repetitions || slices.Min(t.SamplesNS()) <= 0 {
				return fmt.Errorf("%s on %s: the engine gave %d of %d times", bench.Clean(job.Model.Name), bench.Clean(j.device.Name), len(t.SamplesNS()), job.Repetitions)
			}
			if !j.onCPU && slices.Contains([]string{"CPU", "BLAS"}, t.Results[0].Backend) {
				return fmt.Errorf("the engine computed on the CPU instead of %s; `dragstrip engines` lists what each build offers", bench.Clean(j.device.Name))
			}
		}
	}
	return nil
}

// Figures whose interval is wider than this, either way, are doubted; so are
// those of stand-ins that a cache may hold.
const (
	deviceDoubt      = 0.05
	leastTrustworthy = 128 << 20
)

// conclude makes the figure of the session.
func (j *deviceJob) conclude(s *bench.Session, p models.DepthPair) (bench.DeviceBandwidth, error) {
	rounds := make([]bench.RoundTimes, deviceRounds)
	shallow, deep := s.Job("shallow").Tests[0], s.Job("deep").Tests[0]
	for _, r := range shallow.Results {
		rounds[r.Round].Light = append(rounds[r.Round].Light, perToken(r)...)
	}
	for _, r := range deep.Results {
		rounds[r.Round].Heavy = append(rounds[r.Round].Heavy, perToken(r)...)
	}
	slope, err := bench.SlopeOf(p.ShallowFigures.ReadBytesPerToken, p.DeepFigures.ReadBytesPerToken, rounds)
	if errors.Is(err, bench.ErrNoSlope) {
		return bench.DeviceBandwidth{}, fmt.Errorf("no bandwidth can be told of %s: %w; close other programs and try again, or take larger stand-ins (--size)", bench.Clean(j.device.Name), err)
	}
	if err != nil {
		return bench.DeviceBandwidth{}, err
	}
	last := deep.Results[len(deep.Results)-1]
	d := bench.DeviceBandwidth{
		Device: bench.Clean(j.device.Name), Description: bench.Clean(j.device.Description), Backend: bench.Clean(last.Backend),
		BuildID: j.build.ID, BuildName: buildLine(j.build), Measured: time.Now().UTC().Round(time.Second),
		Quant: p.Deep.Quant, ShallowBytes: p.ShallowFigures.ReadBytesPerToken, DeepBytes: p.DeepFigures.ReadBytesPerToken, Slope: slope,
	}
	if j.onCPU {
		d.Threads = last.Threads
	}
	d.Doubts = j.doubts(s, d)
	d.Clean = len(d.Doubts) == 0
	return d, nil
}

func perToken(r bench.Result) []float64 {
	var out []float64
	for _, ns := range r.SamplesNS {
		out = append(out, float64(ns)/float64(r.Test.Tokens()))
	}
	return out
}

func (j *deviceJob) doubts(s *bench.Session, d bench.DeviceBandwidth) []string {
	var out []string
	if d.ShallowBytes < leastTrustworthy {
		out = append(out, fmt.Sprintf("stand-ins of %s and %s lie in caches: this shows that it works, not what the memory moves", bench.FormatBytes(d.ShallowBytes), bench.FormatBytes(d.DeepBytes)))
	}
	if wide := max(d.HighGBps/d.MedianGBps-1, 1-d.LowGBps/d.MedianGBps); d.HasInterval && wide > deviceDoubt {
		out = append(out, fmt.Sprintf("the interval is wide, %s to %s: something else was using the machine", bench.FormatGBps(d.LowGBps), bench.FormatGBps(d.HighGBps)))
	}
	for _, w := range s.Warnings {
		if text := bench.Clean(w.Warning.Text); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
