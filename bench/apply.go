package bench

import (
	"slices"
	"time"
)

// Apply folds one event into the session. It is total: an event that does not
// fit (a job that is not there, a test not asked for) changes nothing but the
// sequence number.
func (s *Session) Apply(e Event) {
	s.LastSeq = max(s.LastSeq, e.Seq)
	s.applyActive(e)
	s.LastEvent = e.Time
	s.applyPower(e)
	switch f := e.Fact.(type) {
	case SessionStarted, SessionResumed, SessionFinished, SessionPaused, SessionContinued:
		s.applyLife(e)
	case JobAdded, JobStarted, JobRequeued, JobMoved, JobFinished, ModelHashed:
		s.applyJob(e)
	case PhaseEntered, Progressed:
		s.applyMoment(e)
	case SampleTaken, TestFinished, TestFailed, PrecisionJudged:
		s.applyTest(e)
	case BaselineTaken, CooledDown, RepetitionsAdded, SentinelFinished:
		s.applyRounds(e)
	case ClockMoved, StoodStill:
		s.applyStill(e)
	case EngineStarted, EngineEnded, MemoryAllocated:
		s.applyEngine(e)
	case MachineDescribed:
		s.Machine = f.Machine
	case BandwidthMeasured:
		s.Bandwidth = append(s.Bandwidth, f)
	case ReadingTaken:
		s.Readings = keepLast(append(s.Readings, f.Reading), readingsKept)
	case LineLogged:
		s.Log = append(s.Log, LogLine{e.Time, e.Job, f})
		if over := len(s.Log) - logLines; over > 0 {
			s.LogDropped += over
			s.Log = keepLast(s.Log, logLines)
		}
	case Warned:
		s.applyWarned(e.Job, f)
	case Unknown:
		s.Unknown++
	}
}

func keepLast[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	// Shift in place: the backing array must not grow for ever.
	copy(list, list[len(list)-n:])
	return list[:n]
}

func (s *Session) applyLife(e Event) {
	switch f := e.Fact.(type) {
	case SessionStarted:
		s.ID, s.Plan, s.Version, s.Started = f.Session, f.Plan, f.DragstripVersion, e.Time
		s.State = StateRunning
		s.Jobs = nil
		for _, job := range f.Plan.Jobs {
			s.addJob(job)
		}
	case SessionResumed:
		s.State, s.Outcome, s.Reason, s.Finished = StateRunning, "", "", time.Time{}
		s.Now = Now{}
		for _, j := range s.Jobs {
			j.Follow(f.Moved)
			j.reopen(f.RetryFailed)
		}
	case SessionFinished:
		s.State, s.Outcome, s.Reason, s.Finished = StateFinished, f.Outcome, f.Reason, e.Time
		s.Now = Now{}
	case SessionPaused:
		s.State = StatePaused
	case SessionContinued:
		s.State = StateRunning
	}
}

// reopen makes what a dead bench process left unfinished wait again. What was
// skipped stays so; what was stopped is measured, and what failed where that
// was asked for.
func (j *JobState) reopen(retryFailed bool) {
	open := j.State == StateRunning || j.Outcome == OutcomeStopped
	for _, t := range j.Tests {
		switch {
		case t.State == StateRunning, t.Outcome == OutcomeStopped:
			t.State, t.Outcome, t.Live = StateWaiting, "", nil
		case t.Outcome == OutcomeFailed && retryFailed:
			t.State, t.Outcome, t.Failure, t.Live = StateWaiting, "", nil, nil
			open = true
		}
	}
	if open {
		for _, t := range j.Tests {
			t.Precision = nil // it may go on
		}
		j.State, j.Outcome, j.Reason, j.Ended = StateWaiting, "", "", time.Time{}
	}
}

func (s *Session) addJob(job Job) {
	if s.Job(job.ID) != nil {
		return
	}
	state := &JobState{Job: job, State: StateWaiting}
	for _, t := range job.Tests {
		state.Tests = append(state.Tests, &TestState{Test: t, State: StateWaiting, settled: map[int]bool{}})
	}
	s.Jobs = append(s.Jobs, state)
}

func (s *Session) applyJob(e Event) {
	if f, ok := e.Fact.(JobAdded); ok {
		s.addJob(f.Job)
		return
	}
	j := s.Job(e.Job)
	if j == nil {
		return
	}
	switch f := e.Fact.(type) {
	case JobStarted:
		j.State = StateRunning
		if j.Started.IsZero() {
			j.Started = e.Time
		}
	case JobRequeued:
		j.requeue(s.rounds(), len(s.Added))
	case JobMoved:
		s.move(j, f.Before)
	case JobFinished:
		j.State, j.Outcome, j.Reason, j.Ended = StateFinished, f.Outcome, f.Reason, e.Time
		for _, t := range j.Tests {
			// What was seen of a test in flight stays to be told.
			if t.State != StateFinished {
				t.State, t.Outcome = StateFinished, f.Outcome
			}
		}
	case ModelHashed:
		j.Model.Files = f.Files
	}
}

// requeue makes every test wait again. Earlier results stay: a further pass
// adds repetitions to them. Rounds that precision had added are not taken
// again: how many are needed shows anew.
func (j *JobState) requeue(planned, added int) {
	j.State, j.Outcome, j.Reason, j.Ended = StateWaiting, "", "", time.Time{}
	for _, t := range j.Tests {
		t.State, t.Outcome, t.Failure, t.Live = StateWaiting, "", nil, nil
		t.settled, t.Precision = map[int]bool{}, nil
		for r := range added {
			t.settled[planned+r] = true
		}
	}
}

func (s *Session) move(j *JobState, before string) {
	if before == j.ID {
		return
	}
	at := slices.Index(s.Jobs, j)
	s.Jobs = slices.Delete(s.Jobs, at, at+1)
	to := slices.IndexFunc(s.Jobs, func(o *JobState) bool { return o.ID == before })
	if to < 0 {
		to = len(s.Jobs)
	}
	s.Jobs = slices.Insert(s.Jobs, to, j)
}

func (s *Session) applyMoment(e Event) {
	switch f := e.Fact.(type) {
	case PhaseEntered:
		s.Now = Now{Job: e.Job, Since: e.Time, PhaseEntered: f}
		if j := s.Job(e.Job); j != nil {
			if t := j.Test(f.Test); t != nil && t.State == StateWaiting && f.Round != SentinelRound {
				t.State = StateRunning
			}
		}
	case Progressed:
		s.Now.Progress = f
	}
}

func (s *Session) applyTest(e Event) {
	j := s.Job(e.Job)
	if j == nil {
		return
	}
	switch f := e.Fact.(type) {
	case SampleTaken:
		if t := j.Test(f.Test); t != nil {
			t.State = StateRunning
			// A test that was interrupted and begins again drops what the
			// first attempt showed.
			t.Live = append(t.Live[:min(len(t.Live), max(f.Repetition-1, 0))], f)
		}
	case TestFinished:
		if t := j.Test(f.Result.Test); t != nil {
			s.noteFirst(e.Job, f.Result.Test)
			f.Result.SamplesNS = usable(f.Result.SamplesNS)
			t.Results = append(t.Results, f.Result)
			t.Precision = nil
			t.settle(f.Result.Round, s.roundsOf(j, t.Test), OutcomeDone)
		}
	case TestFailed:
		if t := j.Test(f.Test); t != nil {
			t.Failure = &f.Failure
			// A failure settles all rounds: it would only repeat itself.
			t.State, t.Outcome = StateFinished, OutcomeFailed
		}
	case PrecisionJudged:
		if t := j.Test(f.Test); t != nil {
			t.Precision = &f
		}
	}
}

// applyRounds takes what belongs to the session's rounds as a whole.
func (s *Session) applyRounds(e Event) {
	switch f := e.Fact.(type) {
	case BaselineTaken:
		s.Baseline = &f.Reading
	case CooledDown:
		s.CoolDowns = append(s.CoolDowns, f)
	case RepetitionsAdded:
		s.addRound(f)
	case SentinelFinished:
		s.Sentinel = &Sentinel{e.Job, f}
	}
}

// roundsOf lists the rounds that take repetitions of a job's test.
func (s *Session) roundsOf(j *JobState, t Test) []int {
	var out []int
	for r := range s.Rounds() {
		if s.RepetitionsIn(j, t, r) > 0 {
			out = append(out, r)
		}
	}
	return out
}

func (t *TestState) settle(round int, rounds []int, outcome Outcome) {
	t.Live = nil
	t.settled[round] = true
	for _, r := range rounds {
		if !t.settled[r] {
			t.State = StateWaiting
			return
		}
	}
	t.State, t.Outcome = StateFinished, outcome
}

func (s *Session) rounds() int { return max(s.Plan.Rounds, 1) }

func (s *Session) applyEngine(e Event) {
	switch f := e.Fact.(type) {
	case EngineStarted:
		s.Invocation = max(s.Invocation, f.Invocation)
		names := f.Jobs
		if len(names) == 0 {
			names = []string{e.Job}
		}
		for _, name := range names {
			if j := s.Job(name); j != nil {
				j.Engines = append(j.Engines, f)
			}
		}
	case MemoryAllocated:
		if j := s.Job(e.Job); j != nil {
			j.allocate(f)
		}
	}
}

// allocate keeps the largest figure per device and use: contexts of several
// tests follow each other, they do not add up.
func (j *JobState) allocate(f MemoryAllocated) {
	for i := range j.Memory {
		if j.Memory[i].Device == f.Device && j.Memory[i].Use == f.Use {
			if f.Bytes >= j.Memory[i].Bytes {
				j.Memory[i] = f
			}
			return
		}
	}
	j.Memory = append(j.Memory, f)
}

func (s *Session) applyWarned(job string, f Warned) {
	if slices.Contains(s.Warnings, SessionWarning{job, f}) {
		return
	}
	s.Warnings = append(s.Warnings, SessionWarning{job, f})
	if j := s.Job(job); j != nil {
		if t := j.Test(f.Test); t != nil {
			t.Warnings = append(t.Warnings, f.Warning)
		}
	}
}
