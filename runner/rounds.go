package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// next gives the work that is left for the first build in line, in the first
// round that is not complete.
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

// together tells whether two jobs may share a start of the engine. Where the
// machine is to cool down between jobs, none do.
func (s *Scheduler) together(a, b *bench.Job) bool {
	return a.Build.ID == b.Build.ID && (s.Session.Plan.CoolDown <= 0 || a.ID == b.ID)
}

// sequence gives the jobs in the order of a round.
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

// rounds is how many rounds are still worth working on: those that precision
// added only while there is time for them.
func (s *Scheduler) rounds() int {
	if s.overTime() {
		return s.Session.PlannedRounds()
	}
	return s.Session.Rounds()
}

// workLeft gives what is still to be measured of a job in a round.
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

// left counts what is still to be measured of a job in all rounds.
func (s *Scheduler) left(job *bench.JobState) int {
	n := 0
	for round := range s.rounds() {
		n += len(s.workLeft(job, round))
	}
	return n
}

// overTime tells whether the time that precision may take is over. It never
// cuts the plan's own rounds short.
func (s *Scheduler) overTime() bool {
	p := &s.Session.Plan
	return p.Precision > 0 && p.MaxTime > 0 && s.Session.ActiveAt(s.now()) >= p.MaxTime
}

// overRound tells whether a round that precision added should end after the
// test in flight, because its time is over.
func (s *Scheduler) overRound(round int) bool {
	return round >= s.Session.PlannedRounds() && s.overTime()
}

// extend adds a round where medians are not known as precisely as was asked,
// or says of each how precise it came to be. It tells whether it did either.
func (s *Scheduler) extend() (bool, error) {
	if !s.overTime() {
		if next, ok := s.Session.NextRound(s.Session.ActiveAt(s.now())); ok {
			return true, s.Emit("", next)
		}
	}
	return s.judge(bench.PrecisionMaxTime)
}

// judge says of every test how precise it came to be, and tells whether there
// was any to judge.
func (s *Scheduler) judge(why bench.PrecisionEnd) (bool, error) {
	jobs, judged := s.Session.Judgements(why)
	for i, id := range jobs {
		if err := s.Emit(id, judged[i]); err != nil {
			return true, err
		}
	}
	return len(jobs) > 0, nil
}

// undecided tells whether a job's repetitions might go on although nothing of
// it is left: others may still be wide, and compared jobs take the same.
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

// unfinished gives the jobs that have not ended.
func (s *Scheduler) unfinished() []*bench.JobState {
	var out []*bench.JobState
	for _, job := range s.Session.Jobs {
		if job.State != bench.StateFinished {
			out = append(out, job)
		}
	}
	return out
}

// sentinelNext is the job whose test is to be repeated when nothing else is
// left; "" where none is.
func (s *Scheduler) sentinelNext() string {
	if s.Session.SentinelDue() && len(s.unfinished()) == 0 {
		return s.Session.First.Job
	}
	return ""
}
