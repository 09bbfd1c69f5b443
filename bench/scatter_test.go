package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// sitting makes the starts of a session from logarithms. Each start has one
// repetition.
func sitting(session int, logs ...float64) Sitting {
	one := Sitting{Session: session}
	for _, l := range logs {
		one.Starts = append(one.Starts, []float64{math.Exp(l)})
	}
	return one
}

// Computed by hand: the means of 2, 2 and 4 starts are 0, 0.3 and 0.3. The sum
// of squares between sessions is 0.135 with 2 degrees of freedom, within
// sessions 0.08 with 5. The size is 8−24/8 = 5.
func TestScatterIsThatOfTheAnalysisOfVariance(t *testing.T) {
	row := []Sitting{
		sitting(1, -0.1, 0.1),
		sitting(2, 0.2, 0.4),
		sitting(3, 0.2, 0.4, 0.2, 0.4),
	}
	s := scatterOf(row)
	within := 0.08 / 5
	between := (0.135 - 2*within) / 5
	if s.Sessions != 3 || s.Freedom != 2 || s.WithinFreedom != 5 ||
		math.Abs(s.Within-math.Sqrt(within)) > 1e-9 || math.Abs(s.Between-math.Sqrt(between)) > 1e-9 {
		t.Errorf("%+v, want between %g and within %g", s, math.Sqrt(between), math.Sqrt(within))
	}
	if s, ok := EstimateScatter(row); ok {
		t.Errorf("three sessions are enough for %+v", s)
	}
	if all, ok := EstimateScatter(append(row, sitting(4, 0.1, 0.3))); !ok || all.Freedom != LeastFreedom {
		t.Errorf("four sessions give %+v", all)
	}
}

// What slows a session slows all its rows. So two sessions with two rows each
// do not count as four sessions.
func TestScatterCountsSessionsNotRows(t *testing.T) {
	row := func(sessions ...int) (out []Sitting) {
		for _, n := range sessions {
			out = append(out, sitting(n, float64(n)))
		}
		return out
	}
	for _, c := range []struct {
		rows [][]Sitting
		free float64
	}{
		{[][]Sitting{row(1, 2), row(1, 2), row(1, 2)}, 1}, // one difference between two sessions
		{[][]Sitting{row(1, 2), row(3, 4)}, 2},
		{[][]Sitting{row(1, 2), row(2, 3)}, 2},
		{[][]Sitting{row(1, 2), row(3, 4), row(2, 3)}, 3},
		{[][]Sitting{row(1), row(2), row(3)}, 0}, // nothing was measured twice
		{[][]Sitting{row(1, 1, 1)}, 0},           // several jobs of one session
	} {
		if s, ok := EstimateScatter(c.rows...); scatterOf(c.rows...).Freedom != c.free || ok != (c.free >= LeastFreedom) {
			t.Errorf("%v: %+v, %v, want %g degrees of freedom", c.rows, s, ok, c.free)
		}
	}
}

// Sessions that differ no more than their starts have no scatter between them.
// They still tell how much starts usually differ. If the starts of a session
// agree by luck, its interval must not be narrower than that allows.
func TestStartsThatAreAlikeByLuckTellNoMoreThanUsual(t *testing.T) {
	s, ok := EstimateScatter([]Sitting{sitting(1, -0.1, 0.1), sitting(2, -0.1, 0.1), sitting(3, 0.1, -0.1), sitting(4, 0.1, -0.1)})
	if !ok || s.Between != 0 {
		t.Fatalf("%+v, want nothing between", s)
	}
	alike := [][]float64{{100}, {100.01}}
	sum := SummarizeAcross(alike, s)
	if sum.Low > 90 || sum.High < 110 || sum.SessionLow < 99 || sum.SessionHigh > 101 {
		t.Errorf("%+v", sum)
	}
	if half, known := sum.HalfWidth(); !known || half > 0.01 {
		t.Errorf("half width %g, want that within the session", half)
	}
}

// One start alone says nothing about other starts. Earlier sessions do.
func TestAFigureOfOneStartHoldsOverSessionsThatAreKnown(t *testing.T) {
	var row []Sitting
	for i, l := range []float64{0, 0.1, -0.1, 0.05, -0.05} {
		row = append(row, sitting(i, l))
	}
	s, ok := EstimateScatter(row)
	if !ok || s.Within != 0 {
		t.Fatalf("%+v", s)
	}
	sum := SummarizeAcross([][]float64{{100, 100}}, s)
	want := math.Exp(StudentCritical(4, 0.95) * s.Between)
	if !sum.HasInterval || sum.WithinOneStart() || sum.SessionHigh != 0 || math.Abs(sum.High/100-want) > 1e-9 {
		t.Errorf("%+v, want up to %g", sum, 100*want)
	}
}

// The scatter between sessions is added once for each of the two sessions. If
// both have the same scatter, its degrees of freedom still count only once.
func TestSessionsAreComparedByWhatSessionsDifferBy(t *testing.T) {
	s := Scatter{Sessions: 5, Between: 0.05, Freedom: 4}
	a, b := [][]float64{{100}, {101}, {99}, {100}}, [][]float64{{110}, {111}, {109}, {110}}
	if c := Compare(a, b); c.Verdict != Faster || c.Sessions != 0 {
		t.Errorf("in one session: %+v", c)
	}
	c := CompareSessions(Side{a, s}, Side{b, s})
	if c.Verdict != NoDiff || c.Sessions != 5 || math.Abs(c.Ratio-1.1) > 0.001 {
		t.Errorf("in two: %+v", c)
	}
	if at := math.Log(c.High/c.Ratio) / (math.Sqrt2 * s.Between); at < StudentCritical(4.5, 0.95) || at > StudentCritical(4, 0.95)*1.02 {
		t.Errorf("the interval is %g deviations wide", at)
	}
	if one := CompareSessions(Side{a, s}, Side{Starts: b}); one.Verdict == NoDiff && one.High >= c.High {
		t.Errorf("of one side alone it is as wide: %+v", one)
	}
}

// A journal may come from anybody, and its scatter may be nonsense. It is used
// only if a machine can have it, and then the interval can be written.
func TestScatterThatNoMachineHasIsNotUsed(t *testing.T) {
	plan := Plan{Jobs: []Job{{ID: "j1", Tests: []Test{{Prompt: 1}}}}}
	for _, c := range []struct {
		scatter Scatter
		used    bool
	}{
		{Scatter{Sessions: 3, Between: 0.1, Freedom: 2}, true},
		{Scatter{Sessions: 3, Between: 1, Freedom: 1, Within: 1, WithinFreedom: 1}, true},
		{Scatter{Sessions: 3, Between: 1e300, Freedom: 2}, false},
		{Scatter{Sessions: 3, Between: -1, Freedom: 2}, false},
		{Scatter{Sessions: 3, Between: 0.1, Freedom: 1e-9}, false},
		{Scatter{Sessions: 3, Between: 0.1, Freedom: 2, Within: 0.1}, false},
		{Scatter{Sessions: -3, Between: 0.1, Freedom: 2}, false},
	} {
		for _, job := range []string{"", "j1"} {
			s := Replay([]Event{
				{Seq: 1, Fact: SessionStarted{Plan: plan}},
				{Seq: 2, Job: job, Fact: ScatterLearned{Test{Prompt: 1}, c.scatter}},
				{Seq: 3, Job: "j1", Fact: TestFinished{Result{Test: Test{Prompt: 1}, SamplesNS: []int64{1e9}}}},
				{Seq: 4, Job: "nobody", Fact: ScatterLearned{Test{Prompt: 1}, c.scatter}},
			})
			sum := s.Jobs[0].Tests[0].Summary()
			if used := sum.Sessions == 3; used != c.used || math.IsInf(sum.High, 0) || math.IsNaN(sum.Low) {
				t.Errorf("%+v of job %q: %+v", c.scatter, job, sum)
			}
		}
	}
}

// The scatter of exactly this test is preferred to the scatter of all tests,
// whichever was learned first. A job that is added later gets the scatter of
// all tests.
func TestEveryTestHasTheNearestScatter(t *testing.T) {
	all, own := Scatter{Sessions: 9, Between: 0.2, Freedom: 8}, Scatter{Sessions: 3, Alike: true, Between: 0.1, Freedom: 2}
	job := func(id string) Job { return Job{ID: id, Tests: []Test{{Prompt: 1}, {Generation: 1}}} }
	facts := []Event{{Fact: ScatterLearned{Scatter: all}}, {Job: "j1", Fact: ScatterLearned{Test{Prompt: 1}, own}}}
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		events := []Event{{Seq: 1, Fact: SessionStarted{Plan: Plan{Jobs: []Job{job("j1")}}}}, facts[order[0]], facts[order[1]], {Fact: JobAdded{Job: job("j2")}}}
		for i := range events {
			events[i].Seq = int64(i + 1)
		}
		s := Replay(events)
		if s.Jobs[0].Tests[0].Scatter != own || s.Jobs[0].Tests[1].Scatter != all || s.Jobs[1].Tests[0].Scatter != all {
			t.Errorf("%+v, %+v, %+v", s.Jobs[0].Tests[0].Scatter, s.Jobs[0].Tests[1].Scatter, s.Jobs[1].Tests[0].Scatter)
		}
	}
}

// TestThisMachinesScatterIsNotThatOfOthers: figures of a server on another machine
// had the interval of this machine's sessions.
func TestThisMachinesScatterIsNotThatOfOthers(t *testing.T) {
	all := Scatter{Sessions: 9, Between: 0.2, Freedom: 8}
	job := func(id string, elsewhere bool) Job {
		return Job{ID: id, Build: EngineBuild{ID: id, Traits: Traits{Elsewhere: elsewhere}}, Tests: []Test{{Prompt: 1}}}
	}
	s := Replay([]Event{
		{Seq: 1, Fact: SessionStarted{Plan: Plan{Jobs: []Job{job("far", true), job("here", false)}}}}, {Seq: 2, Fact: ScatterLearned{Scatter: all}}, {Seq: 3, Fact: JobAdded{Job: job("far2", true)}},
	})
	for i, want := range []Scatter{{}, all, {}} {
		if got := s.Jobs[i].Tests[0].Scatter; got != want {
			t.Errorf("%s: %+v, want %+v", s.Jobs[i].ID, got, want)
		}
	}
}

// BenchmarkScatter prints results for several numbers of earlier sessions: how
// often the interval of one more session contains the true mean of all
// sessions; how wide it is, compared with the interval of somebody who knows
// the machine exactly; and how often two sessions that measure the same get a
// verdict. Starts differ by 2 %.
//
//	go test ./bench -run '^$' -bench Scatter -benchtime 5000x
func BenchmarkScatter(b *testing.B) {
	for _, tails := range []string{"normal", "heavy"} {
		for _, starts := range []int{1, 4, 6} {
			for _, apart := range []float64{0, 0.02, 0.06} {
				for _, sessions := range []int{3, 4, 6, 12} {
					b.Run(fmt.Sprintf("%s/%d starts/sessions %g %% apart/%d earlier", tails, starts, 100*apart, sessions), func(b *testing.B) {
						benchmarkScatter(b, tails == "heavy", starts, apart, sessions)
					})
				}
			}
		}
	}
}

func benchmarkScatter(b *testing.B, heavy bool, starts int, apart float64, sessions int) {
	random := rand.New(rand.NewPCG(7, uint64(starts*100+sessions)))
	draw := func() float64 {
		if heavy && random.Float64() < 0.1 { // the deviation is the same as without heavy tails
			return 3 * random.NormFloat64() / math.Sqrt(1.8)
		} else if heavy {
			return random.NormFloat64() / math.Sqrt(1.8)
		}
		return random.NormFloat64()
	}
	measure := func(session int) Sitting {
		logs, level := make([]float64, starts), apart*draw()
		for i := range logs {
			logs[i] = level + 0.02*draw()
		}
		return sitting(session, logs...)
	}
	known := math.Sqrt(apart*apart+0.02*0.02/float64(starts)) * 1.96
	held, within, verdicts, before, wide := 0, 0, 0, 0, 0.0
	for b.Loop() {
		var row []Sitting
		for i := range sessions {
			row = append(row, measure(i))
		}
		s := scatterOf(row)
		one, other := measure(sessions), measure(sessions+1)
		sum := SummarizeAcross(one.Starts, s)
		held += count(sum.Low <= 1 && sum.High >= 1)
		within += count(sum.SessionLow <= 1 && sum.SessionHigh >= 1)
		wide += math.Log(sum.High/sum.Low) / 2 / known
		verdicts += count(CompareSessions(Side{one.Starts, s}, Side{other.Starts, s}).Shown())
		before += count(Compare(one.Starts, other.Starts).Shown())
	}
	n := float64(b.N)
	b.ReportMetric(100*float64(held)/n, "%held")
	b.ReportMetric(100*float64(within)/n, "%held_by_starts")
	b.ReportMetric(wide/n, "times_as_wide")
	b.ReportMetric(100*float64(verdicts)/n, "%verdicts")
	b.ReportMetric(100*float64(before)/n, "%verdicts_by_starts")
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// More starts used to be advised where only sessions differed.
func TestAnUncertainFigureSaysWhetherMoreStartsHelp(t *testing.T) {
	s := Summary{Median: 10, Low: 1, High: 30, HasInterval: true, Sessions: 4, SessionLow: 9, SessionHigh: 11}
	if !s.Uncertain() || s.UncertainBecause() != UncertainOverSessions {
		t.Errorf("by sessions: %s", s.UncertainBecause())
	}
	s.SessionLow, s.SessionHigh = 1, 25
	if s.UncertainBecause() != UncertainMeans {
		t.Errorf("by starts: %s", s.UncertainBecause())
	}
}
