package runner

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func TestNamedEngines(t *testing.T) {
	root := t.TempDir()
	bin := putProgram(t, benchScript, root, "with space", "bin", "llama-bench")
	llama := putProgram(t, unifiedScript, root, "llama")
	release := putProgram(t, benchScript, root, "unpacked", "llama-b1", "llama-bench")
	odd := putProgram(t, benchScript, root, "odd \" name", "llama-bench")
	n := &naming{Search: &Search{Kinds: Known(), Folders: engine.Folders{Home: filepath.Join(root, "with space")}}}
	for named, want := range map[string]string{
		bin:                                  bin,
		filepath.Join(root, "with space"):    bin,
		filepath.Join(root, "unpacked"):      release,
		odd:                                  odd,
		"~/bin":                              bin,
		"~/bin/llama-bench -v":               bin + " -v",
		llama:                                llama + " bench",
		root:                                 llama + " bench",
		`"` + bin + `" --flag 'a b' ""`:      bin + " --flag a b ",
		`'` + bin + `'`:                      bin,
		"GGML_VK_VISIBLE_DEVICES=0 " + llama: "GGML_VK_VISIBLE_DEVICES=0 " + llama + " bench",
		"env A=1 'B=a b' " + llama + " -v":   "A=1 B=a b " + llama + " -v",
	} {
		got, err := n.build(t.Context(), named)
		if line := got.ShownCommand(); err != nil || line != want {
			t.Errorf("%s: %q, %v; want %q", named, line, err, want)
		}
	}
	plain := filepath.Join(root, "not-executable")
	if err := os.WriteFile(plain, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for named, part := range map[string]string{
		"": "empty", "  ": "empty", "/no/such/program": "no such file", `"open`: "not closed",
		t.TempDir(): "holds neither", plain: "chmod +x", plain + " -v": "chmod +x", "A=b": "does not name a program", "env A=b": "does not name a program", "A=b llama-012345": "no engine build", "/dev/null": "neither a program",
		"openai": "openai needs the address of a server", "openai=127.0.0.1:8000/v1": "openai needs the address of a server", "http://127.0.0.1:8000/v1": "write which kind of server",
	} {
		if got, err := n.build(t.Context(), named); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q gave %q, %v; want an error with %q", named, got.Prefix, err, part)
		}
	}
}

// A folder may hold llama.cpp and a Python, a script in Python may start
// llama-bench, and a Python may lack mlx-lm.
func TestOfTwoKindsTheOneThatIsMeantTakesIt(t *testing.T) {
	root := t.TempDir()
	python := putProgram(t, "\x7fELF", root, "both", "bin", "python")
	holder := putProgram(t, benchScript, root, "both", "bin", "llama-bench")
	wrapper := putProgram(t, "#!"+python+"\n", root, "wrapper")
	n := &naming{Search: &Search{Kinds: Known()}}
	for named, want := range map[string]string{filepath.Join(root, "both"): holder, wrapper: wrapper, wrapper + " -v": wrapper + " -v"} {
		if got, err := n.build(t.Context(), named); err != nil || got.ShownCommand() != want || got.Engine != "llama.cpp" {
			t.Errorf("%s: %+v, %v", named, got, err)
		}
	}
	if got, err := n.build(t.Context(), python); err == nil || !strings.Contains(err.Error(), "holds no mlx-lm") {
		t.Errorf("%s: %+v, %v", python, got, err)
	}
}

// stall is a made-up engine. Its builds are programs called stall, programs in
// folders called stalls, or addresses.
type stall struct{}

func (*stall) Look(s engine.Surroundings) (found []bench.EngineBuild, problems []engine.Problem) {
	return s.Own, []engine.Problem{{Origin: "stall", Command: "old", Err: errors.New("too old")}}
}

func (*stall) Take(s engine.Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	switch {
	case strings.HasPrefix(path, "http://"), filepath.Base(path) == "stall":
		return bench.EngineBuild{Engine: "stall", Prefix: append([]string{path}, words...), Origin: "named"}, true, nil
	case filepath.Base(path) == "broken-stall":
		return b, true, errors.New("this stall is broken")
	}
	return b, false, nil
}

func (*stall) Key(b bench.EngineBuild) string { return strings.ToLower(b.Prefix[0]) }

// Probe reads a build's number from its name.
func (s *stall) Probe(_ context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	if b.Prefix[0] == "dead" {
		return b, errors.New("is dead")
	}
	b.Number = len(b.Prefix[0])
	return b, nil
}

func (*stall) Invocations(context.Context, bench.EngineBuild, []engine.Work, engine.Options) ([]engine.Invocation, error) {
	return nil, nil
}

func withStall() Kinds {
	s := &stall{}
	adapter := func(engine.Folders) engine.Adapter { return s }
	return append(Known(),
		&engine.Kind{Name: "stall", Short: "stall", Aliases: []string{"stall-bench"}, Finder: s, Adapter: adapter, Newer: func(a, b bench.EngineBuild) bool { return a.Number > b.Number }},
		&engine.Kind{Name: "stall.slow", Short: "stall", Of: "stall", Adapter: adapter, As: func(b bench.EngineBuild) bench.EngineBuild {
			b.Engine, b.Prefix = "stall.slow", []string{b.Prefix[0], "slowly"}
			return b
		}})
}

func TestAnEngineOfTheTableIsFoundNamedAndAskedItself(t *testing.T) {
	root := t.TempDir()
	program := putProgram(t, otherScript, root, "stall")
	broken := putProgram(t, otherScript, root, "broken-stall")
	own := func(kind, name string) bench.EngineBuild {
		return bench.EngineBuild{Engine: kind, Prefix: []string{name}, Origin: "own"}
	}
	s := Search{
		Kinds: withStall(), Root: root,
		Own: []bench.EngineBuild{own("stall", "dead"), own("stall", "short"), own("stall", "longest"), own("stall", "LONGEST"), own("unheard-of", "x")},
	}
	longest := s.Kinds.ID(own("stall", "longest"))
	s.Explicit = []string{"A=1 stall", "stall-bench", "stall.slow", longest, "A=2 " + longest, program + " -v", "http://there:1/v1 ready", "A=3 http://there:1/v1", broken, "stall-000000"}
	found := FindBuilds(t.Context(), s)
	want := []string{"A=1 longest", "longest", "longest slowly", "A=2 longest", program + " -v", "A=3 http://there:1/v1", "short"}
	if got := commands(found.Builds); !slices.Equal(got, want) || found.Named != 6 {
		t.Errorf("found %q, %d of them named; want %q", got, found.Named, want)
	}
	for i, b := range found.Builds {
		name := "stall"
		if i == 2 {
			name = "stall.slow"
		}
		if b.Engine != name || b.Number == 0 || b.ID != s.Kinds.ID(b) || !strings.HasPrefix(b.ID, "stall-") || b.Origin == "" {
			t.Errorf("build %+v", b)
		}
	}
	var said []string
	for _, p := range found.Problems {
		said = append(said, p.Command+": "+p.Err.Error())
	}
	all := strings.Join(said, "\n")
	for _, part := range []string{`x: this version of dragstrip does not know the engine "unheard-of"`, "old: too old", "broken-stall: this stall is broken", "no engine build stall-000000", "ready: ", "dead: is dead"} {
		if !strings.Contains(all, part) {
			t.Errorf("no %q in the problems\n%s", part, all)
		}
	}
}

// TestAServerThatCannotBeUsed: setup does not install a server, so the error says
// why the one that was found does not answer, or where none was found.
func TestAServerThatCannotBeUsed(t *testing.T) {
	s := &stall{}
	kinds := Kinds{{Name: "stall", Short: "stall", Addressed: "http://127.0.0.1:1", Found: true, Finder: s, Adapter: func(engine.Folders) engine.Adapter { return s }}}
	dead := []bench.EngineBuild{{Engine: "stall", Prefix: []string{"dead"}, Origin: "own"}}
	for want, own := range map[string][]bench.EngineBuild{
		"stall was found, but cannot be used: is dead": dead,
		"stall was not found at http://127.0.0.1:1; start its server, or name its address: --engine stall=http://127.0.0.1:1": nil,
	} {
		found := FindBuilds(t.Context(), Search{Kinds: kinds, Root: t.TempDir(), Own: own, Explicit: []string{"stall"}})
		if !slices.ContainsFunc(found.Problems, func(p engine.Problem) bool { return p.Err.Error() == want }) {
			t.Errorf("no %q in %+v", want, found.Problems)
		}
	}
}

func TestAKindIsNamedAndItsFileToo(t *testing.T) {
	root := t.TempDir()
	for _, folder := range []string{"stall", "camel", "llama.cpp"} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program := putProgram(t, benchScript, root, "llama.cpp", "llama-bench")
	putProgram(t, benchScript, root, "trap")
	t.Chdir(root)
	t.Setenv("PATH", ".")
	s := &Search{Kinds: withStall()}
	n := &naming{Search: s, ask: s.asker(), there: []bench.EngineBuild{{Engine: "stall", Prefix: []string{"one"}}}}
	for named, want := range map[string]string{"stall": "one", "./llama.cpp": program} {
		if got, err := n.build(t.Context(), named); err != nil || got.ShownCommand() != want {
			t.Errorf("%s: %q, %v; want %q", named, got.ShownCommand(), err, want)
		}
	}
	n.there = nil
	for named, part := range map[string]string{"stall": "no build of stall was found", "A=1 mlx": "`dragstrip setup mlx` installs one", "mlx_lm.benchmark": "no build of MLX (a Python that has mlx-lm) was found", "trap": "write ./trap", "trap -v": "write ./trap", "camel": "write ./camel", "llama.cpp": "no build of llama.cpp (a llama-bench", "./camel": "the folder ./camel holds neither llama-bench nor llama"} {
		if _, err := n.build(t.Context(), named); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s where there is none: %v", named, err)
		}
	}
}

func TestACommandKeepsBytesThatAreNoText(t *testing.T) {
	if got, err := splitCommand("a\xff 'b\xfe c'"); err != nil || !slices.Equal(got, []string{"a\xff", "b\xfe c"}) {
		t.Errorf("%q, %v", got, err)
	}
}

// The command with which a report uses a build in an environment again used to name
// a build that there is not.
func TestABuildIsNamedByItsIDInAnEnvironment(t *testing.T) {
	kinds := Known()
	b := bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{"/opt/llama-bench"}}
	b.ID = kinds.ID(b)
	inside := with([]string{"A=1"}, b)
	n := &naming{Search: &Search{Kinds: kinds}, there: []bench.EngineBuild{b}}
	for _, id := range []string{b.ID, kinds.ID(inside)} {
		got, err := n.build(t.Context(), "A=1 "+id)
		if err != nil || got.ShownCommand() != "A=1 /opt/llama-bench" {
			t.Errorf("%s: %v, %v", id, got.ShownCommand(), err)
		}
	}
	if got, err := n.build(t.Context(), "A=2 "+kinds.ID(inside)); err == nil {
		t.Errorf("another environment gave %v", got.ShownCommand())
	}
}
