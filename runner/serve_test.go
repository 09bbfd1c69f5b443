package runner

import (
	"context"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// hanging is an engine whose builds never answer a probe.
type hanging struct {
	engine.Adapter
	asked chan bool
}

func (h hanging) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	h.asked <- true
	<-ctx.Done()
	return b, ctx.Err()
}

// TestAStopEndsAQuestion: a build that hung in its GPU's driver used to keep
// the session from stopping until the probe's time limit.
func TestAStopEndsAQuestion(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 2))
	h := hanging{s.script, make(chan bool, 1)}
	s.Adapter = func(string) (engine.Adapter, error) { return h, nil }
	s.Poll = func() ([]bench.Control, error) {
		if len(h.asked) == 0 {
			return nil, nil
		}

		return []bench.Control{{Verb: bench.ControlStop}}, nil
	}
	began := time.Now()
	if got := s.walk(t); got != bench.OutcomeStopped || len(s.script.starts) != 0 || time.Since(began) > 5*time.Second {
		t.Errorf("outcome %s after %v, starts %v", got, time.Since(began), s.script.starts)
	}
}

// TestAJobThatIsSkippedWhileItsBuildIsAskedIsNotStarted: a control during the
// probe may change what comes next.
func TestAJobThatIsSkippedWhileItsBuildIsAskedIsNotStarted(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 2), job("b", "/m2", 2))
	slow := &slowly{s.script, make(chan bool)}
	s.Adapter = func(string) (engine.Adapter, error) { return slow, nil }
	s.Poll = func() ([]bench.Control, error) {
		select {
		case <-slow.begun:
			slow.begun = nil
			return []bench.Control{{Verb: bench.ControlSkip, Job: "a"}}, nil
		default:
			return nil, nil
		}
	}
	if got := s.walk(t); got != bench.OutcomePartlySkipped || len(s.script.starts) != 1 || s.script.starts[0][0] != "b" {
		t.Errorf("outcome %s, starts %v", got, s.script.starts)
	}
}

// slowly answers its first probe only after a poll for controls.
type slowly struct {
	*script
	begun chan bool
}

func (s *slowly) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	if s.begun != nil {
		s.begun <- true
	}
	return s.script.Probe(ctx, b)
}
