package llama

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func putProgram(t *testing.T, parts ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("programs there end in .exe")
	}
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLlamaBenchIsFoundWherePeoplePutIt(t *testing.T) {
	root := t.TempDir()
	home := filepath.Join(root, "home [of] 'a user'")
	onPath := putProgram(t, root, "path", "llama-bench")
	putProgram(t, root, "path", "llama") // llama-bench is in the same folder
	unifiedOnly := putProgram(t, root, "unified", "llama")
	inHome := putProgram(t, home, "llama.cpp", "build-vulkan", "bin", "llama-bench")
	inSources := putProgram(t, home, "src", "llama.cpp", "build", "bin", "llama-bench")
	ofSystem := putProgram(t, root, "usr", "local", "bin", "llama-bench")
	if err := os.WriteFile(filepath.Join(root, "llama-bench"), nil, 0o644); err != nil { // not a program
		t.Fatal(err)
	}
	own := bench.EngineBuild{Engine: Name, Prefix: []string{"ld.so", "llama-bench"}, Env: []string{"A=1"}, Origin: "dragstrip, release"}
	found, problems := finder{}.Look(engine.Surroundings{
		Home: home, Root: root, Own: []bench.EngineBuild{own, {}},
		Path: []string{filepath.Dir(onPath), filepath.Dir(unifiedOnly), root, "", "/no/such/folder"},
	})
	want := []string{"ld.so llama-bench", onPath, unifiedOnly + " bench", inHome, inSources}
	if runtime.GOOS == "linux" || runtime.GOOS == "darwin" {
		want = slices.Insert(want, 3, ofSystem)
	}
	var got []string
	for _, b := range found {
		got = append(got, strings.Join(b.Prefix, " "))
		if b.Engine != Name || b.Origin == "" {
			t.Errorf("build %+v", b)
		}
	}
	if !slices.Equal(got, want) || len(problems) > 0 {
		t.Errorf("found\n%s\nwant\n%s\nproblems %v", strings.Join(got, "\n"), strings.Join(want, "\n"), problems)
	}
	if found[0].Env[0] != "A=1" || found[1].Origin != "PATH" || found[len(found)-1].Origin != filepath.Dir(inSources) {
		t.Errorf("%+v", found)
	}
}

func TestLlamaBenchIsKnownByItsName(t *testing.T) {
	root := t.TempDir()
	bin := putProgram(t, root, "with space", "bin", "llama-bench")
	unifiedOnly := putProgram(t, root, "llama")
	release := putProgram(t, root, "unpacked", "llama-b1", "llama-bench")
	for named, want := range map[string]string{
		bin: bin, filepath.Join(root, "with space"): bin, filepath.Join(root, "unpacked"): release,
		unifiedOnly: unifiedOnly + " bench", root: unifiedOnly + " bench",
	} {
		if b, ok, err := (finder{}).Take(engine.Surroundings{}, named, nil); !ok || err != nil || strings.Join(b.Prefix, " ") != want || b.Origin != filepath.Dir(b.Prefix[0]) {
			t.Errorf("%s: %+v, %v; want %q", named, b, err, want)
		}
	}
	if b, ok, err := (finder{}).Take(engine.Surroundings{}, unifiedOnly, []string{"bench", "-v"}); !ok || err != nil || !slices.Equal(b.Prefix, []string{unifiedOnly, "bench", "-v"}) {
		t.Errorf("a command: %+v, %v", b, err)
	}
	plain := filepath.Join(root, "plain", "llama-bench")
	if err := os.MkdirAll(filepath.Dir(plain), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(plain, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, named := range []string{"/no/such", "http://localhost", plain, putProgram(t, root, "bin", "wrapper")} {
		if b, ok, err := (finder{}).Take(engine.Surroundings{}, named, nil); ok || err != nil {
			t.Errorf("%s: %+v, %v", named, b, err)
		}
	}
	if _, ok, err := (finder{}).Take(engine.Surroundings{}, t.TempDir(), nil); ok || err == nil || !strings.Contains(err.Error(), "holds neither llama-bench nor llama") {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestKeySeesThroughLinksInEveryPart(t *testing.T) {
	root := t.TempDir()
	loader, program := putProgram(t, root, "real", "ld.so"), putProgram(t, root, "real", "llama-bench")
	if err := os.Symlink(filepath.Join(root, "real"), filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	direct := finder{}.Key(bench.EngineBuild{Prefix: []string{loader, program}})
	linked := finder{}.Key(bench.EngineBuild{Prefix: []string{filepath.Join(root, "link", "ld.so"), filepath.Join(root, "link", "llama-bench")}})
	if direct != linked {
		t.Errorf("%q and %q are the same", direct, linked)
	}
	if direct == (finder{}).Key(bench.EngineBuild{Prefix: []string{program}}) {
		t.Error("without the loader it is another build")
	}
}
