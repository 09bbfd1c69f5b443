package imported

import (
	"iter"
	"time"

	"dragstrip/bench"
)

// Session is one machine's results, as a session that can be stored.
type Session struct {
	Plan    bench.Plan
	Machine bench.Machine
	// started and finished are when the results were measured. They are zero if
	// nobody says.
	started, finished time.Time
	imported          bench.SessionImported
	version           string
	results           []result
}

// result is a figure in the round of a job.
type result struct {
	job    string
	figure *Figure
	round  int
}

// span widens the time in which the session was measured.
func (s *Session) span(when time.Time) {
	switch {
	case when.IsZero():
	case s.started.IsZero():
		s.started, s.finished = when, when
	case when.Before(s.started):
		s.started = when
	case when.After(s.finished):
		s.finished = when
	}
}

// Results is how many figures the session has.
func (s *Session) Results() int { return len(s.results) }

// Events gives the journal of the session. Before, the caller must put the
// session's name into the plan. The times are those of the measurement. If
// nobody says when that was, they are the time of the import.
func (s *Session) Events() iter.Seq[bench.Event] {
	return func(yield func(bench.Event) bool) {
		seq, at := int64(0), s.started
		if at.IsZero() {
			at = timeNamed(s.imported.Date)
		}
		if at.IsZero() {
			at = s.imported.Read
		}
		tell := func(job string, fact bench.Fact) bool {
			seq++
			return yield(bench.Event{Seq: seq, Time: at.UTC(), Job: job, Fact: fact})
		}
		if !tell("", bench.SessionStarted{Schema: bench.Schema, Session: s.Plan.Session, DragstripVersion: s.version, Plan: s.Plan}) ||
			!tell("", s.imported) || !tell("", bench.MachineDescribed{Machine: s.Machine}) {
			return
		}
		if !s.finished.IsZero() {
			at = s.finished
		}
		for _, r := range s.results {
			if !tell(r.job, bench.TestFinished{Result: r.figure.result(r.round)}) {
				return
			}
			for _, w := range r.figure.Warnings {
				if !tell(r.job, bench.Warned{Warning: w, Test: r.figure.Test}) {
					return
				}
			}
		}
		// A source may have one test twice, so that the session has two rounds. Tests
		// that it has once are complete nevertheless.
		for _, j := range s.Plan.Jobs {
			if s.Plan.Rounds > 1 && !tell(j.ID, bench.JobFinished{Outcome: bench.OutcomeDone}) {
				return
			}
		}
		tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	}
}

// result gives the figure in the form of a journal.
func (f *Figure) result(round int) bench.Result {
	out := bench.Result{
		Test: f.Test, Round: round, SamplesNS: f.SamplesNS, Started: f.When, Backend: f.Backend, BuildCommit: f.Commit, BuildNumber: f.Number,
		CPU: f.CPU, GPU: f.GPU, ModelType: f.Type, ModelSizeBytes: f.SizeBytes, ModelParams: f.ParamCount, Threads: f.Threads, Raw: f.raw(),
	}
	if len(f.SamplesNS) == 0 {
		published := f.published()
		out.Published = &published
	}
	return out
}
