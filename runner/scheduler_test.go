package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// script is a fake engine: each start plays the next act. An act says after how
// many tests the process ends, and how.
type script struct {
	t        *testing.T
	acts     []act
	starts   [][]string // tests of each start
	probeErr error
	give     func(engine.Work) []int64 // samples; nil gives equal ones

	mu      sync.Mutex
	current *actor
}

type act struct {
	tests int // tests that are finished before the process ends
	exit  engine.Exit
	// fail makes the parser fail the test in flight at the end.
	fail bool
	// hang keeps the process alive after its tests until it is stopped.
	hang bool
}

func (s *script) Probe(_ context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	b.Version = "probed"
	return b, s.probeErr
}

func (s *script) Invocations(_ context.Context, _ bench.EngineBuild, work []engine.Work, _ engine.Options) ([]engine.Invocation, error) {
	first := work[0].Job
	same := work
	for i, w := range work {
		if w.Job.Model.Path != first.Model.Path {
			same = work[:i]
			break
		}
	}
	a := act{tests: len(same)}
	if len(s.acts) > 0 {
		a, s.acts = s.acts[0], s.acts[1:]
	}
	return []engine.Invocation{{
		Argv: []string{"engine"}, Work: same, Parser: &lineParser{work: same, fail: a.fail, give: s.give},
		Env: []string{fmt.Sprintf("ACT=%d/%v/%s/%d", a.tests, a.hang, a.exit.Signal, a.exit.Code)},
	}}, nil
}

// lineParser finishes the next test with every line.
type lineParser struct {
	work []engine.Work
	at   int
	fail bool
	give func(engine.Work) []int64
}

func (p *lineParser) Line(_ engine.Stream, _ time.Time, line []byte, _ int) []engine.Emitted {
	w := p.work[p.at]
	p.at++
	samples := make([]int64, w.Repetitions)
	for i := range samples {
		samples[i] = 1e6
	}
	if p.give != nil {
		samples = p.give(w)
	}
	return []engine.Emitted{
		{Job: w.Job.ID, Fact: bench.JobStarted{Round: w.Round}},
		{Job: w.Job.ID, Fact: bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: w.Test, Round: w.Round}},
		{Job: w.Job.ID, Fact: bench.SampleTaken{Test: w.Test, Round: w.Round, Repetition: 1}},
		{Job: w.Job.ID, Fact: bench.TestFinished{Result: bench.Result{Test: w.Test, Round: w.Round, SamplesNS: samples}}},
	}
}

func (p *lineParser) End(_ time.Time, exit engine.Exit) []engine.Emitted {
	if exit.Stopped || !p.fail || p.at >= len(p.work) {
		return nil
	}
	w := p.work[p.at]
	return []engine.Emitted{{Job: w.Job.ID, Fact: bench.TestFailed{Test: w.Test, Round: w.Round, Failure: bench.Failure{Reason: "scripted"}}}}
}

// actor is a process that writes one line per test.
type actor struct {
	out, err *io.PipeReader
	outW     *io.PipeWriter
	exit     engine.Exit
	stop     chan struct{}
	once     sync.Once
	ended    chan struct{}
}

func (s *script) start(c guard.Command) (Process, error) {
	var a act
	var signal string
	var hang bool
	fmt.Sscanf(strings.ReplaceAll(strings.TrimPrefix(c.Env[len(c.Env)-1], "ACT="), "/", " "), "%d %t", &a.tests, &hang)
	parts := strings.Split(c.Env[len(c.Env)-1], "/")
	signal = parts[2]
	fmt.Sscanf(parts[3], "%d", &a.exit.Code)
	p := &actor{exit: engine.Exit{Code: a.exit.Code, Signal: signal}, stop: make(chan struct{}), ended: make(chan struct{})}
	p.out, p.outW = io.Pipe()
	var errW *io.PipeWriter
	p.err, errW = io.Pipe()
	go func() {
		defer close(p.ended)
		for range a.tests {
			fmt.Fprintln(p.outW, "done")
		}
		if hang {
			<-p.stop
		}
		p.outW.Close()
		errW.Close()
	}()
	s.mu.Lock()
	s.current = p
	s.mu.Unlock()
	return p, nil
}

func (p *actor) Stdout() io.Reader { return p.out }
func (p *actor) Stderr() io.Reader { return p.err }
func (p *actor) PID() int          { return 1 }
func (p *actor) Stop()             { p.once.Do(func() { close(p.stop) }) }
func (p *actor) Wait() engine.Exit { <-p.ended; return p.exit }

// stage is a scheduler over a script, with the events it emitted.
type stage struct {
	*Scheduler
	script *script
	events []bench.Event
	asked  []bench.Control
}

func newStage(t *testing.T, rounds int, jobs ...bench.Job) *stage {
	s := &stage{script: &script{t: t}}
	session := bench.NewSession()
	emit := func(job string, fact bench.Fact) error {
		e := bench.Event{Seq: session.LastSeq + 1, Job: job, Fact: fact}
		if s.Scheduler != nil && s.Now != nil {
			e.Time = s.Now()
		}
		s.events = append(s.events, e)
		session.Apply(e)
		if started, ok := fact.(bench.EngineStarted); ok {
			s.script.starts = append(s.script.starts, started.Jobs)
		}
		return nil
	}
	s.Scheduler = &Scheduler{
		Session: session, Emit: emit, Grants: GrantsFor(jobs),
		Adapter: func(string) (engine.Adapter, error) { return s.script, nil },
		Start:   s.script.start,
		Poll: func() ([]bench.Control, error) {
			asked := s.asked
			s.asked = nil
			return asked, nil
		},
	}
	emit("", bench.SessionStarted{Plan: bench.Plan{Rounds: rounds, Jobs: jobs}})
	return s
}

func (s *stage) walk(t *testing.T) bench.Outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	outcome, err := s.Walk(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatal("the walk did not come to an end")
	}
	return outcome
}

func job(id, model string, repetitions int) bench.Job {
	return bench.Job{
		ID: id, Model: bench.Model{Path: model}, Build: bench.EngineBuild{ID: "b", Engine: "x", Prefix: []string{"x"}},
		Tests: []bench.Test{{Prompt: 512}, {Generation: 128}}, Repetitions: repetitions,
	}
}

func (s *stage) kinds() []string {
	var out []string
	for _, e := range s.events {
		out = append(out, e.Fact.Kind())
	}
	return out
}

func TestPlanIsWalkedToItsEnd(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 6), job("b", "/m2", 6))
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s\n%v", got, s.kinds())
	}
	for _, j := range s.Session.Jobs {
		for _, test := range j.Tests {
			if len(test.SamplesNS()) != 6 || test.Outcome != bench.OutcomeDone {
				t.Errorf("%s %s: %d samples, %s", j.ID, test.Test, len(test.SamplesNS()), test.Outcome)
			}
		}
	}
}

func TestRoundsAlternateBetweenJobs(t *testing.T) {
	s := newStage(t, 3, job("a", "/m1", 7), job("b", "/m2", 7))
	s.walk(t)
	want := [][]string{{"a"}, {"b"}, {"a"}, {"b"}, {"a"}, {"b"}}
	if !slices.EqualFunc(s.script.starts, want, slices.Equal) {
		t.Errorf("starts %v", s.script.starts)
	}
	if n := len(s.Session.Job("a").Tests[0].SamplesNS()); n != 7 {
		t.Errorf("%d samples over the rounds, want 7", n)
	}
}

func TestFailedTestIsRecordedAndTheRestGoesOn(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1), job("b", "/m2", 1))
	s.script.acts = []act{{tests: 0, fail: true, exit: engine.Exit{Code: 1}}, {tests: 1}, {tests: 2}}
	if got := s.walk(t); got != bench.OutcomePartly {
		t.Errorf("outcome %s", got)
	}
	a := s.Session.Job("a")
	if a.Tests[0].Failure == nil || a.Tests[1].Outcome != bench.OutcomeDone || a.Outcome != bench.OutcomePartly {
		t.Errorf("a: %+v %+v %s", a.Tests[0], a.Tests[1], a.Outcome)
	}
	if s.Session.Job("b").Outcome != bench.OutcomeDone {
		t.Error("b was not measured")
	}
}

func TestEngineThatSaysNothingIsNotStartedForEver(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1))
	s.script.acts = []act{{}, {}, {}, {}}
	if got := s.walk(t); got != bench.OutcomeFailed {
		t.Errorf("outcome %s", got)
	}
	if len(s.script.starts) != 2 {
		t.Errorf("%d starts for two tests", len(s.script.starts))
	}
}

func TestMissingEngineFailsItsJobsWithARemedy(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1))
	s.script.probeErr = errors.New("start /x: no such file")
	if got := s.walk(t); got != bench.OutcomeFailed {
		t.Errorf("outcome %s", got)
	}
	if f := s.Session.Job("a").Tests[0].Failure; f == nil || f.Remedy == "" {
		t.Errorf("failure %+v", f)
	}
}

func TestSkipEndsTheJobInFlightAndKeepsWhatItHas(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1), job("b", "/m2", 1))
	s.script.acts = []act{{tests: 1, hang: true}, {tests: 2}}
	s.asked = nil
	polls := 0
	s.Poll = func() ([]bench.Control, error) {
		polls++
		if len(s.Session.Job("a").Tests[0].Results) == 1 && s.Session.Job("a").State != bench.StateFinished {
			return []bench.Control{{Verb: bench.ControlSkip, Job: "a"}}, nil
		}
		return nil, nil
	}
	if got := s.walk(t); got != bench.OutcomePartlySkipped {
		t.Errorf("outcome %s", got)
	}
	a := s.Session.Job("a")
	if a.Outcome != bench.OutcomeSkipped || len(a.Tests[0].Results) != 1 || a.Tests[1].Outcome != bench.OutcomeSkipped {
		t.Errorf("a %s, %+v, %+v", a.Outcome, a.Tests[0], a.Tests[1])
	}
	if s.Session.Job("b").Outcome != bench.OutcomeDone {
		t.Error("b was not measured")
	}
}

func TestStopEndsEverythingAndResumeMeasuresTheRest(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1), job("b", "/m2", 1))
	s.script.acts = []act{{tests: 1, hang: true}}
	s.Poll = func() ([]bench.Control, error) {
		if len(s.Session.Job("a").Tests[0].Results) == 1 {
			return []bench.Control{{Verb: bench.ControlStop}}, nil
		}
		return nil, nil
	}
	if got := s.walk(t); got != bench.OutcomeStopped {
		t.Fatalf("outcome %s", got)
	}
	if s.Session.Job("b").Outcome != bench.OutcomeStopped {
		t.Error("b is not marked as stopped")
	}
	s.Emit("", bench.SessionFinished{Outcome: bench.OutcomeStopped})
	s.Emit("", bench.SessionResumed{})
	again := &Scheduler{Session: s.Session, Emit: s.Emit, Grants: s.Grants, Adapter: s.Adapter, Start: s.script.start}
	s.Scheduler = again
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("after resuming: %s", got)
	}
	for _, j := range s.Session.Jobs {
		for _, test := range j.Tests {
			if len(test.Results) != 1 {
				t.Errorf("%s %s has %d results, want each test once", j.ID, test.Test, len(test.Results))
			}
		}
	}
}

func TestPauseWaitsForTheTestInFlightThenForResume(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1))
	s.script.acts = []act{{tests: 1, hang: true}, {tests: 1}}
	step := 0
	s.Poll = func() ([]bench.Control, error) {
		step++
		switch step {
		case 1:
			return []bench.Control{{Verb: bench.ControlPause}, {Verb: bench.ControlPause}}, nil
		case 2:
			return []bench.Control{{Verb: bench.ControlResume}}, nil
		}
		return nil, nil
	}
	s.script.acts = []act{{tests: 2}}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Errorf("outcome %s", got)
	}
	kinds := s.kinds()
	paused, started := slices.Index(kinds, "SessionPaused"), slices.Index(kinds, "EngineStarted")
	if paused < 0 || started < slices.Index(kinds, "SessionContinued") {
		t.Errorf("an engine was started while paused: %v", kinds)
	}
	refused := 0
	for _, e := range s.events {
		if c, ok := e.Fact.(bench.ControlTaken); ok && c.Refused != "" {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d controls refused, want the second pause", refused)
	}
}

// A finished job of a session from elsewhere has no grant. When such a job was
// requeued, an added job used to be allowed to start its recorded program.
func TestAnAddedJobStartsOnlyWhatIsGrantedOrChosen(t *testing.T) {
	recorded := bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{"/recorded"}}
	for _, c := range []struct{ granted, chosen bool }{{}, {granted: true}, {chosen: true}} {
		s := newStage(t, 1, job("a", "/m1", 1), job("b", "/m2", 1))
		done, added := s.Session.Job("a"), job("c", "/m3", 1)
		done.Build, added.Build = recorded, recorded
		s.Grants = GrantsFor([]bench.Job{job("b", "/m2", 1)})
		if c.granted {
			s.Grants = s.Grants.With(Grant{Named: recorded, Here: recorded})
		}
		s.asked = []bench.Control{{Verb: bench.ControlRequeue, Job: "a"}, {Verb: bench.ControlAdd, Add: &added, Chosen: c.chosen}}
		s.walk(t)
		_, granted := s.Grants.Here(recorded)
		if may := c.granted || c.chosen; granted != may || (s.Session.Job("c") != nil) != may {
			t.Errorf("%+v: granted %v, added %v", c, granted, s.Session.Job("c") != nil)
		}
		for _, e := range s.events {
			taken, ok := e.Fact.(bench.ControlTaken)
			if ok && taken.Control.Add != nil && (c == struct{ granted, chosen bool }{}) != strings.HasPrefix(taken.Refused, "engine build llama.cpp of the new job c was not found") {
				t.Errorf("%+v: %q", c, taken.Refused)
			}
		}
	}
}

func TestAddRequeueMoveAndNonsense(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1), job("b", "/m2", 1))
	added := job("c", "/m3", 1)
	s.asked = []bench.Control{
		{Verb: bench.ControlAdd, Add: &added, Chosen: true},
		{Verb: bench.ControlMove, Job: "c", Before: "a"},
		{Verb: bench.ControlMove, Job: "c", Before: "nobody"}, // this used to make c the last job
		{Verb: bench.ControlSkip, Job: "nobody"},
		{Verb: "unreadable"},
		{Verb: bench.ControlRequeue, Job: "a"},
	}
	again := false
	poll := s.Poll
	s.Poll = func() ([]bench.Control, error) {
		if a := s.Session.Job("a"); a.State == bench.StateFinished && !again {
			again = true
			return []bench.Control{{Verb: bench.ControlRequeue, Job: "a"}}, nil
		}
		return poll()
	}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Errorf("outcome %s", got)
	}
	if s.script.starts[0][0] != "c" {
		t.Errorf("order %v, want c first", s.script.starts)
	}
	if n := len(s.Session.Job("a").Tests[0].Results); n != 2 {
		t.Errorf("requeued test has %d results, want 2", n)
	}
	for _, e := range s.events {
		c, ok := e.Fact.(bench.ControlTaken)
		if ok && (c.Control.Before == "nobody" || c.Control.Job == "nobody") && c.Refused != "there is no job nobody; choose one of c, a, b" {
			t.Errorf("%s: %q", c.Control.Verb, c.Refused)
		}
	}
}

func TestFullDiskEndsTheWalkAndTheEngine(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1))
	s.script.acts = []act{{tests: 1, hang: true}}
	emit, full := s.Emit, errors.New("no space left on device")
	s.Scheduler.Emit = func(job string, fact bench.Fact) error {
		if _, ok := fact.(bench.TestFinished); ok {
			return full
		}
		return emit(job, fact)
	}
	_, err := s.Walk(context.Background())
	if !errors.Is(err, full) {
		t.Errorf("walk ended with %v", err)
	}
	select {
	case <-s.script.current.stop:
	default:
		t.Error("the engine was left alive")
	}
}
