package bench

import "fmt"

// MaxPlanTests limits the tests of all jobs together, because a replay needs
// memory for each test.
const MaxPlanTests = 100_000

// withinLimits returns an error if a plan exceeds a limit. Every plan that is
// read is checked. A plan that cannot be measured is still replayed; a plan
// that would fill the memory is not.
func (p *Plan) withinLimits() error {
	switch {
	case len(p.Jobs) > MaxJobs:
		return fmt.Errorf("the plan has %d jobs; the limit is %d", len(p.Jobs), MaxJobs)
	case p.Rounds < 0 || p.Rounds > MaxRepetitions:
		return fmt.Errorf("rounds must be 1 to %d, not %d", MaxRepetitions, p.Rounds)
	}
	tests := 0
	for i := range p.Jobs {
		if err := p.Jobs[i].withinLimits(); err != nil {
			return fmt.Errorf("job %s: %w", CleanLine(p.Jobs[i].ID, 64), err)
		}
		tests += len(p.Jobs[i].Tests)
	}
	if tests > MaxPlanTests {
		return fmt.Errorf("the plan has %d tests; the limit is %d", tests, MaxPlanTests)
	}
	return nil
}

// withinLimits returns an error if a job exceeds a limit. The name of a job
// becomes part of file names.
func (j *Job) withinLimits() error {
	switch {
	case j.ID != "" && !validID(j.ID):
		return fmt.Errorf("job name %q must be letters, digits and dashes", j.ID)
	case len(j.Tests) > MaxTests:
		return fmt.Errorf("%d tests; the limit is %d", len(j.Tests), MaxTests)
	case j.Repetitions < 0 || j.Repetitions > MaxRepetitions:
		return fmt.Errorf("repetitions (-r) must be 1 to %d, not %d", MaxRepetitions, j.Repetitions)
	}
	for _, t := range j.Tests {
		if err := t.withinLimits(); err != nil {
			return err
		}
	}
	return nil
}

// CanAdd returns an error if a session cannot take one more job.
func (s *Session) CanAdd(job *Job) error {
	if len(s.Jobs) >= MaxJobs {
		return fmt.Errorf("the session already has %d jobs, which is the limit", len(s.Jobs))
	}
	if s.tests+len(job.Tests) > MaxPlanTests {
		return fmt.Errorf("the session would have %d tests; the limit is %d", s.tests+len(job.Tests), MaxPlanTests)
	}
	return nil
}

func (f *SessionStarted) withinLimits() error { return f.Plan.withinLimits() }

// maxMoved limits the renamed folders, because each is looked for in every
// place of a plan.
const maxMoved = 100

func (f *SessionResumed) withinLimits() error {
	if len(f.Moved) > maxMoved {
		return fmt.Errorf("%d folders moved; the limit is %d", len(f.Moved), maxMoved)
	}
	return nil
}

func (f *JobAdded) withinLimits() error { return f.Job.withinLimits() }

func (f *ControlTaken) withinLimits() error { return f.Control.withinLimits() }

func (c *Control) withinLimits() error {
	if c.Add != nil {
		return c.Add.withinLimits()
	}
	return nil
}

// withinLimits refuses the number of a round that cannot exist. The plan's
// rounds and the added rounds are together at most MaxRepetitions.
func (f *TestFinished) withinLimits() error {
	if r := f.Result.Round; r != SentinelRound && (r < 0 || r >= MaxRepetitions) {
		return fmt.Errorf("there is no round %d", r)
	}
	return nil
}

func (f *RepetitionsAdded) withinLimits() error {
	if f.Repetitions < 0 || f.Repetitions > MaxRepetitions {
		return fmt.Errorf("repetitions must be 1 to %d, not %d", MaxRepetitions, f.Repetitions)
	}
	return nil
}

// MaxPlanBytes limits the size of a plan as JSON without spaces. MaxJobs jobs
// of about 1 KiB need a quarter; the rest is for models of many files. A reader
// has a plan in memory several times, and must stay small beside an engine.
const MaxPlanBytes = 4 << 20

// MaxFact limits the size of a fact in a journal, in bytes. A session keeps
// hundreds of facts of some kinds.
func MaxFact(kind string) int {
	switch kind {
	case SessionStarted{}.Kind():
		return MaxPlanBytes + 64<<10
	case ReadingTaken{}.Kind(), Progressed{}.Kind(), SampleTaken{}.Kind(), PhaseEntered{}.Kind():
		return 16 << 10
	}
	return 2 << 20
}
