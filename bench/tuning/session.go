package tuning

import (
	"fmt"
	"slices"
	"time"

	"dragstrip/bench"
)

// Of is the search of a session, as far as its journal tells: the blocks that
// were decided, and what was measured in them. Decisions are facts of the
// journal, so a search that is read again never decides otherwise.
func Of(session *bench.Session) (*Search, error) {
	t := session.Plan.Tuning
	if t == nil {
		return nil, fmt.Errorf("the session is no search for the best configuration (`dragstrip tune`)")
	}
	if err := t.Validate(session.Plan.Jobs); err != nil {
		return nil, fmt.Errorf("the plan of the search: %w", err)
	}
	s, err := New(spaceOf(t), Options{
		Goals: goalsOf(t), MaxTime: session.Plan.MaxTime, Exhaustive: t.Exhaustive, MemoryLimit: t.MemoryLimitBytes, Known: knownOf(t),
	})
	if err != nil {
		return nil, err
	}
	numbers := map[string]int{}
	for i := range session.Plan.Jobs {
		numbers[session.Plan.Jobs[i].ID] = i
	}
	loading := usualStart(session)
	for number, block := range session.Added {
		s.adopt(number, block, numbers)
		loaded := ""
		for _, id := range block.Jobs {
			m, complete := measuredIn(session, session.Job(id), block.Round)
			if !complete {
				continue
			}
			m.Block, m.Configuration = number, numbers[id]
			if key := s.keys[m.Configuration]; key != loaded && !m.unloaded {
				m.Loading, loaded = loading, key
				m.Elapsed += loading
			}
			s.Take(m)
		}
	}
	return s, nil
}

// Tuner decides about the blocks of sessions that search for the best
// configuration. It is what the scheduler asks.
type Tuner struct{}

// Next is NextBlock.
func (Tuner) Next(s *bench.Session) (bench.RepetitionsAdded, bool) { return NextBlock(s) }

// WhyNot is WhyNot of the package.
func (Tuner) WhyNot(s *bench.Session, job string) string { return WhyNot(s, job) }

// NextBlock is the next block of a session's search; false if the search has its
// answer.
func NextBlock(session *bench.Session) (next bench.RepetitionsAdded, ok bool) {
	s, err := Of(session)
	if err != nil {
		return next, false
	}
	block, more := s.Next()
	if !more {
		return next, false
	}
	next = bench.RepetitionsAdded{Round: session.Rounds(), Repetitions: block.Repetitions, Stage: string(block.Stage), Tests: s.tests()}
	for _, m := range block.Members {
		next.Jobs = append(next.Jobs, session.Plan.Jobs[m.Configuration].ID)
	}
	return next, true
}

// WhyNot says why a job of a session's search was not measured.
func WhyNot(session *bench.Session, job string) string {
	s, err := Of(session)
	if err != nil {
		return ""
	}
	all, _ := s.Result()
	at := slices.IndexFunc(session.Plan.Jobs, func(j bench.Job) bool { return j.ID == job })
	if at < 0 || len(all) == 0 {
		return ""
	}
	return all[0].Rows[at].Reason
}

func spaceOf(t *bench.Tuning) *Space {
	s := &Space{}
	for _, a := range t.Axes {
		s.Axes = append(s.Axes, Axis(a))
	}
	for _, values := range t.Choices {
		s.Configurations = append(s.Configurations, Configuration(values))
	}
	return s
}

// knownOf are the failures of earlier searches.
func knownOf(t *bench.Tuning) map[int]Failure {
	known := map[int]Failure{}
	for _, k := range t.Known {
		known[k.Choice] = Failure{kindKnown(k.Code), k.Reason + " (in session " + k.Session + ")"}
	}
	return known
}

func goalsOf(t *bench.Tuning) (goals []Goal) {
	for _, g := range t.Goals {
		goals = append(goals, Goal(g))
	}
	return goals
}

// adopt takes a block that was decided earlier.
func (s *Search) adopt(number int, b bench.RepetitionsAdded, numbers map[string]int) {
	s.block.Number, s.block.Stage = number, Stage(b.Stage)
	s.again, s.open = nil, nil
	if s.block.Stage == StageFinal {
		if s.final == nil {
			s.final = s.newFinal()
		}
		s.final.blocks++
	}
	for _, id := range b.Jobs {
		if i, known := numbers[id]; known {
			s.open = append(s.open, Member{i, s.tests()})
			s.tried[i] = true
		}
	}
}

// measuredIn is what a job gave in a round; false if it is not complete.
func measuredIn(session *bench.Session, j *bench.JobState, round int) (Measured, bool) {
	m := Measured{Speeds: map[bench.Test]float64{}, Repeated: map[bench.Test][]float64{}}
	if j == nil {
		return m, false
	}
	for _, t := range j.Tests {
		if f, failed := failedIn(t, round); failed {
			m.Failure = &f
			break
		}
		at := slices.IndexFunc(t.Results, func(r bench.Result) bool { return r.Round == round && len(r.SamplesNS) > 0 })
		switch {
		case at < 0 && j.Outcome == bench.OutcomeSkipped:
			m.Failure = &Failure{FailedAlone, "skipped on request"}
			return m, true
		case at < 0:
			return m, false
		}
		all := t.Results[at].SamplesTPS()
		m.Speeds[t.Test], m.Repeated[t.Test] = bench.Median(all), all
	}
	m.timeIn(&session.Spent, j.ID, round)
	if m.Failure == nil {
		for _, buffer := range j.Memory {
			m.MemoryBytes += buffer.Bytes
		}
	}
	return m, true
}

// timeIn adds what a job's tests took in a round, with those that failed.
func (m *Measured) timeIn(spent *bench.Spent, job string, round int) {
	for _, turn := range spent.Turns {
		if turn.Job == job && turn.Round == round {
			m.Elapsed += turn.Once + time.Duration(turn.N)*turn.Each
		}
	}
	for _, f := range spent.Failed {
		if f.Job == job && f.Round == round {
			m.Elapsed += f.Took
			m.unloaded = m.unloaded || f.Starting
		}
	}
}

// failedIn gives the failure of a test in a round.
func failedIn(t *bench.TestState, round int) (Failure, bool) {
	for _, f := range t.Failed {
		if f.Round == round {
			return Failure{kindOf(f.Failure), f.Failure.Reason}, true
		}
	}
	return Failure{}, false
}

// kindOf says what a failure tells about other configurations.
func kindOf(f bench.Failure) FailureKind {
	if f.ForMemory() {
		return FailedKilled
	}
	switch f.Code {
	case bench.FailOutOfMemory:
		return FailedMemory
	case bench.FailUnsupportedFlag, bench.FailUnknownDevice, bench.FailNeedsFlashAttn, bench.FailEngineTooOld, bench.FailFormatTooOld:
		return FailedUnsupported
	}
	return FailedOnce
}

// kindKnown is the kind of a failure that an earlier search left. Of those that
// killed the engine, LastingFailure gives only the ones for memory.
func kindKnown(code bench.FailureCode) FailureKind {
	if code == bench.FailKilled {
		return FailedKilled
	}
	return kindOf(bench.Failure{Code: code})
}

// usualStart is how long a start of the engine took in a session.
func usualStart(session *bench.Session) time.Duration {
	var all []time.Duration
	for _, start := range session.Spent.Starts {
		if start.Whole {
			all = append(all, start.Took)
		}
	}
	return mean(all)
}

// LastingFailure is a failure of a job that a search need not try again; false if
// the job has none, or if it may pass the next time. An engine that was killed
// twice would be killed again.
func LastingFailure(j *bench.JobState) (bench.Failure, bool) {
	killed := 0
	for _, t := range j.Tests {
		for _, f := range t.Failed {
			switch kindOf(f.Failure) {
			case FailedOnce:
			case FailedKilled:
				if killed++; killed >= tries {
					return f.Failure, true
				}
			default:
				return f.Failure, true
			}
		}
	}
	return bench.Failure{}, false
}
