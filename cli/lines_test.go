package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// inLines gives what is printed for the facts of a session.
func inLines(t *testing.T, quiet bool, facts ...bench.Event) string {
	t.Helper()
	var out bytes.Buffer
	l := newLines(&env{out: &out, width: func() int { return 80 }, getenv: func(name string) string { return map[string]string{"LANG": "C.UTF-8"}[name] }})
	l.quiet = quiet
	for i := range facts {
		facts[i].Seq, facts[i].Time = int64(i+1), time.Unix(int64(i), 0)
	}
	l.take(facts)
	return out.String()
}

// eightJobs gives the facts of a session with two models on two builds, with
// -fa on and off, in six rounds. Every result has a warning.
func eightJobs() (facts []bench.Event) {
	plan := bench.Plan{Rounds: 6}
	tests := []bench.Test{{Prompt: 512}, {Generation: 128}}
	for n := range 8 {
		job := bench.Job{
			ID: fmt.Sprintf("j%d", n+1), Model: bench.Model{Name: "Qwen3", Quant: []string{"Q4_0", "Q8_0"}[n/4]}, Tests: tests, Repetitions: 6,
			Build:  bench.EngineBuild{Engine: "llama.cpp", Version: "0.7.0", Backends: []string{[]string{"Vulkan", "ROCm"}[n/2%2]}},
			Params: bench.Params{"flash_attn": []string{"on", "off"}[n%2]},
		}
		plan.Jobs = append(plan.Jobs, job)
	}
	facts = append(facts, bench.Event{Fact: bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: plan}})
	for round := range plan.Rounds {
		for _, job := range plan.Jobs {
			for _, test := range tests {
				facts = append(facts,
					bench.Event{Job: job.ID, Fact: bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Round: round}},
					bench.Event{Job: job.ID, Fact: bench.TestFinished{Result: bench.Result{Test: test, Round: round, SamplesNS: []int64{int64(time.Second)}}}},
					bench.Event{Job: job.ID, Fact: bench.Warned{Test: test, Round: round, Warning: bench.Warning{Code: "noisy_host", Text: "others are busy"}}})
			}
		}
	}
	return facts
}

var blanks = regexp.MustCompile(`( ) +`)

// No figure used to be printed before the last round.
func TestARoundsHeadingSaysTheMediansSoFar(t *testing.T) {
	test := bench.Test{Generation: 128}
	facts := []bench.Event{{Fact: bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: bench.Plan{Rounds: 2, Jobs: []bench.Job{{ID: "j1", Tests: []bench.Test{test}, Repetitions: 2}}}}}}
	for round := range 2 {
		facts = append(facts,
			bench.Event{Job: "j1", Fact: bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Round: round}},
			bench.Event{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: test, Round: round, SamplesNS: []int64{int64(time.Second)}}}})
	}
	if out := inLines(t, false, facts...); strings.Count(out, "so far") != 1 || !strings.Contains(out, "round 2 of 2 · elapsed ") || !strings.Contains(out, " · so far tg128 128 t/s\n") {
		t.Error(out)
	}
}

// Eight jobs used to give 324 lines, and nothing in them told the jobs apart.
func TestEachTestIsOneLine(t *testing.T) {
	out := inLines(t, false, eightJobs()...)
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	if want := 2 + 6 + 16; len(lines) != want {
		t.Errorf("%d lines, want %d:\n%s", len(lines), want, out)
	}
	for _, part := range []string{
		"session s · 8 jobs, 16 tests · 6 rounds", "\nall Qwen3 · llama.cpp 0.7.0\n", "\nround 6 of 6 · elapsed ", " · fastest so far j1 tg128 128 t/s\n",
		"\n 1/16 pp512 512 t/s ±0 % j1 Q4_0 · Vulkan · fa on ▲\n", "\n16/16 tg128 128 t/s under ±0.1 % j8 Q8_0 · ROCm · fa off ▲\n",
	} {
		if !strings.Contains(blanks.ReplaceAllString(out, "$1"), part) {
			t.Errorf("no %q in\n%s", part, out)
		}
	}
	for _, line := range lines {
		if len([]rune(line)) > 80 {
			t.Errorf("a long line: %s", line)
		}
	}
	if out := inLines(t, true, eightJobs()...); out != "" {
		t.Errorf("though quiet: %s", out)
	}
}

// A failure ends all rounds of a test. The same reason is printed only once.
func TestAFailureIsALineWithItsReason(t *testing.T) {
	plan := bench.Plan{Jobs: []bench.Job{{ID: "j1", Model: bench.Model{Name: "Qwen3"}, Tests: []bench.Test{{Prompt: 512}, {Generation: 128}}}}}
	failed := bench.Failure{Reason: "out of memory", Remedy: "close other programs"}
	out := inLines(t, false,
		bench.Event{Fact: bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: plan}},
		bench.Event{Job: "j1", Fact: bench.TestFailed{Test: bench.Test{Prompt: 512}, Failure: failed}},
		bench.Event{Job: "j1", Fact: bench.TestFailed{Test: bench.Test{Generation: 128}, Failure: failed}})
	want := "session s · 1 job, 2 tests\njob     Qwen3\n1/2  pp512         failed\n    why: out of memory\n    what to do: close other programs\n2/2  tg128         failed for the same reason\n"
	if out != want {
		t.Errorf("%q, want %q", out, want)
	}
}

// A pause comes at the end of the test. "paused" used to be printed as soon as
// it was asked for.
func TestAPauseIsOnlySaidOnceItIsThere(t *testing.T) {
	plan := bench.Plan{Jobs: []bench.Job{{ID: "j1", Model: bench.Model{Name: "Qwen3"}, Tests: []bench.Test{{Prompt: 512}}}}}
	started := []bench.Event{{Fact: bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: plan}}, {Job: "j1", Fact: bench.EngineStarted{}}, {Fact: bench.SessionPaused{}}}
	if out := inLines(t, false, started...); !strings.HasSuffix(out, "\npausing when the current test is finished\n") {
		t.Error(out)
	}
	ended := append(started, bench.Event{Job: "j1", Fact: bench.EngineEnded{}})
	if out := inLines(t, false, ended...); !strings.HasSuffix(out, "finished\npaused; `dragstrip control resume` continues\n") {
		t.Error(out)
	}
}
