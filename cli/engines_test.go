package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// abacus is a made-up engine with one build.
type abacus struct{}

func (abacus) Look(s engine.Surroundings) ([]bench.EngineBuild, []engine.Problem) {
	return []bench.EngineBuild{{Engine: "abacus", Prefix: []string{filepath.Join(s.Home, "abacus")}, Origin: "home folder"}}, nil
}

func (abacus) Take(engine.Surroundings, string, []string) (b bench.EngineBuild, ok bool, err error) {
	return b, false, nil
}

func (abacus) Key(b bench.EngineBuild) string { return b.Prefix[0] }

func (abacus) Probe(_ context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	b.Version = "13-beads"
	return b, nil
}

func (abacus) Invocations(context.Context, bench.EngineBuild, []engine.Work, engine.Options) ([]engine.Invocation, error) {
	return nil, nil
}

func TestAnEngineOfTheTableIsListedAndChosen(t *testing.T) {
	var out, errs bytes.Buffer
	e := shelf(t)
	e.out, e.err = &out, &errs
	e.kinds = append(e.kinds, &engine.Kind{
		Name: "abacus", Short: "abacus", Finder: abacus{},
		Adapter: func(engine.Folders) engine.Adapter { return abacus{} },
	})
	for _, c := range []struct{ args, part string }{
		{"-h", "[llama.cpp | mlx | ollama | lmstudio | abacus | remove BUILD]"},
		{"abacus", "abacus-"},
		{"abacus", "13-beads"},
		{"abacus --json", `"origin": "home folder"`},
		{"abacus --prefix", filepath.Join(e.places.home, "abacus") + "\n"},
	} {
		out.Reset()
		if code := e.main(append([]string{"engines"}, strings.Fields(c.args)...)); code != exitDone || !strings.Contains(out.String(), c.part) {
			t.Errorf("engines %s: %d, no %q in %s%s", c.args, code, c.part, out.String(), errs.String())
		}
	}
	if builds, err := e.chooseBuilds(t.Context(), []string{"A=1 abacus"}); err != nil || len(builds) != 1 || builds[0].Engine != "abacus" || builds[0].Env[0] != "A=1" {
		t.Errorf("by its name: %+v, %v", builds, err)
	}
	if builds, err := e.chooseBuilds(t.Context(), []string{"HF_TOKEN=opensesame abacus"}); err != nil || len(builds) != 1 {
		t.Errorf("with a secret: %+v, %v", builds, err)
	} else {
		out.Reset()
		listed := e.listedBuilds(t.Context(), builds)
		e.tellBuilds(listed)
		if text := out.String() + strings.Join(listed[0].Env, " "); strings.Contains(text, "opensesame") || strings.Count(text, "HF_TOKEN=…") != 2 || builds[0].Env[0] != "HF_TOKEN=opensesame" {
			t.Errorf("a secret is listed as %s", text)
		}
	}
	choice := &engineChoice{env: e, ctx: t.Context()}
	choice.search()
	if n := len(choice.builds); n == 0 || choice.builds[n-1].Engine != "abacus" {
		t.Errorf("unasked: %+v, %v", choice.builds, choice.err)
	}
	if code := e.main([]string{"engines", "slide-rule"}); code != exitUsage || !strings.Contains(errs.String(), "llama.cpp, mlx, ollama, lmstudio, abacus, remove BUILD") {
		t.Errorf("one that is not there: %d, %s", code, errs.String())
	}
}

// --engine must take a loader with its arguments in a folder with a space. It
// used to fail.
func TestTheCommandOfABuildCanBeGivenBack(t *testing.T) {
	for _, c := range []struct {
		prefix []string
		want   string
	}{
		{[]string{"/my engines/llama-bench"}, "/my engines/llama-bench"},
		{[]string{"/usr/bin/llama", "bench"}, "/usr/bin/llama bench"},
		{[]string{"/my engines/ld.so", "--library-path", "/my engines/lib", "/my engines/llama-bench"}, quoted("/my engines/ld.so") + " --library-path " + quoted("/my engines/lib") + " " + quoted("/my engines/llama-bench")},
	} {
		if got := prefixText(c.prefix); got != c.want {
			t.Errorf("%q: %s, want %s", c.prefix, got, c.want)
		}
	}
}

// The help of engines used to be silent about engines that use the builds of
// others.
func TestEnginesNamesThoseThatAreOnlyUsedByName(t *testing.T) {
	e := shelf(t)
	out, problem, code := said(e, "engines", "--help")
	text := strings.Join(strings.Fields(out+problem), " ")
	for _, kind := range e.kinds {
		if want := "--engine " + kind.Name + ", with a build of " + kind.Of; kind.Of != "" && !strings.Contains(text, want) {
			t.Errorf("exit code %d, no %q in\n%s", code, want, text)
		}
	}
}

// People attach the JSON to bug reports, and it used to leave out what the lines
// for people say: which files a build could not load.
func TestTheJSONOfBuildsHasWhatTheyCouldNotLoad(t *testing.T) {
	listed := shelf(t).listedBuilds(t.Context(), []bench.EngineBuild{{ID: "abacus-1", Engine: "abacus", Prefix: []string{"/abacus"}, Unloaded: []string{"libbeads.so"}}})
	text, err := json.Marshal(listed)
	if err != nil || !strings.Contains(string(text), `"not_loaded":["libbeads.so"]`) {
		t.Errorf("%s, %v", text, err)
	}
}
