package runner

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// planned is a stage whose plan was changed before it started.
func planned(t *testing.T, change func(*bench.Plan), jobs ...bench.Job) *stage {
	s := newStage(t, 1, jobs...)
	p := s.Session.Plan
	change(&p)
	s.events = nil
	s.Emit("", bench.SessionStarted{Plan: p})
	return s
}

// order is the jobs of the starts, one letter each.
func (s *stage) order() string {
	var out []string
	for _, jobs := range s.script.starts {
		out = append(out, strings.Join(jobs, "+"))
	}
	return strings.Join(out, " ")
}

func of[F bench.Fact](s *stage) []F {
	var out []F
	for _, e := range s.events {
		if f, ok := e.Fact.(F); ok {
			out = append(out, f)
		}
	}
	return out
}

func TestOrderOfStartsFollowsThePlan(t *testing.T) {
	for _, c := range []struct {
		order bench.Order
		want  string
	}{
		{bench.OrderFixed, "a b a b a b a b"},
		{bench.OrderAlternate, "a b b a a b b a"},
	} {
		s := planned(t, func(p *bench.Plan) { p.Rounds, p.Order = 4, c.order }, job("a", "/m1", 8), job("b", "/m2", 8))
		s.walk(t)
		if s.order() != c.want {
			t.Errorf("%s: %s, want %s", c.order, s.order(), c.want)
		}
	}
}

// TestShuffledSessionTakesTheSameWayAfterADeath stops a session after several
// numbers of starts and resumes it.
func TestShuffledSessionTakesTheSameWayAfterADeath(t *testing.T) {
	jobs := []bench.Job{job("a", "/m1", 4), job("b", "/m2", 4), job("c", "/m3", 4)}
	shuffled := func(p *bench.Plan) { p.Rounds, p.Order, p.Seed = 4, bench.OrderShuffle, 11 }
	whole := planned(t, shuffled, jobs...)
	whole.walk(t)
	for cut := 1; cut < 12; cut += 3 {
		s := planned(t, shuffled, jobs...)
		s.Poll = func() ([]bench.Control, error) {
			if len(s.script.starts) >= cut {
				return []bench.Control{{Verb: bench.ControlStop}}, nil
			}
			return nil, nil
		}
		if got := s.walk(t); got != bench.OutcomeStopped {
			t.Fatalf("outcome %s", got)
		}
		s.Emit("", bench.SessionFinished{Outcome: bench.OutcomeStopped})
		s.Emit("", bench.SessionResumed{})
		s.Scheduler = &Scheduler{Session: s.Session, Emit: s.Emit, Grants: s.Grants, Adapter: s.Adapter, Start: s.script.start}
		if s.walk(t); s.order() != whole.order() {
			t.Errorf("cut after %d starts: %s, want %s", cut, s.order(), whole.order())
		}
	}
}

func TestPrecisionTakesAllComparedJobsFurther(t *testing.T) {
	s := planned(t, func(p *bench.Plan) { p.Precision, p.Order, p.Rounds = 0.01, bench.OrderAlternate, 6 }, job("a", "/m1", 6), job("b", "/m2", 6))
	s.script.give = func(w engine.Work) []int64 {
		out := make([]int64, w.Repetitions)
		for i := range out {
			out[i] = 1e9
			if w.Job.ID == "b" && w.Test.IsDecode() && w.Round < 6 {
				out[i] += int64(w.Round%3) * 2e7
			}
		}
		return out
	}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s", got)
	}
	if !strings.HasPrefix(s.order(), strings.Repeat("a b b a ", 3)+"a b b a") {
		t.Errorf("starts %s", s.order())
	}
	for _, j := range s.Session.Jobs {
		prefill, decode := j.Tests[0], j.Tests[1]
		if n := len(prefill.SamplesNS()); n != 6 || prefill.Precision == nil || prefill.Precision.End != bench.PrecisionReached {
			t.Errorf("%s: the narrow test has %d samples, %+v", j.ID, n, prefill.Precision)
		}
		if n := len(decode.SamplesNS()); n <= 6 || n != len(s.Session.Jobs[0].Tests[1].SamplesNS()) {
			t.Errorf("%s: the wide test has %d samples", j.ID, n)
		}
		if decode.Precision == nil || decode.Precision.End != bench.PrecisionReached {
			t.Errorf("%s: %+v", j.ID, decode.Precision)
		}
	}
}

func TestPrecisionThatWasStoppedIsToldAndGoesOnWhenResumed(t *testing.T) {
	s := planned(t, func(p *bench.Plan) { p.Precision, p.Rounds = 0.01, 6 }, job("a", "/m1", 6))
	s.script.give = func(w engine.Work) []int64 {
		out := make([]int64, w.Repetitions)
		for i := range out {
			out[i] = 1e9
			if w.Round < 6 {
				out[i] += int64(w.Round) * 1e7
			}
		}
		return out
	}
	s.Poll = func() ([]bench.Control, error) {
		if len(s.Session.Added) == 1 {
			return []bench.Control{{Verb: bench.ControlStop}}, nil
		}
		return nil, nil
	}
	if got := s.walk(t); got != bench.OutcomeStopped {
		t.Fatalf("outcome %s", got)
	}
	if p := s.Session.Jobs[0].Tests[0].Precision; p == nil || !strings.HasPrefix(p.String(), "stopped on request at ±1.") {
		t.Errorf("%v", p)
	}
	s.Emit("", bench.SessionFinished{Outcome: bench.OutcomeStopped})
	s.Emit("", bench.SessionResumed{})
	s.Scheduler = &Scheduler{Session: s.Session, Emit: s.Emit, Grants: s.Grants, Adapter: s.Adapter, Start: s.script.start}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("resumed: %s", got)
	}
	for _, test := range s.Session.Jobs[0].Tests {
		if p := test.Precision; p == nil || p.End != bench.PrecisionReached || p.Repetitions < 12 || p.Repetitions != len(test.SamplesNS()) {
			t.Errorf("resumed: %v", p)
		}
	}
}

// clock advances with every result.
type clock struct{ at time.Time }

func TestPrecisionStopsWhenItsTimeIsOver(t *testing.T) {
	s := planned(t, func(p *bench.Plan) { p.Precision, p.MaxTime, p.Rounds = 0.01, 100*time.Second, 6 }, job("a", "/m1", 6))
	c := &clock{time.Unix(1e9, 0)}
	s.Now = func() time.Time { return c.at }
	s.script.give = func(w engine.Work) []int64 {
		out := make([]int64, w.Repetitions)
		for i := range out {
			out[i] = 1e9 + int64(w.Round*37%101)*4e6
			c.at = c.at.Add(time.Duration(out[i]))
		}
		return out
	}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s", got)
	}
	for _, test := range s.Session.Jobs[0].Tests {
		p := test.Precision
		if p == nil || p.End != bench.PrecisionMaxTime || p.Repetitions <= 6 || !strings.HasPrefix(p.String(), "stopped by --max-time at ") {
			t.Errorf("%s: %v", test.Test, p)
		}
	}
	if took := s.Session.Active; took > 105*time.Second || took < 60*time.Second {
		t.Errorf("active for %v of 100 s", took)
	}
}

// TestRoundThatTakesLongerThanItSeemedEndsAfterItsTest: a round takes longer
// than expected if the machine slows down.
func TestRoundThatTakesLongerThanItSeemedEndsAfterItsTest(t *testing.T) {
	s := planned(t, func(p *bench.Plan) { p.Precision, p.MaxTime = 0.001, time.Minute }, job("a", "/m1", 6))
	c := &clock{time.Unix(1e9, 0)}
	s.Now = func() time.Time { return c.at }
	s.script.give = func(w engine.Work) []int64 {
		if w.Round == 1 {
			c.at = c.at.Add(time.Hour)
		}
		out := make([]int64, w.Repetitions)
		for i := range out {
			out[i] = 1e9 + int64(i*37%101)*2e6
			c.at = c.at.Add(time.Duration(out[i]))
		}
		return out
	}
	s.script.acts = []act{{tests: 2}, {tests: 1, hang: true}}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s", got)
	}
	tests := s.Session.Jobs[0].Tests
	if a, b := len(tests[0].SamplesNS()), len(tests[1].SamplesNS()); a <= 6 || b != 6 {
		t.Errorf("%d and %d samples, want the second test's further repetitions left out", a, b)
	}
	if tests[1].Outcome != bench.OutcomeDone || tests[1].Precision == nil {
		t.Errorf("%s %v", tests[1].Outcome, tests[1].Precision)
	}
}

func TestSentinelStandsApartFromTheResults(t *testing.T) {
	s := planned(t, func(p *bench.Plan) { p.Sentinel, p.Rounds = true, 3 }, job("a", "/m1", 6), job("b", "/m2", 6))
	s.script.give = func(w engine.Work) []int64 {
		out := make([]int64, w.Repetitions)
		for i := range out {
			out[i] = 1e9 + int64(w.Round)*1e6
			if w.Round == bench.SentinelRound {
				out[i] = out[i] * 105 / 100
			}
		}
		return out
	}
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s", got)
	}
	if s.order() != "a b a b a b a" {
		t.Errorf("starts %s", s.order())
	}
	if n := len(of[bench.TestFinished](s)); n != 12 {
		t.Errorf("%d results in the journal, want those of the four tests in three rounds", n)
	}
	if j := s.Session.Job("a"); j.State != bench.StateFinished || len(j.Tests[0].SamplesNS()) != 6 || len(j.Tests[0].Live) > 0 {
		t.Errorf("the first test is %s with %d samples", j.State, len(j.Tests[0].SamplesNS()))
	}
	warned := of[bench.Warned](s)
	if len(warned) != 1 || warned[0].Warning.Code != "sentinel_drift" || !strings.Contains(warned[0].Warning.Text, "slower") {
		t.Errorf("%+v", warned)
	}
	phases := of[bench.PhaseEntered](s)
	if last := phases[len(phases)-1]; last.Detail != sentinelDetail {
		t.Errorf("a screen says %+v", last)
	}
}

func TestSentinelThatFailsOrSaysNothingEndsTheSessionAllTheSame(t *testing.T) {
	for _, last := range []act{{fail: true}, {}} {
		s := planned(t, func(p *bench.Plan) { p.Sentinel = true }, job("a", "/m1", 1), job("b", "/m2", 1))
		s.script.acts = []act{{tests: 2}, {tests: 2}, last}
		if got := s.walk(t); got != bench.OutcomeDone {
			t.Errorf("outcome %s", got)
		}
		if f := s.Session.Sentinel; f == nil || f.Outcome != bench.OutcomeFailed || f.Failure == nil || s.Session.Job("a").Outcome != bench.OutcomeDone {
			t.Errorf("%+v", f)
		}
	}
}

func TestSentinelIsSkippedOrStoppedOrTakenAfterResuming(t *testing.T) {
	for _, verb := range []bench.ControlVerb{bench.ControlSkip, bench.ControlStop} {
		s := planned(t, func(p *bench.Plan) { p.Sentinel = true }, job("a", "/m1", 1), job("b", "/m2", 1))
		s.script.acts = []act{{tests: 2}, {tests: 2}, {hang: true}}
		asked := false
		s.Poll = func() ([]bench.Control, error) {
			if len(s.script.starts) < 3 || asked {
				return nil, nil
			}
			asked = true
			return []bench.Control{{Verb: verb, Job: "a"}}, nil
		}
		outcome := s.walk(t)
		if verb == bench.ControlSkip {
			if outcome != bench.OutcomeDone || s.Session.Sentinel == nil || s.Session.Sentinel.Outcome != bench.OutcomeSkipped {
				t.Errorf("skipped: %s, %+v", outcome, s.Session.Sentinel)
			}
			continue
		}
		if outcome != bench.OutcomeStopped || !s.Session.SentinelDue() {
			t.Errorf("stopped: %s", outcome)
		}
		s.Emit("", bench.SessionFinished{Outcome: outcome})
		s.Emit("", bench.SessionResumed{})
		s.Scheduler = &Scheduler{Session: s.Session, Emit: s.Emit, Grants: s.Grants, Adapter: s.Adapter, Start: s.script.start}
		if s.walk(t); s.Session.Sentinel == nil || s.Session.Sentinel.Outcome != bench.OutcomeDone || s.order() != "a b a a" {
			t.Errorf("resumed: %s, %+v", s.order(), s.Session.Sentinel)
		}
	}
}

// sensor gives readings until ctx ends.
func (s *stage) sensor(ctx context.Context, next func() float64) {
	inbox := make(chan engine.Emitted)
	s.Inbox = inbox
	go func() {
		for {
			v := next()
			select {
			case inbox <- engine.Emitted{Fact: bench.ReadingTaken{Reading: bench.Reading{Celsius: &v}}}:
			case <-ctx.Done():
				return
			}
		}
	}()
}

func cooling(limit time.Duration) func(*bench.Plan) {
	return func(p *bench.Plan) { p.CoolDown = limit }
}

func TestEveryStartWaitsUntilTheMachineIsCool(t *testing.T) {
	s := planned(t, cooling(10*time.Second), job("a", "/m1", 1), job("b", "/m1", 1))
	before := 45.0
	s.Emit("", bench.BaselineTaken{Reading: bench.Reading{Celsius: &before}})
	degrees := 50.0
	s.sensor(t.Context(), func() float64 {
		if degrees -= 1; degrees < 45 {
			degrees = 60 // the next job heats it up
		}
		return degrees
	})
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s", got)
	}
	if s.order() != "a b" {
		t.Errorf("starts %s: jobs of one model share a start although they are to begin cool", s.order())
	}
	if len(s.Session.CoolDowns) != 2 {
		t.Fatalf("%+v", s.Session.CoolDowns)
	}
	for _, c := range s.Session.CoolDowns {
		// How many readings come during an engine's start depends on chance.
		degrees, _, _ := strings.Cut(c.Text, " °C, at the start 45 °C")
		if c.End != bench.CoolReached || !slices.Contains([]string{"45", "46", "47"}, degrees) {
			t.Errorf("%+v", c)
		}
	}
	phase := of[bench.PhaseEntered](s)[1]
	if phase.Phase != bench.PhaseCooling || !strings.HasPrefix(phase.Detail, "49 °C, at the start 45 °C; at most 0:") {
		t.Errorf("a screen says %+v", phase)
	}
}

func TestCoolDownEndsByItsLimitOrWhenAskedTo(t *testing.T) {
	for _, c := range []struct {
		limit   time.Duration
		control bench.ControlVerb
		end     bench.CoolEnd
		starts  string
		outcome bench.Outcome
	}{
		{time.Millisecond, "", bench.CoolLimit, "a", bench.OutcomeDone},
		{time.Hour, bench.ControlGo, bench.CoolSkipped, "a", bench.OutcomeDone},
		{time.Hour, bench.ControlSkip, bench.CoolStopped, "", bench.OutcomeSkipped},
		{time.Hour, bench.ControlStop, bench.CoolStopped, "", bench.OutcomeStopped},
	} {
		t.Run(fmt.Sprint(c.end, " ", c.control), func(t *testing.T) {
			s := planned(t, cooling(c.limit), job("a", "/m1", 1))
			before := 45.0
			s.Emit("", bench.BaselineTaken{Reading: bench.Reading{Celsius: &before}})
			s.sensor(t.Context(), func() float64 { return 80 })
			s.Poll = func() ([]bench.Control, error) {
				if c.control == "" || !s.cooling {
					return nil, nil
				}
				return []bench.Control{{Verb: c.control, Job: "a"}}, nil
			}
			if got := s.walk(t); got != c.outcome || s.order() != c.starts {
				t.Errorf("%s, starts %q", got, s.order())
			}
			if len(s.Session.CoolDowns) != 1 || s.Session.CoolDowns[0].End != c.end {
				t.Errorf("%+v", s.Session.CoolDowns)
			}
			doubted := slices.ContainsFunc(of[bench.Warned](s), func(w bench.Warned) bool { return w.Warning.Code == "not_cooled_down" })
			if doubted != (c.end == bench.CoolLimit) {
				t.Errorf("doubted %v", doubted)
			}
		})
	}
}

func TestCoolDownWithoutReadingsSaysSoOnce(t *testing.T) {
	s := planned(t, cooling(time.Hour), job("a", "/m1", 1), job("b", "/m2", 1))
	if got := s.walk(t); got != bench.OutcomeDone {
		t.Fatalf("outcome %s", got)
	}
	if len(s.Session.CoolDowns) != 1 || s.Session.CoolDowns[0].End != bench.CoolBlind {
		t.Errorf("%+v", s.Session.CoolDowns)
	}
}

func TestGoIsRefusedWhereNothingIsWaitedFor(t *testing.T) {
	s := newStage(t, 1, job("a", "/m1", 1))
	s.asked = []bench.Control{{Verb: bench.ControlGo}}
	s.walk(t)
	if taken := of[bench.ControlTaken](s); len(taken) != 1 || taken[0].Refused == "" {
		t.Errorf("%+v", taken)
	}
}
