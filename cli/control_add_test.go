package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/runner"
)

// An added job used to take the best engine build of the machine and the usual
// tests, whatever the session measured with.
func TestAnAddedJobIsLikeItsSession(t *testing.T) {
	own := bench.EngineBuild{ID: "llama-1", Engine: "llama.cpp", Prefix: []string{"/opt/x/llama-bench"}, Traits: bench.Traits{Formats: []string{"gguf"}}}
	s := bench.NewSession()
	for _, ubatch := range []string{"64", "128"} {
		s.Jobs = append(s.Jobs, &bench.JobState{Job: bench.Job{
			ID: "j" + ubatch, Build: own, Tests: []bench.Test{{Prompt: 16}}, Repetitions: 2, Params: bench.Params{"devices": "none", "n_ubatch": ubatch},
		}})
	}
	for _, c := range []struct {
		args      []string
		variables map[string]string
		builds    int
		want      string // tests, repetitions, devices, small batches, engines
	}{
		{nil, nil, 1, "[pp16] 2 [none] [] []"},
		{nil, map[string]string{"DRAGSTRIP_ENGINE": "mlx"}, 1, "[pp16] 2 [none] [] []"},
		{nil, map[string]string{"DRAGSTRIP_R": "9", "DRAGSTRIP_P": "64", "DRAGSTRIP_UB": "32", "DRAGSTRIP_DEV": "Vulkan0", "DRAGSTRIP_RPC": "there:1", "DRAGSTRIP_KEY_ENV": "THEIR_KEY"}, 1, "[pp16] 2 [none] [] []"},
		{[]string{"-p", "64", "-r", "9", "-dev", "Vulkan0", "-ub", "32"}, nil, 1, "[pp64 tg128] 9 [Vulkan0] [32] []"},
		{[]string{"--engine", "mlx"}, nil, 0, "[pp16] 2 [] [] [mlx]"},
		{[]string{"--engine", "mlx"}, map[string]string{"DRAGSTRIP_ENGINE": "other"}, 0, "[pp16] 2 [] [] [mlx]"},
		{[]string{"-rpc", "there:1"}, map[string]string{"DRAGSTRIP_ENGINE": "mlx"}, 0, "[pp16] 2 [] [] [mlx]"},
	} {
		var out bytes.Buffer
		e := &env{out: &out, err: &out, kinds: runner.Known(), getenv: func(name string) string { return c.variables[name] }}
		f, r := e.addFlags()
		if _, err := f.parse(e, c.args); err != nil {
			t.Fatal(err)
		}
		unchecked, err := e.likeSession(t.Context(), journal.Folder{}, s, f, r)
		if err != nil || len(unchecked) != c.builds {
			t.Fatal(unchecked, err)
		}
		tests, err := r.plan.wishes().Tests()
		got := fmt.Sprint(tests, r.plan.repetitions, *r.plan.params["devices"], *r.plan.params["n_ubatch"], []string(r.engineAsk))
		if err != nil || got != c.want || len(r.own) != c.builds || r.keyEnv != "" {
			t.Errorf("%q, %q: %s with %d builds, %v; want %s with %d", c.args, c.variables, got, len(r.own), err, c.want, c.builds)
		}
	}
}

// These flags of run were listed and accepted, and did nothing: --resume added a
// job to the live session.
func TestControlAddTakesOnlyFlagsThatItUses(t *testing.T) {
	e := &env{kinds: runner.Known(), getenv: func(string) string { return "" }}
	run, _ := e.runFlags()
	add, _ := e.addFlags()
	for _, name := range strings.Fields("rounds order seed cool-down no-sentinel precision max-time no-ticks no-hash no-probe note detach dry-run resume retry-failed q json host-name against fail-if include-suspect") {
		if run.Lookup(name) == nil || add.Lookup(name) != nil {
			t.Errorf("--%s: run has it: %t, control add has it: %t", name, run.Lookup(name) != nil, add.Lookup(name) != nil)
		}
	}
	for _, args := range [][]string{{"tiny", "--resume", "last"}, {"tiny", "-rpc", "nowhere"}} {
		if err := controlAddVerb(e, args); !errors.As(err, new(usageError)) {
			t.Errorf("%q: %v", args, err)
		}
	}
	f, r := e.addFlags()
	if _, err := f.parse(e, nil); err != nil {
		t.Fatal(err)
	}
	if err := r.plan.check(); err != nil { // the flags that are missing have values that can be planned
		t.Error(err)
	}
}

// --setup used to do nothing here.
func TestAnAddedJobInstallsNothingForTheEnginesOfItsSession(t *testing.T) {
	e := &env{kinds: runner.Known(), getenv: func(string) string { return "" }}
	f, r := e.addFlags()
	if _, err := f.parse(e, []string{"--setup"}); err != nil {
		t.Fatal(err)
	}
	_, err := e.likeSession(t.Context(), journal.Folder{}, bench.NewSession(), f, r)
	var usage usageError
	if !errors.As(err, &usage) {
		t.Errorf("--setup without --engine: %v", err)
	}
}

// A program that only the journal names must not count as chosen by the user.
func TestAddedJobsHaveFreeNamesAndSayWhichBuildsWereChosen(t *testing.T) {
	recorded, found := bench.EngineBuild{Prefix: []string{"/recorded"}}, bench.EngineBuild{Prefix: []string{"/found"}}
	s := bench.NewSession()
	for i, id := range []string{"j1", "j4"} {
		s.Apply(bench.Event{Seq: int64(i + 1), Fact: bench.JobAdded{Job: bench.Job{ID: id}}})
	}
	got := ""
	for _, c := range s.AddControls([]bench.Job{{Build: recorded}, {Build: found}}, isNoneOf([]bench.EngineBuild{recorded})) {
		got += fmt.Sprintln(c.Job, c.Add.ID, c.Add.Build.Prefix, c.Chosen)
	}
	if want := "j3 j3 [/recorded] false\nj5 j5 [/found] true\n"; got != want {
		t.Errorf("%swant\n%s", got, want)
	}
}

// The message was "skip needs a job", without a job's name.
func TestAControlWithoutAJobNamesTheJobs(t *testing.T) {
	e := shelf(t)
	if err := controlVerb(e, []string{"skip"}); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), "skip needs a job: j1, j2 …") {
		t.Errorf("without a session: %v", err)
	}
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 2, false)
	w, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, verb := range []string{"skip", "requeue", "move"} {
		if err := controlVerb(e, []string{verb}); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), verb+" needs a job: j1 (Tiny Q4_0)") {
			t.Error(err)
		}
	}
}
