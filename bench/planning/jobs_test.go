package planning

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/predict"
)

var nothingKnown = predict.NewPast(predict.Guess{})

func given(models []bench.Model, builds ...bench.EngineBuild) Given {
	return Given{Models: models, Builds: builds, Pace: nothingKnown}
}

var (
	ggufModel = bench.Model{Name: "M", Path: "/m.gguf", Format: "gguf"}
	ggufBuild = bench.EngineBuild{ID: "a", Engine: "one", Prefix: []string{"a"}, Traits: bench.Traits{Formats: []string{"gguf"}}}
)

func TestASweepMakesAJobOfEachCombination(t *testing.T) {
	w := Wishes{Repetitions: 6, Params: map[string][]string{"flash_attn": {"1,off"}, "n_threads": {"2", "4"}}}
	other := ggufBuild
	other.ID = "b"
	plan, err := w.Plan(given([]bench.Model{ggufModel}, ggufBuild, other))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range plan.Jobs {
		got = append(got, j.ID+" "+j.Build.ID+" "+j.Params.String())
	}
	want := []string{
		"j1 a -fa on -t 2", "j2 a -fa on -t 4", "j3 a -fa off -t 2", "j4 a -fa off -t 4",
		"j5 b -fa on -t 2", "j6 b -fa on -t 4", "j7 b -fa off -t 2", "j8 b -fa off -t 4",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if tests := plan.Jobs[0].Tests; len(tests) != 2 || tests[0].String() != "pp512" || tests[1].String() != "tg128" {
		t.Errorf("where nothing was said: %v", tests)
	}
	if plan.Rounds < 1 {
		t.Errorf("rounds were not chosen: %d", plan.Rounds)
	}
}

func TestAModelGoesToTheBuildsThatReadIt(t *testing.T) {
	w := Wishes{Repetitions: 6}
	other := bench.EngineBuild{ID: "x", Engine: "other", Prefix: []string{"x"}, Traits: bench.Traits{Formats: []string{"folders"}}}
	converted := bench.Model{Name: "M", Path: "/m", Format: "folders"}
	plan, err := w.Plan(given([]bench.Model{ggufModel, converted}, ggufBuild, other))
	if err != nil || len(plan.Jobs) != 2 || plan.Jobs[0].Build.ID != "a" || plan.Jobs[1].Build.ID != "x" {
		t.Errorf("%v: %+v", err, plan)
	}
}

// A parameter that an engine does not have is left out. A value that it cannot
// have is an error. If nothing is left to measure, the error names an engine
// that can measure it.
func TestABuildIsAskedForWhatItHas(t *testing.T) {
	small := ggufBuild
	small.Traits.Takes = []bench.Taken{{Key: "n_batch"}}
	small.Traits.Limits = []bench.Limit{{Sort: bench.LimitDepth, Why: "it has no depth"}}
	w := Wishes{Repetitions: 6, Depths: []string{"0,64"}, Params: map[string][]string{"flash_attn": {"on", "off"}, "n_batch": {"64"}}}
	plan, err := w.Plan(given([]bench.Model{ggufModel}, small))
	if err != nil || len(plan.Jobs) != 1 {
		t.Fatalf("%v: %+v", err, plan)
	}
	if j := plan.Jobs[0]; j.Params.String() != "-b 64" || len(j.Tests) != 2 || strings.Join(j.LeftOut, ", ") != "-fa on, -fa off, pp512@d64, tg128@d64" {
		t.Errorf("%s, tests %v, left out %v", j.Params, j.Tests, j.LeftOut)
	}
	small.Traits.Refused = []bench.Refused{{Key: "flash_attn", Value: "off", Why: "it always has it"}}
	if _, err := w.Plan(given([]bench.Model{ggufModel}, small)); err == nil || err.Error() != "-fa off: it always has it" {
		t.Error(err)
	}
	small.Traits.Instead, w.Params, w.Depths = "another", nil, []string{"64"}
	if _, err := w.Plan(given([]bench.Model{ggufModel}, small)); err == nil || err.Error() != "one can measure none of pp512@d64, tg128@d64; --engine another measures all of them" {
		t.Error(err)
	}
	onScreen := given([]bench.Model{ggufModel}, small)
	onScreen.Ticked = true
	if _, err := w.Plan(onScreen); err == nil || !strings.HasSuffix(err.Error(), "; a build of another measures all of them") {
		t.Errorf("on a screen: %v", err)
	}
}

func TestOldSpellingsOfLoadModes(t *testing.T) {
	for _, c := range []struct {
		modes        []string
		mmap, direct string
		want         string
	}{
		{nil, "", "", ""},
		{nil, "1", "", "mmap"},
		{nil, "0", "1", "none dio"},
		{nil, "", "0", ""},
		{[]string{"mmap"}, "1", "", "mmap"},
		{[]string{"mlock"}, "0", "", "mlock none"},
	} {
		w := Wishes{Params: map[string][]string{"load_mode": c.modes}, Mmap: c.mmap, DirectIO: c.direct}
		sets, err := w.Sweep()
		var got []string
		for _, s := range sets {
			if m := s["load_mode"]; m != "" {
				got = append(got, m)
			}
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
	}
}

func TestMistakesAreToldAsSuch(t *testing.T) {
	good := Wishes{Repetitions: 6, Rounds: Rounds{MaxTime: DefaultMaxTime}}
	if err := good.Check(8); err != nil {
		t.Fatal(err)
	}
	for says, change := range map[string]func(*Wishes){
		"leave nothing to measure": func(w *Wishes) { w.Prompts, w.Generations = []string{"0"}, []string{"0"} },
		"-p:":                      func(w *Wishes) { w.Prompts = []string{"many"} },
		"-d:":                      func(w *Wishes) { w.Depths = []string{"deep"} },
		"-r must be":               func(w *Wishes) { w.Repetitions = 0 },
		"CPUs":                     func(w *Wishes) { w.Params = map[string][]string{"n_threads": {"1000"}} },
		"-mmp takes 0 or 1":        func(w *Wishes) { w.Mmap = "yes" },
		"is not possible":          func(w *Wishes) { w.Params = map[string][]string{"flash_attn": {"perhaps"}} },
		"--rounds must be":         func(w *Wishes) { w.Rounds.Number = 7 },
		"--order":                  func(w *Wishes) { w.Rounds.Order = "by-name" },
		"--precision needs":        func(w *Wishes) { w.Repetitions, w.Rounds.Precision = 3, 0.01 },
		"combinations": func(w *Wishes) {
			many := strings.Repeat("1,2,3,4,5,6,7,8,9,", 2) + "1"
			w.Params = map[string][]string{"n_threads": {many}, "n_batch": {many}, "n_ubatch": {many}, "main_gpu": {many}}
		},
	} {
		w := good
		change(&w)
		var mistake Mistake
		if err := w.Check(8); !errors.As(err, &mistake) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestAnEstimateShowsOtherNumbersOfRounds(t *testing.T) {
	w := Wishes{Repetitions: 6, Params: map[string][]string{"n_threads": {"1,2"}}, Rounds: Rounds{Number: 2}}
	plan, err := w.Plan(given([]bench.Model{ggufModel}, ggufBuild))
	if err != nil {
		t.Fatal(err)
	}
	e := EstimateOf(plan, nothingKnown)
	var rounds []int
	for _, c := range e.Others {
		rounds = append(rounds, c.Rounds)
	}
	if !slices.Equal(rounds, []int{1, 2, 4, 6}) || e.Rounds != 2 || len(e.Jobs) != 2 || !e.Rough {
		t.Errorf("%v: %+v", rounds, e)
	}
}

// An engine counts all cores of the machine, even if it may use only a few of
// them.
func TestThreadsFitWhatMayBeUsed(t *testing.T) {
	w := Wishes{Generations: []string{"8"}, Repetitions: 1}
	g := Given{Models: []bench.Model{ggufModel}, Builds: []bench.EngineBuild{ggufBuild}, Pace: nothingKnown, Threads: 3}
	for asked, want := range map[string]string{"": "3", "8": "8"} {
		w.Params = map[string][]string{}
		if asked != "" {
			w.Params["n_threads"] = []string{asked}
		}
		p, err := w.Plan(g)
		if err != nil || p.Jobs[0].Params["n_threads"] != want {
			t.Errorf("asked for %q: %+v, %v", asked, p, err)
		}
	}
	g.Builds[0].Traits.Takes = []bench.Taken{{Key: "n_batch"}}
	w.Params = nil
	if p, err := w.Plan(g); err != nil || len(p.Jobs[0].Params) > 0 {
		t.Errorf("an engine that takes no threads: %+v, %v", p, err)
	}
}

// TestOnlyServersGetSeveralRequests: each number is a job. An engine that is no
// server refuses more than one, and is not asked for one.
func TestOnlyServersGetSeveralRequests(t *testing.T) {
	server := ggufBuild
	server.ID, server.Engine, server.Traits.Together = "s", "server", true
	w := Wishes{Repetitions: 6, Params: map[string][]string{bench.Concurrency: {"1,4"}}}
	plan, err := w.Plan(given([]bench.Model{ggufModel}, server))
	if err != nil || len(plan.Jobs) != 2 || plan.Jobs[0].Params.AtOnce() != 1 || plan.Jobs[1].Params.AtOnce() != 4 {
		t.Errorf("%v: %+v", err, plan)
	}
	var mistake Mistake
	if _, err := w.Plan(given([]bench.Model{ggufModel}, ggufBuild)); !errors.As(err, &mistake) || !strings.Contains(err.Error(), "-concurrency 4: one computes one request at a time") {
		t.Error(err)
	}
	w.Params[bench.Concurrency] = []string{"1"}
	if plan, err := w.Plan(given([]bench.Model{ggufModel}, ggufBuild)); err != nil || len(plan.Jobs) != 1 || plan.Jobs[0].Params[bench.Concurrency] != "" || len(plan.Jobs[0].LeftOut) > 0 {
		t.Errorf("%v: %+v", err, plan)
	}
}

// A job has the draft model that its parameters name, and no other.
func TestAJobHasItsDraftModel(t *testing.T) {
	server := ggufBuild
	server.Traits.Together, server.Traits.Speculates = true, true
	g := given([]bench.Model{ggufModel}, server)
	g.Drafts = map[string]bench.Model{"/a.gguf": {Name: "A", Path: "/a.gguf"}, "/b.gguf": {Name: "B", Path: "/b.gguf"}}
	plan, err := Wishes{Repetitions: 6, Generations: []string{"8"}, Params: map[string][]string{bench.Draft: {"none", "/a.gguf", "/b.gguf"}, bench.PromptText: {"code"}}}.Plan(g)
	if err != nil || len(plan.Jobs) != 3 {
		t.Fatalf("%v: %+v", err, plan)
	}
	for i, want := range []string{"", "A", "B"} {
		got := ""
		if draft := plan.Jobs[i].DraftModel; draft != nil {
			got = draft.Name
		}
		if got != want {
			t.Errorf("%s: draft model %q, want %q", plan.Jobs[i].Params, got, want)
		}
	}
}
