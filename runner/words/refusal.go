package words

import (
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Refusal returns an invocation that is never started. Its parser reports one
// failure for all its work.
func Refusal(work []engine.Work, f bench.Failure) engine.Invocation {
	return engine.Invocation{Work: slices.Clone(work), Parser: &refuser{work: work, failure: f}}
}

type refuser struct {
	work    []engine.Work
	failure bench.Failure
	done    bool
}

func (r *refuser) End(_ time.Time, exit engine.Exit) []engine.Emitted {
	if exit.Stopped || r.done {
		return nil
	}
	r.done = true
	var out []engine.Emitted
	started := map[string]bool{}
	for _, w := range r.work {
		if !started[w.Job.ID] {
			started[w.Job.ID] = true
			out = append(out, engine.Emitted{Job: w.Job.ID, Fact: bench.JobStarted{Round: w.Round}})
		}
		out = append(out, engine.Emitted{Job: w.Job.ID, Fact: bench.TestFailed{Test: w.Test, Round: w.Round, Failure: r.failure}})
	}
	return out
}

func (r *refuser) Line(engine.Stream, time.Time, []byte, int) []engine.Emitted { return nil }
