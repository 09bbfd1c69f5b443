package cli

import (
	"fmt"
	"testing"
	"time"

	"dragstrip/bench"
)

// shelveSpeed stores a finished session of one job with six rounds at a speed.
func shelveSpeed(t *testing.T, e *env, started time.Time, version string, tps float64) string {
	t.Helper()
	return shelveTest(t, e, started, version, bench.Test{Generation: 128}, tps)
}

// shelveTest is shelveSpeed for a generation of another length.
func shelveTest(t *testing.T, e *env, started time.Time, version string, test bench.Test, tps float64) string {
	t.Helper()
	plan := &bench.Plan{Asked: started, Rounds: 6, Jobs: []bench.Job{{
		ID: "j1", Repetitions: 6, Tests: []bench.Test{test}, Model: bench.Model{Name: "Tiny", Quant: "Q4_0", Path: "/m/tiny.gguf"},
		Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Version: version, Prefix: []string{"llama-bench"}},
	}}}
	facts := []bench.Event{{Fact: bench.MachineDescribed{Machine: bench.Machine{Line: "Test machine", CPU: "Test CPU"}}}}
	for r := range 6 {
		ns := int64(float64(test.Generation) * 1e9 / tps * (1 + float64(r%3)/1000))
		facts = append(facts, bench.Event{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: test, Round: r, SamplesNS: []int64{ns}}}})
	}
	facts = append(facts, bench.Event{Fact: bench.SessionFinished{Outcome: bench.OutcomeDone}})
	folder, err := e.places.store().Keep(plan, func(yield func(bench.Event) bool) {
		facts = append([]bench.Event{{Fact: bench.SessionStarted{Schema: bench.Schema, Session: plan.Session, Plan: *plan}}}, facts...)
		for i, event := range facts {
			event.Seq, event.Time = int64(i+1), started.Add(time.Duration(i)*time.Second)
			if !yield(event) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder.Name()
}

// The last ten sessions of this machine can be the old side of --fail-if.
func TestTheLastSessionsAreABaseline(t *testing.T) {
	e := shelf(t)
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	for i := range 12 {
		shelveSpeed(t, e, day(1+i), fmt.Sprint("b", 100+i), 100+float64(i%3))
	}
	same, slow := shelveSpeed(t, e, day(20), "b200", 100.5), shelveSpeed(t, e, day(21), "b201", 80)
	checkCalls(t, e, "rerun", []call{
		{[]string{"last:10", "--with", same, "--fail-if", "slower:3%"}, exitDone, []string{"the last 10 sessions of this machine that measured the same"}},
		{[]string{"last:10", "--with", slow, "--fail-if", "slower:3%"}, exitFailed, []string{"Tiny Q4_0 tg128 is slower: -2"}},
		{[]string{"last:4", "--with", slow, "--fail-if", "slower:3%", "--json"}, exitFailed, []string{`"old": "the last 4 sessions`}},
		{[]string{"last:2", "--with", slow}, exitUsage, []string{"from 4 to 100"}},
		{[]string{"last:many", "--with", slow}, exitUsage, []string{"write last:N"}},
		{[]string{"last:10"}, exitUsage, []string{"add --with SESSION"}},
	})
}

// Sessions of the same job with other tests used to count among the last ten, so
// that fewer were compared, or none.
func TestSessionsWithOtherTestsAreNotAmongTheLast(t *testing.T) {
	e := shelf(t)
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	first := ""
	for i := range 4 {
		if name := shelveSpeed(t, e, day(1+i), "b100", 100+float64(i%3)); i == 0 {
			first = name
		}
	}
	for i := range 4 {
		shelveTest(t, e, day(10+i), "b100", bench.Test{Generation: 16}, 120)
	}
	slow := shelveSpeed(t, e, day(21), "b201", 80)
	checkCalls(t, e, "rerun", []call{
		{[]string{"last:4", "--with", slow, "--fail-if", "slower:3%"}, exitFailed, []string{"the last 4 sessions of this machine that measured the same (" + first, "Tiny Q4_0 tg128 is slower: -2"}},
	})
}
