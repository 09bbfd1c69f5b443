package tuning

import (
	"fmt"
	"math"
	"testing"
	"time"

	"dragstrip/bench"
)

// sitting measures a session with a search as the scheduler does, by facts
// alone.
type sitting struct {
	session *bench.Session
	events  []bench.Event
	now     time.Time
	speed   func(job, block int) (float64, *bench.Failure)
}

func (x *sitting) emit(job string, fact bench.Fact) {
	x.now = x.now.Add(10 * time.Millisecond)
	e := bench.Event{Seq: int64(len(x.events) + 1), Time: x.now, Job: job, Fact: fact}
	x.events = append(x.events, e)
	x.session.Apply(e)
}

// searched is a plan that searches the small space.
func searched(t *testing.T) *bench.Plan {
	space := small(t)
	p := &bench.Plan{Schema: bench.Schema, Tuning: &bench.Tuning{Goals: []bench.TuningGoal{{Prompt: 512}}}}
	for _, a := range space.Axes {
		p.Tuning.Axes = append(p.Tuning.Axes, bench.TuningAxis(a))
	}
	for i, c := range space.Configurations {
		p.Tuning.Choices = append(p.Tuning.Choices, c)
		p.Jobs = append(p.Jobs, bench.Job{
			ID: fmt.Sprint("j", i+1), Model: bench.Model{Name: "m", Path: "/m"}, Build: bench.EngineBuild{ID: "b", Prefix: []string{"e"}},
			Tests: []bench.Test{{Prompt: 512}}, Repetitions: 1,
		})
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p
}

func started(t *testing.T) *sitting {
	space := small(t)
	x := &sitting{session: bench.NewSession(), now: time.Unix(1e9, 0), speed: func(job, block int) (float64, *bench.Failure) {
		v, _ := plain(space)(job, block)
		return v, nil
	}}
	x.emit("", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: *searched(t)})
	return x
}

// walk measures until the search has its answer, or until most facts were
// recorded.
func (x *sitting) walk(most int) {
	for len(x.events) < most {
		if block, open := x.open(); open {
			x.measure(block, most)
			continue
		}
		next, more := NextBlock(x.session)
		if !more {
			return
		}
		x.emit("", next)
	}
}

// open gives the last block if something is still to be measured in it.
func (x *sitting) open() (bench.RepetitionsAdded, bool) {
	if len(x.session.Added) == 0 {
		return bench.RepetitionsAdded{}, false
	}
	block := x.session.Added[len(x.session.Added)-1]
	for _, id := range block.Jobs {
		j := x.session.Job(id)
		if x.session.RepetitionsIn(j, j.Tests[0].Test, block.Round) > 0 && !j.Tests[0].Settled(block.Round) {
			return block, true
		}
	}
	return block, false
}

func (x *sitting) measure(block bench.RepetitionsAdded, most int) {
	test := bench.Test{Prompt: 512}
	for _, id := range block.Jobs {
		j := x.session.Job(id)
		if j.Tests[0].Settled(block.Round) || len(x.events) >= most {
			continue
		}
		x.emit(id, bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Round: block.Round})
		var number int
		fmt.Sscanf(id, "j%d", &number)
		speed, failure := x.speed(number-1, block.Round)
		if failure != nil {
			x.emit(id, bench.TestFailed{Test: test, Round: block.Round, Failure: *failure})
			continue
		}
		ns := int64(512 / speed * 1e9)
		x.now = x.now.Add(time.Duration(ns))
		x.emit(id, bench.TestFinished{Result: bench.Result{Test: test, Round: block.Round, SamplesNS: []int64{ns}}})
	}
}

func TestSearchOfASessionFindsTheBest(t *testing.T) {
	x := started(t)
	x.walk(10_000)
	s, err := Of(x.session)
	if err != nil {
		t.Fatal(err)
	}
	best, err := s.Result()
	if err != nil || !best[0].Shown || s.space.Name(best[0].Winner) != "vulkan, ubatch 2048" {
		t.Errorf("found %+v, %v", best[0], err)
	}
}

// TestKilledSearchContinues: whenever the bench process dies, the next one
// reads the journal and comes to the same answer with as many blocks.
func TestKilledSearchContinues(t *testing.T) {
	whole := started(t)
	whole.walk(10_000)
	for killed := 1; killed < len(whole.events); killed++ {
		x := started(t)
		x.walk(killed)
		x.session = bench.Replay(x.events)
		x.walk(10_000)
		if len(x.session.Added) != len(whole.session.Added) {
			t.Fatalf("killed after %d facts: %d blocks, not %d", killed, len(x.session.Added), len(whole.session.Added))
		}
		a, _ := Of(x.session)
		b, _ := Of(whole.session)
		one, _ := a.Result()
		other, _ := b.Result()
		if one[0].Winner != other[0].Winner {
			t.Fatalf("killed after %d facts: the winner is %d, not %d", killed, one[0].Winner, other[0].Winner)
		}
	}
}

func TestFailedJobOfASearchGetsASecondChance(t *testing.T) {
	x := started(t)
	usual, tries := x.speed, map[int]int{}
	x.speed = func(job, block int) (float64, *bench.Failure) {
		if tries[job]++; tries[job] == 1 && job%3 == 1 {
			return 0, &bench.Failure{Code: bench.FailCrashed, Reason: "the engine ended"}
		}
		return usual(job, block)
	}
	x.walk(10_000)
	for job, n := range tries {
		if job%3 == 1 && n < 2 {
			t.Errorf("job %d was tried once", job)
		}
	}
}

// The scheduler measures the first round that is not settled. A failure used to
// leave its round open, so the second chance was measured in the round of the
// first, and the search never learned of it.
func TestFailureSettlesItsBlock(t *testing.T) {
	x := started(t)
	usual := x.speed
	x.speed = func(job, block int) (float64, *bench.Failure) {
		if job == 1 {
			return 0, &bench.Failure{Code: bench.FailKilled, Reason: "killed"}
		}
		return usual(job, block)
	}
	x.walk(10_000)
	test := x.session.Job("j2").Tests[0]
	if len(test.Failed) != 2 || !test.Settled(test.Failed[0].Round) || test.Failed[0].Round == test.Failed[1].Round {
		t.Errorf("failed in %+v", test.Failed)
	}
	x.emit("", bench.RepetitionsAdded{Round: x.session.Rounds(), Repetitions: 1, Tests: []bench.Test{{Prompt: 512}}, Jobs: []string{"j2"}})
	if first := test.Failed[0].Round; !test.Settled(first) {
		t.Errorf("block %d is open again", first)
	}
}

// A block without a usable time used to be measured again and again.
func TestABlockWithoutTimesIsAFailure(t *testing.T) {
	all := started(t)
	all.walk(10_000)
	found, err := Of(all.session)
	if err != nil {
		t.Fatal(err)
	}
	often := found.Leading(0)           // it is measured in several blocks
	for _, first := range []int{1, 2} { // the try from which on there are no times
		x := started(t)
		usual, tries := x.speed, 0
		x.speed = func(job, block int) (float64, *bench.Failure) {
			if job == often {
				if tries++; tries >= first {
					return math.Inf(1), nil
				}
			}
			return usual(job, block)
		}
		x.walk(10_000)
		s, err := Of(x.session)
		if err != nil {
			t.Fatal(err)
		}
		best, _ := s.Result()
		if row := best[0].Rows[often]; row.State != StateFailed || tries != first+1 {
			t.Errorf("none from try %d on: %s after %d tries (%s)", first, row.State, tries, row.Reason)
		}
	}
}

func TestSkippedJobEndsItsPartInTheSearch(t *testing.T) {
	x := started(t)
	x.emit("", mustNext(t, x.session))
	x.emit("j1", bench.JobFinished{Outcome: bench.OutcomeSkipped})
	x.walk(10_000)
	s, _ := Of(x.session)
	best, err := s.Result()
	if err != nil || best[0].Winner <= 0 || best[0].Rows[0].State != StateSkipped {
		t.Errorf("found %+v, %v", best[0], err)
	}
}

func mustNext(t *testing.T, s *bench.Session) bench.RepetitionsAdded {
	t.Helper()
	next, more := NextBlock(s)
	if !more {
		t.Fatal("there is no first block")
	}
	return next
}

// A stopped search is no answer: the jobs that were stopped in the middle of a
// block used to count as skipped by the user, even the default.
func TestStoppedSearchLosesNoConfiguration(t *testing.T) {
	x := started(t)
	x.walk(12)
	x.emit("", mustNext(t, x.session))
	for _, j := range x.session.Plan.Jobs {
		x.emit(j.ID, bench.JobFinished{Outcome: bench.OutcomeStopped})
	}
	s, err := Of(x.session)
	if err != nil {
		t.Fatal(err)
	}
	if gone := s.Gone(); len(gone) > 0 || s.Ended() {
		t.Errorf("gone: %+v", gone)
	}
}

// walkedKnowing measures a search that knows a failure of an earlier one. It
// gives the row of that configuration, too.
func walkedKnowing(t *testing.T, known bench.TuningKnown) (*sitting, Row) {
	t.Helper()
	x := started(t)
	p := searched(t)
	p.Tuning.Known = []bench.TuningKnown{known}
	x.session, x.events = bench.NewSession(), nil
	x.emit("", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: *p})
	x.walk(10_000)
	s, err := Of(x.session)
	if err != nil {
		t.Fatal(err)
	}
	best, _ := s.Result()
	return x, best[0].Rows[known.Choice]
}

func TestKnownFailuresAreNotTried(t *testing.T) {
	x, row := walkedKnowing(t, bench.TuningKnown{Choice: 3, Session: "old", Code: bench.FailOutOfMemory, Reason: "out of memory"})
	if row.State != StateFailed || row.Reason != "out of memory (in session old)" || len(x.session.Job("j4").Tests[0].Results) > 0 {
		t.Errorf("%+v", row)
	}
}

func TestOnlyAnEngineKilledTwiceForMemoryIsRemembered(t *testing.T) {
	killed := bench.Failure{Code: bench.FailKilled, Signal: "SIGKILL", Reason: "killed"}
	ended := bench.Failure{Code: bench.FailKilled, Signal: "SIGTERM", Reason: "ended"}
	for _, c := range []struct {
		failures []bench.Failure
		lasting  bool
	}{
		{[]bench.Failure{killed}, false},
		{[]bench.Failure{killed, killed}, true},
		{[]bench.Failure{ended, ended}, false},
		{[]bench.Failure{{Code: bench.FailKilled, ExitCode: 137}, killed}, true},
		{[]bench.Failure{{Code: bench.FailOutOfMemory}}, true},
	} {
		test := &bench.TestState{}
		for round, f := range c.failures {
			test.Failed = append(test.Failed, bench.TestFailed{Round: round, Failure: f})
		}
		if _, lasting := LastingFailure(&bench.JobState{Tests: []*bench.TestState{test}}); lasting != c.lasting {
			t.Errorf("%+v: remembered %t", c.failures, lasting)
		}
	}
	x, row := walkedKnowing(t, bench.TuningKnown{Choice: 3, Session: "old", Code: bench.FailKilled, Reason: "killed"})
	if row.State != StateFailed || len(x.session.Job("j4").Tests[0].Results) > 0 {
		t.Errorf("what was killed in an earlier search is %+v", row)
	}
}

// A plan may come from somebody else, and each goal has a row of each job.
func TestASearchHasFewGoals(t *testing.T) {
	p := searched(t)
	p.Tuning.Goals = make([]bench.TuningGoal, 17)
	if err := p.Validate(); err == nil {
		t.Error("17 goals are accepted")
	}
}
