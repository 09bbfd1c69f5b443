package bench

import (
	"slices"
	"time"
)

// Apply folds one event into the session. It accepts every event. If an event
// does not fit (a job that does not exist, a test that was not asked for), only
// its number and its time count. An event that was applied before changes
// nothing.
func (s *Session) Apply(e Event) {
	if !s.heed(e.Seq) {
		return
	}
	s.applyActive(e)
	s.applyAway(e)
	s.LastEvent = e.Time
	s.applyPower(e)
	s.Spent.apply(e)
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
	case EngineStarted, EngineEnded, MemoryAllocated, ModelLoaded, SettingsTold:
		s.applyEngine(e)
	case MachineDescribed:
		s.Machine = f.Machine
		if s.Waits() { // its turn has come
			s.Now = Now{}
		}
	case SessionImported:
		s.Imported = &f
		for _, j := range s.Jobs {
			j.OnlyStated = s.Unwatched()
		}
	case ScatterLearned:
		s.learnScatter(e.Job, f)
	case SpeedExpected:
		s.expect(e.Job, f)
	case BandwidthMeasured:
		s.Bandwidth = keepFirst(s.Bandwidth, f, mostKept)
	case ReadingTaken:
		s.notePeak(f.Reading)
		s.Readings, s.ReadAt = keepLast(append(s.Readings, f.Reading), readingsKept), keepLast(append(s.ReadAt, e.Time), readingsKept)
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

// Limits of lists that grow while a session is measured. mostStarts is for lists
// that get an entry with each start of the engine. mostKept is for the other
// lists. It is lower, because each repetition searches them.
const (
	mostStarts = 20_000
	mostKept   = 1_000
)

func keepFirst[T any](list []T, next T, most int) []T {
	if len(list) >= most {
		return list
	}
	return append(list, next)
}

func keepLast[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	// Dropped entries stay in the array until append makes a new one. So the
	// other entries need not be moved each time one is added.
	return list[len(list)-n:]
}

func (s *Session) applyLife(e Event) {
	switch f := e.Fact.(type) {
	case SessionStarted:
		s.ID, s.Plan, s.Version, s.Started = f.Session, f.Plan, f.DragstripVersion, e.Time
		s.State = StateRunning
		s.Jobs, s.jobs, s.tests = nil, map[string]*JobState{}, 0
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
		if f.Outcome == OutcomeDone { // the writer may not know that results were lost
			s.Outcome = s.OutcomeOfTests()
		}
	case SessionPaused:
		s.State = StatePaused
	case SessionContinued:
		s.State = StateRunning
	}
}

// reopen makes the tests wait again that an ended bench process has not
// finished. Skipped tests stay skipped. Stopped tests are measured again.
// Failed tests are measured again only if that was requested.
func (j *JobState) reopen(retryFailed bool) {
	open := j.State == StateRunning || j.Outcome == OutcomeStopped
	for _, t := range j.Tests {
		switch {
		case t.State == StateRunning, t.Outcome == OutcomeStopped:
			t.State, t.Outcome, t.Live = StateWaiting, "", nil
		case t.Outcome.CanBeRetried() && retryFailed:
			t.State, t.Outcome, t.Failure, t.Live = StateWaiting, "", nil, nil
			open = true
		}
	}
	if open {
		for _, t := range j.Tests {
			t.Precision = nil // the search for precision may continue
		}
		j.State, j.Outcome, j.Reason, j.Ended = StateWaiting, "", "", time.Time{}
	}
}

func (s *Session) addJob(job Job) {
	if s.Job(job.ID) != nil || s.CanAdd(&job) != nil {
		return
	}
	state := &JobState{Job: job, State: StateWaiting, OnlyStated: s.Unwatched(), byTest: make(map[Test]*TestState, len(job.Tests))}
	for _, t := range job.Tests {
		if state.byTest[t] == nil {
			state.byTest[t] = &TestState{Test: t, State: StateWaiting, Scatter: s.scatterFor(job.Build)}
			state.Tests = append(state.Tests, state.byTest[t])
		}
	}
	if s.jobs == nil {
		s.jobs = map[string]*JobState{}
	}
	s.jobs[job.ID] = state
	s.Jobs = append(s.Jobs, state)
	s.tests += len(job.Tests)
}

func (s *Session) applyJob(e Event) {
	if f, ok := e.Fact.(JobAdded); ok {
		s.widen(f)
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
			t.jobEnded(f.Outcome)
		}
		if f.Outcome == OutcomeDone {
			j.Outcome = j.OutcomeOfTests()
		}
	case ModelHashed:
		j.Model.Files = f.Files
		if j.DraftModel != nil && len(f.Draft) > 0 {
			draft := *j.DraftModel // the plan shares it
			draft.Files, j.DraftModel = f.Draft, &draft
		}
	}
}

// jobEnded is called when the job has ended. A test that is still open gets the
// job's outcome. The live samples of a test that was being measured are kept. A
// job is done only if all its tests are done. If such a job has a test without
// a result, the result was lost on its way into the journal.
func (t *TestState) jobEnded(how Outcome) {
	if t.State == StateFinished {
		return
	}
	if how == OutcomeDone && !t.Measured() {
		how = OutcomeLost
	}
	t.State, t.Outcome = StateFinished, how
}

// requeue sets every test back to waiting. Earlier results stay: another pass
// adds repetitions to them. Rounds that the search for precision had added are
// not repeated: the search decides anew how many are needed.
func (j *JobState) requeue(planned, added int) {
	j.State, j.Outcome, j.Reason, j.Ended = StateWaiting, "", "", time.Time{}
	for _, t := range j.Tests {
		t.State, t.Outcome, t.Failure, t.Live = StateWaiting, "", nil, nil
		t.settled, t.firstOpen, t.Precision = nil, 0, nil
		for r := range added {
			t.settleRound(planned + r)
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
				j.Engines = keepFirst(j.Engines, f, mostStarts)
			}
		}
	case MemoryAllocated:
		if j := s.Job(e.Job); j != nil {
			j.allocate(f)
		}
	case ModelLoaded:
		if j := s.Job(e.Job); j != nil && CanBeSample(f.NS) {
			j.Loads = keepFirst(j.Loads, f.NS, mostStarts)
		}
	case SettingsTold:
		if j := s.Job(e.Job); j != nil {
			j.tell(f.Settings)
		}
	}
}

// allocate keeps the largest figure per device and use: the contexts of several
// tests are in memory one after the other, never together.
func (j *JobState) allocate(f MemoryAllocated) {
	for i := range j.Memory {
		if j.Memory[i].Device == f.Device && j.Memory[i].Use == f.Use {
			if f.Bytes >= j.Memory[i].Bytes {
				j.Memory[i] = f
			}
			return
		}
	}
	j.Memory = keepFirst(j.Memory, f, mostKept)
}

func (s *Session) applyWarned(job string, f Warned) {
	warning := SessionWarning{job, f}
	if s.said[warning] || len(s.Warnings) >= MaxWarnings {
		return
	}
	if s.said == nil {
		s.said = map[SessionWarning]bool{}
	}
	s.said[warning] = true
	s.Warnings = append(s.Warnings, warning)
	if j := s.Job(job); j != nil {
		if t := j.Test(f.Test); t != nil {
			t.Warnings = append(t.Warnings, f.Warning)
		}
	}
}
