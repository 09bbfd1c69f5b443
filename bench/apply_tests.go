package bench

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
			t.Live = append(t.Live[:min(len(t.Live), max(f.Repetition-1, 0), MaxRepetitions-1)], f)
		}
	case TestFinished:
		if t := j.Test(f.Result.Test); t != nil {
			s.finishTest(j, t, f.Result)
		}
	case TestFailed:
		if t := j.Test(f.Test); t != nil {
			s.failTest(t, f)
		}
	case PrecisionJudged:
		if t := j.Test(f.Test); t != nil {
			t.Precision = &f
		}
	}
}

// applyRounds applies what belongs to the session's rounds as a whole.
func (s *Session) applyRounds(e Event) {
	switch f := e.Fact.(type) {
	case BaselineTaken:
		s.Baseline = &f.Reading
	case CooledDown:
		s.CoolDowns = keepFirst(s.CoolDowns, f, mostStarts)
	case RepetitionsAdded:
		s.addRound(f)
	case SentinelFinished:
		s.Sentinel = &Sentinel{e.Job, f}
	}
}

// failTest applies a failure of a test.
func (s *Session) failTest(t *TestState, f TestFailed) {
	t.Failure = &f.Failure
	t.Failed = keepFirst(t.Failed, f, mostKept)
	// A failure ends all rounds: another round would only fail again.
	t.State, t.Outcome = StateFinished, OutcomeFailed
	if s.Plan.Tuning != nil {
		t.settleRound(f.Round) // a second chance is another block
	}
}

// finishTest applies a result. A round is measured once until its job is queued
// again, so a second result of the same round is a duplicate of the first.
func (s *Session) finishTest(j *JobState, t *TestState, r Result) {
	if t.settled[r.Round] {
		s.numbers.double++
		return
	}
	s.noteFirst(j.ID, t.Test)
	r.SamplesNS, r.Published = usable(r.SamplesNS), onlyPossible(r.Published)
	if s.Plan.Tuning != nil && len(r.SamplesNS) == 0 { // the search must learn that its block gave nothing
		s.failTest(t, TestFailed{Test: t.Test, Round: r.Round, Failure: *withoutTimes()})
		return
	}
	t.Results = append(t.Results, r)
	t.Precision, t.Live = nil, nil
	t.settleRound(r.Round)
	s.reached = max(s.reached, r.Round+1)
	for ; t.firstOpen < s.Rounds(); t.firstOpen++ {
		if s.RepetitionsIn(j, t.Test, t.firstOpen) > 0 && !t.settled[t.firstOpen] {
			t.State = StateWaiting
			return
		}
	}
	t.State, t.Outcome = StateFinished, OutcomeDone
	if !t.Measured() {
		// The results are dropped, so that the test can be measured again like
		// every test that failed.
		t.Outcome, t.Failure = OutcomeFailed, withoutTimes()
		t.Results, t.settled, t.firstOpen = nil, nil, 0
	}
}

func (t *TestState) settleRound(round int) {
	if t.settled == nil {
		t.settled = map[int]bool{}
	}
	t.settled[round] = true
}

// rounds are those of the plan. A search has none: it decides each of its
// blocks when the block before has ended.
func (s *Session) rounds() int {
	if s.Plan.Tuning != nil {
		return 0
	}
	return max(s.Plan.Rounds, 1)
}
