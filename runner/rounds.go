package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// next is the work to do next: in the first incomplete round, what remains for
// the first build in the sequence.
func (s *Scheduler) next() []engine.Work {
	for round := range s.rounds() {
		var work []engine.Work
		for _, job := range s.sequence(round) {
			if job.State == bench.StateFinished {
				continue
			}
			if len(work) > 0 && !s.together(work[0].Job, &job.Job) {
				break
			}
			work = append(work, s.workLeft(job, round)...)
		}
		if len(work) > 0 {
			return work
		}
	}
	return nil
}

// together tells whether two jobs may share a start of the engine. If the
// machine is to cool down between jobs, no two jobs share one.
func (s *Scheduler) together(a, b *bench.Job) bool {
	return a.Build.ID == b.Build.ID && (s.Session.Plan.CoolDown <= 0 || a.ID == b.ID)
}

// sequence lists the jobs in the order of a round.
func (s *Scheduler) sequence(round int) []*bench.JobState {
	keys := make([]string, len(s.Session.Jobs))
	for i, job := range s.Session.Jobs {
		keys[i] = job.LoadKey()
	}
	out := make([]*bench.JobState, 0, len(keys))
	for _, i := range s.Session.Plan.Sequence(round, keys) {
		out = append(out, s.Session.Jobs[i])
	}
	return out
}

// rounds is how many rounds to measure. Those that precision added count only
// while there is time for them.
func (s *Scheduler) rounds() int {
	if s.overTime() {
		return s.Session.PlannedRounds()
	}
	return s.Session.Rounds()
}

// workLeft lists what is still to be measured for a job in a round.
func (s *Scheduler) workLeft(job *bench.JobState, round int) []engine.Work {
	var work []engine.Work
	for _, t := range job.Tests {
		n := s.Session.RepetitionsIn(job, t.Test, round)
		if n > 0 && !t.Settled(round) {
			work = append(work, engine.Work{Job: &job.Job, Test: t.Test, Round: round, Repetitions: n})
		}
	}
	return work
}

// left counts what is still to be measured for a job in all rounds.
func (s *Scheduler) left(job *bench.JobState) int {
	n := 0
	for round := range s.rounds() {
		n += len(s.workLeft(job, round))
	}
	return n
}

// overTime tells whether the time limit for precision is over. The limit never
// shortens the plan's own rounds.
func (s *Scheduler) overTime() bool {
	p := &s.Session.Plan
	return p.Precision > 0 && p.MaxTime > 0 && s.Session.ActiveAt(s.now()) >= p.MaxTime
}

// overRound tells whether a round should end after the test in flight, because
// precision added it and the time limit is over.
func (s *Scheduler) overRound(round int) bool {
	return round >= s.Session.PlannedRounds() && s.overTime()
}

// extend adds a round if some median is not as precise as asked for. If no
// further round is needed or allowed, it records how precise each median is. It
// tells whether it did either.
func (s *Scheduler) extend() (bool, error) {
	if !s.overTime() {
		if next, ok := s.Session.NextRound(s.Session.ActiveAt(s.now())); ok {
			return true, s.Emit("", next)
		}
	}
	return s.judge(bench.PrecisionMaxTime)
}

// judge records for every test how precise its median is, and tells whether
// there was any test to judge.
func (s *Scheduler) judge(why bench.PrecisionEnd) (bool, error) {
	jobs, judged := s.Session.Judgements(why)
	for i, id := range jobs {
		if err := s.Emit(id, judged[i]); err != nil {
			return true, err
		}
	}
	return len(jobs) > 0, nil
}

// undecided tells whether a job with nothing left to measure may still get more
// repetitions. Compared jobs get the same number, so another job whose interval
// is still wide may add some.
func (s *Scheduler) undecided(job *bench.JobState) bool {
	if s.Session.Plan.Precision <= 0 {
		return false
	}
	for _, t := range job.Tests {
		if t.Outcome != bench.OutcomeFailed && len(t.Results) > 0 && t.Precision == nil {
			return true
		}
	}
	return false
}

// unfinished lists the jobs that have not finished.
func (s *Scheduler) unfinished() []*bench.JobState {
	var out []*bench.JobState
	for _, job := range s.Session.Jobs {
		if job.State != bench.StateFinished {
			out = append(out, job)
		}
	}
	return out
}

// sentinelNext is the job whose test the sentinel repeats, if that is the only
// thing left to do; else "".
func (s *Scheduler) sentinelNext() string {
	if s.Session.SentinelDue() && len(s.unfinished()) == 0 {
		return s.Session.First.Job
	}
	return ""
}
