package runner

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dyno/bench"
	"dyno/runner/engine"
)

// asked answers every probe by the program's name.
type asked struct{}

func (asked) Probe(_ context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	if filepath.Base(filepath.Dir(b.Prefix[0])) == "broken" {
		return b, errors.New("does not answer")
	}
	b.Version = "1"
	return b, nil
}

func (asked) Invocations(context.Context, bench.EngineBuild, []engine.Work, engine.Options) ([]engine.Invocation, error) {
	return nil, nil
}

func putProgram(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBuildsAreFoundOnceAndBrokenOnesAreTold(t *testing.T) {
	root := t.TempDir()
	onPath := putProgram(t, root, "path", "llama-bench")
	unified := putProgram(t, root, "unified", "llama")
	inHome := putProgram(t, root, "home", "llama.cpp", "build-vulkan", "bin", "llama-bench")
	putProgram(t, root, "broken", "llama-bench")
	if err := os.Symlink(onPath, filepath.Join(root, "home", "llama-bench")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "llama-bench"), nil, 0o644); err != nil { // not executable
		t.Fatal(err)
	}
	builds, problems := FindBuilds(context.Background(), Search{
		Adapter: asked{}, Home: filepath.Join(root, "home"),
		Path: []string{filepath.Join(root, "path"), filepath.Join(root, "home"), filepath.Join(root, "unified"), filepath.Join(root, "broken"), root, ""},
		Own:  []bench.EngineBuild{{Prefix: []string{"/own/ld.so", "--library-path", "/own", "/own/llama-bench"}, Origin: "dyno"}},
	})
	var prefixes [][]string
	for _, b := range builds {
		prefixes = append(prefixes, b.Prefix)
		if b.Version != "1" || b.ID != BuildID(b.Prefix, b.Env) || b.Origin == "" {
			t.Errorf("build %+v", b)
		}
	}
	for _, want := range [][]string{{onPath}, {unified, "bench"}, {inHome}, {"/own/ld.so", "--library-path", "/own", "/own/llama-bench"}} {
		if !slices.ContainsFunc(prefixes, func(p []string) bool { return slices.Equal(p, want) }) {
			t.Errorf("%v was not found in %v", want, prefixes)
		}
	}
	if len(problems) != 1 {
		t.Errorf("problems %+v, want the broken one", problems)
	}
	count := 0
	for _, p := range prefixes {
		if real, _ := filepath.EvalSymlinks(p[0]); real == onPath {
			count++
		}
	}
	if count != 1 {
		t.Errorf("the same program is listed %d times", count)
	}
}

func TestNamedEngines(t *testing.T) {
	root := t.TempDir()
	bin := putProgram(t, root, "with space", "bin", "llama-bench")
	llama := putProgram(t, root, "llama")
	for named, want := range map[string][]string{
		bin:                                {bin},
		filepath.Join(root, "with space"):  {bin},
		llama:                              {llama, "bench"},
		`"` + bin + `" --flag 'a b' plain`: {bin, "--flag", "a b", "plain"},
	} {
		got, err := explicitPrefix(named)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", named, got, err, want)
		}
	}
	for _, named := range []string{"", "/no/such/program", `"open`, t.TempDir()} {
		if got, err := explicitPrefix(named); err == nil {
			t.Errorf("%q gave %q", named, got)
		}
	}
}

func TestBestPrefersAGPUThenTheNewest(t *testing.T) {
	gpu := []bench.Device{{Name: "Vulkan0"}}
	best, ok := Best([]bench.EngineBuild{{ID: "a", Number: 9000}, {ID: "b", Number: 100, Devices: gpu}, {ID: "c", Number: 200, Devices: gpu}})
	if !ok || best.ID != "c" {
		t.Errorf("best is %s", best.ID)
	}
	if _, ok := Best(nil); ok {
		t.Error("a best of none")
	}
}
