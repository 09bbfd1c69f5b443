package cli

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner"
	"dragstrip/tui"
)

// roomsOf are the rooms of the program that a world starts.
func roomsOf(w *world) rooms {
	w.t.Helper()
	getenv := func(name string) (value string) {
		for _, kv := range w.env {
			if rest, is := strings.CutPrefix(kv, name+"="); is {
				value = rest
			}
		}
		return value
	}
	places, err := findPlaces(getenv)
	if err != nil {
		w.t.Fatal(err)
	}
	return newRooms(&env{getenv: getenv, environ: w.env, places: places, kinds: runner.Known(), width: func() int { return 80 }}, &processors{})
}

// TestTheFormOfASearchAndItsCommandAgree: what the screen would start is what the
// command that it shows would start.
func TestTheFormOfASearchAndItsCommandAgree(t *testing.T) {
	w := newWorld(t).withEngine()
	path, r, ctx := w.tiny(), roomsOf(w), context.Background()
	builds := r.choosable(r.findBuilds(ctx, r.engineVariable()))
	var found []tui.Model
	chosen, err := r.findModels(ctx, []string{path}, &engineChoice{env: r.env, ctx: ctx})
	if err != nil || len(builds) == 0 {
		t.Fatalf("%d builds, %v", len(builds), err)
	}
	for _, m := range chosen {
		found = append(found, tui.Model{Model: m})
	}
	for _, c := range []struct {
		fields map[string]string
		kept   []string
		envs   []string
		words  string // which the command must have
	}{
		{map[string]string{"p": "512", "n": "128", "d": "0"}, nil, nil, ""},
		{map[string]string{"p": "64", "n": "16", "goal": "prefill,generation", "t": "1,2", "max-time": "3m"}, []string{"flash_attn"}, nil, "-fa auto"},
		{map[string]string{"n": "16", "kv": "f16,q8_0", "max-memory": "8GiB", "exhaustive": "true"}, []string{"n_ubatch", "n_threads"}, nil, "-ub 512"},
		{map[string]string{"t": "1", "fa": "auto", "ub": "512"}, nil, []string{"GGML_X=1", "GGML_Y=1"}, "--variant 'GGML_X=1' --variant 'GGML_Y=1'"},
		{map[string]string{"t": "1,2"}, []string{"build"}, []string{"GGML_X=1"}, "--variant none"},
		{map[string]string{"max-memory": "26MiB", "d": "64"}, nil, nil, "--max-memory 26MiB"},
	} {
		got, err := r.searchOf(ctx, tui.SearchAsk{Choice: tui.Choice{Models: found, Builds: builds[:1], Unticked: builds[1:], Fields: c.fields}, Kept: c.kept, Variants: c.envs})
		if err != nil {
			t.Fatalf("%v: %v", c.fields, err)
		}
		if !strings.Contains(got.Command, c.words) || strings.Contains(got.Command, "-p 512") {
			t.Errorf("%v: %s", c.fields, got.Command)
		}
		// The variable names the engine, too, and its command has blanks.
		words := strings.Fields(strings.ReplaceAll(strings.Replace(got.Command, " --engine "+quoted(engineNamed(builds[0])), "", 1), "'", ""))
		var shown searchShown
		if out := w.must(append(words[1:], "--dry-run", "--json")...); json.Unmarshal([]byte(out), &shown) != nil {
			t.Fatal(out)
		}
		if len(got.Plans) != 1 || len(got.Listed) != len(got.Plans[0].Jobs) {
			t.Fatalf("%v: %d plans, %d lines", c.fields, len(got.Plans), len(got.Listed))
		}
		a, b := withoutSecrets(got.Plans[0]), shown.Plan
		a.Probe, b.Probe = false, false // the world observes no machine
		if !sameSearch(a, b) {
			t.Errorf("%v: %s\nthe screen starts %+v\nthe command %+v", c.fields, got.Command, a.Tuning, b.Tuning)
		}
		// The environments that were ticked used to be dropped without a word.
		dropped := slices.Contains(c.kept, "build")
		if slices.ContainsFunc(got.LeftOut, func(why string) bool { return strings.HasPrefix(why, "GGML_X=1: ") }) != dropped {
			t.Errorf("%v: left out are %q", c.kept, got.LeftOut)
		}
		for _, name := range c.kept {
			if at := slices.IndexFunc(got.Axes, func(a tui.SearchAxis) bool { return a.Name == name }); at < 0 || len(got.Axes[at].Values) < 2 {
				t.Errorf("the axis %s that is left out is not offered any more: %+v", name, got.Axes)
			}
		}
	}
}

// sameSearch tells whether two plans try the same.
func sameSearch(a, b *bench.Plan) bool {
	if len(a.Jobs) != len(b.Jobs) || a.MaxTime != b.MaxTime || !reflect.DeepEqual(a.Tuning, b.Tuning) {
		return false
	}
	for i := range a.Jobs {
		if a.Jobs[i].Build.ID != b.Jobs[i].Build.ID || a.Jobs[i].Model.Label() != b.Jobs[i].Model.Label() || !reflect.DeepEqual(a.Jobs[i].Params, b.Jobs[i].Params) || !slices.Equal(a.Jobs[i].Tests, b.Jobs[i].Tests) {
			return false
		}
	}
	return true
}

// A mistake in the form is told in the words of the command line.
func TestMistakesInTheFormOfASearchAreTold(t *testing.T) {
	r := newRooms(shelf(t), &processors{})
	build := bench.EngineBuild{ID: "a", Engine: "abacus", Prefix: []string{"/a"}, Traits: bench.Traits{Formats: []string{"gguf"}}}
	c := tui.Choice{Models: []tui.Model{{Model: bench.Model{Name: "M", Path: "/m.gguf", Format: "gguf", SizeBytes: 1 << 20}}}, Builds: []bench.EngineBuild{build}}
	for want, fields := range map[string]map[string]string{
		"--goal prefill needs a prompt (-p)": {"goal": "prefill", "p": "0"},
		"must be a size such as 8GiB":        {"max-memory": "much"},
		"--max-time 30 has no unit":          {"max-time": "30"},
		"-t \"0\" is not possible":           {"t": "0"},
	} {
		c.Fields = fields
		if _, err := r.searchOf(context.Background(), tui.SearchAsk{Choice: c}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", fields, err, want)
		}
	}
}
