package words

import (
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestARefusalSettlesAllItsWorkOnce: each job is started, and each test fails
// with the same reason. A second end, or a stop, adds nothing.
func TestARefusalSettlesAllItsWorkOnce(t *testing.T) {
	a, b := &bench.Job{ID: "j1"}, &bench.Job{ID: "j2"}
	pp, tg := bench.Test{Prompt: 512}, bench.Test{Generation: 128}
	work := []engine.Work{{Job: a, Test: pp, Round: 1}, {Job: a, Test: tg, Round: 1}, {Job: b, Test: pp, Round: 1}}
	why := bench.Failure{Code: bench.FailEngineMissing, Reason: "llama-bench is not there", Remedy: "dragstrip setup"}

	inv := Refusal(work, why)
	if len(inv.Argv) != 0 || len(inv.Work) != len(work) {
		t.Fatalf("%+v starts something", inv)
	}
	begun, failed := 0, 0
	for _, e := range inv.Parser.End(time.Time{}, engine.Exit{}) {
		switch f := e.Fact.(type) {
		case bench.JobStarted:
			begun++
		case bench.TestFailed:
			failed++
			if f.Failure.Reason != why.Reason || f.Round != 1 {
				t.Errorf("%+v", f)
			}
		}
	}
	if begun != 2 || failed != 3 {
		t.Errorf("%d jobs begun, %d tests failed", begun, failed)
	}
	if again := inv.Parser.End(time.Time{}, engine.Exit{}); len(again) != 0 {
		t.Errorf("settled twice: %+v", again)
	}
	if stopped := Refusal(work, why).Parser.End(time.Time{}, engine.Exit{Stopped: true}); len(stopped) != 0 {
		t.Errorf("a stop is no failure: %+v", stopped)
	}
}
