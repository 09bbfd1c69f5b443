package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// next returns the work to do next. It takes the first round that is not
// complete, and in it the first jobs that can share a start of the engine.
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

// together tells whether two jobs may share a start of the engine. If the plan
// has a cool-down, two jobs never share a start.
func (s *Scheduler) together(a, b *bench.Job) bool {
	return a.Build.ID == b.Build.ID && (s.Session.Plan.CoolDown <= 0 || a.ID == b.ID)
}

// sequence lists the jobs in the order of a round.
func (s *Scheduler) sequence(round int) []*bench.JobState {
	if at := round - s.Session.PlannedRounds(); at >= 0 && at < len(s.Session.Added) && len(s.Session.Added[at].Jobs) > 0 {
		var block []*bench.JobState
		for _, id := range s.Session.Added[at].Jobs {
			if job := s.Session.Job(id); job != nil {
				block = append(block, job)
			}
		}
		return block
	}
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

// rounds returns how many rounds to measure. Rounds that the search for
// precision added count only until the time limit is over.
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

// overRound tells whether a round should end after the test in flight. It
// should if the search for precision added the round and the time limit is
// over.
func (s *Scheduler) overRound(round int) bool {
	return round >= s.Session.PlannedRounds() && s.overTime()
}

// extend adds a round if a median is not yet as precise as the plan asks. If no
// further round is needed or allowed, it records how precise each median is. It
// returns whether it added a round or recorded anything.
func (s *Scheduler) extend() (bool, error) {
	if s.Session.Plan.Tuning != nil {
		return s.nextBlock()
	}
	if !s.overTime() {
		if next, ok := s.Session.NextRound(s.Session.ActiveAt(s.now())); ok {
			return true, s.Emit("", next)
		}
	}
	return s.judge(bench.PrecisionMaxTime)
}

// judge records for every test how precise its median is. It returns whether
// there was a test to judge.
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
// repetitions. Jobs that are compared get the same number of repetitions. So if
// the interval of another job is too wide, this job gets more, too.
func (s *Scheduler) undecided(job *bench.JobState) bool {
	if s.Session.Plan.Tuning != nil {
		return !s.answered
	}
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

// sentinelNext returns the job whose test the sentinel repeats, if only the
// sentinel is left to do. Otherwise it returns "".
func (s *Scheduler) sentinelNext() string {
	if s.Session.SentinelDue() && len(s.unfinished()) == 0 {
		return s.Session.First.Job
	}
	return ""
}
