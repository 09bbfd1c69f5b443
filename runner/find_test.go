package runner

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// asked answers every probe by running the program, which is a shell script.
type asked struct{ atOnce, most atomic.Int32 }

func (a *asked) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	a.most.Store(max(a.most.Load(), a.atOnce.Add(1)))
	defer a.atOnce.Add(-1)
	c := exec.CommandContext(ctx, b.Prefix[0], append(b.Prefix[1:], "--help")...)
	out, err := c.CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "usage") {
		return b, errors.New("is not llama-bench: " + string(out))
	}
	b.Version = "1"
	return b, nil
}

func (*asked) Invocations(context.Context, bench.EngineBuild, []engine.Work, engine.Options) ([]engine.Invocation, error) {
	return nil, nil
}

const (
	benchScript   = "#!/bin/sh\necho usage: llama-bench\n"
	unifiedScript = "#!/bin/sh\n[ \"$1\" = bench ] || exit 1\necho usage: llama bench\n"
	// otherScript is another program that is called llama.
	otherScript = "#!/bin/sh\necho a kind of camel\n"
)

func putProgram(t *testing.T, script string, parts ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake programs are shell scripts")
	}
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// kindsAsked is the table of engines. The adapter of llama.cpp in it is one for
// tests.
func kindsAsked(a engine.Adapter) Kinds {
	kinds := Known()
	kinds[0].Adapter = func(engine.Folders) engine.Adapter { return a }
	return kinds
}

func commands(builds []bench.EngineBuild) []string {
	var out []string
	for _, b := range builds {
		out = append(out, b.ShownCommand())
	}
	return out
}

func TestBuildsAreFoundOnceAndBrokenOnesAreTold(t *testing.T) {
	root := t.TempDir()
	home := filepath.Join(root, "home [of] 'a user'")
	onPath := putProgram(t, benchScript, root, "path", "llama-bench")
	unified := putProgram(t, unifiedScript, root, "unified", "llama")
	inHome := putProgram(t, benchScript, home, "llama.cpp", "build-vulkan", "bin", "llama-bench")
	inSources := putProgram(t, benchScript, home, "src", "llama.cpp", "build", "bin", "llama-bench")
	ofSystem := putProgram(t, benchScript, root, "usr", "local", "bin", "llama-bench")
	camel := putProgram(t, otherScript, root, "camel", "llama")
	own := putProgram(t, benchScript, root, "own", "llama-bench")
	// These are the same programs under other names, and a file that is not a
	// program.
	for link, target := range map[string]string{
		filepath.Join(home, "bin"): filepath.Join(root, "path"), filepath.Join(root, "link"): onPath,
	} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "llama-bench"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	adapter := &asked{}
	found := FindBuilds(t.Context(), Search{
		Kinds: kindsAsked(adapter), Folders: engine.Folders{Home: home}, Root: root,
		Path:     []string{filepath.Dir(onPath), filepath.Dir(unified), filepath.Dir(camel), root, "", "/no/such/folder"},
		Own:      []bench.EngineBuild{{Engine: "llama.cpp", Prefix: []string{own}, Origin: "dragstrip, release"}, {Engine: "llama.cpp"}},
		Explicit: []string{filepath.Join(root, "link"), "/no/such/program"},
	})
	builds, problems := found.Builds, found.Problems
	want := []string{filepath.Join(root, "link"), own, unified + " bench", inHome, inSources}
	if runtime.GOOS == "linux" || runtime.GOOS == "darwin" {
		want = slices.Insert(want, 3, ofSystem)
	}
	if got := commands(builds); !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, b := range builds {
		if b.Version != "1" || b.ID != Known().ID(b) || b.Origin == "" || b.Engine != "llama.cpp" {
			t.Errorf("build %+v", b)
		}
	}
	if len(problems) != 2 || found.Named != 1 || !problems[0].Named || problems[1].Named || problems[1].Command != camel+" bench" {
		t.Errorf("problems %+v, want the named one that is not there and the camel", problems)
	}
	if adapter.most.Load() > 2 {
		t.Errorf("%d builds were asked at once", adapter.most.Load())
	}
}

func TestOneProgramWithAnotherEnvironmentIsAnotherBuild(t *testing.T) {
	root := t.TempDir()
	one := putProgram(t, benchScript, root, "one", "llama-bench")
	two := putProgram(t, benchScript, root, "two", "llama-bench")
	own := bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{two, "-v"}, Env: []string{"X=9"}, Origin: "dragstrip, debian-folder"}
	ownID, oneID := Known().ID(own), Known().ID(bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{one}})
	found := FindBuilds(t.Context(), Search{
		Kinds: kindsAsked(&asked{}), Root: root, Path: []string{filepath.Dir(one), filepath.Dir(two)}, Own: []bench.EngineBuild{own},
		Explicit: []string{"A=1 " + ownID, "A=2 " + one, oneID, one, "A=1 " + ownID, "llama-000000", ownID},
	})
	want := []string{"X=9 A=1 " + two + " -v", "A=2 " + one, one, "X=9 " + two + " -v", two}
	if got := commands(found.Builds); !slices.Equal(got, want) || found.Named != 4 {
		t.Errorf("found %q, %d of them named; want %q, the first 4 named", got, found.Named, want)
	}
	var origins []string
	for _, b := range found.Builds {
		origins = append(origins, b.Origin)
	}
	if want := []string{own.Origin, filepath.Dir(one), "PATH", own.Origin, "PATH"}; !slices.Equal(origins, want) {
		t.Errorf("origins %q, want %q", origins, want)
	}
	if len(found.Problems) != 1 || !found.Problems[0].Named || found.Problems[0].Command != "llama-000000" {
		t.Errorf("problems %+v", found.Problems)
	}
}

// stubborn never answers, even if ctx ends; other programs answer at once.
type stubborn struct {
	asked
	free chan struct{}
}

func (s *stubborn) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	switch b.Prefix[0] {
	case "hangs":
		<-s.free
	case "panics":
		panic("no")
	}
	return b, nil
}

func TestASearchEndsThoughAProbeDoesNot(t *testing.T) {
	adapter := &stubborn{free: make(chan struct{})}
	defer close(adapter.free)
	s := &Search{Kinds: kindsAsked(adapter)}
	ask := s.asker()
	ask.limit = 50 * time.Millisecond
	var found []bench.EngineBuild
	for _, name := range []string{"good", "hangs", "panics", "fine"} {
		found = append(found, bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{name}})
	}
	answers := ask.all(t.Context(), found)
	for i, a := range answers {
		if broken := i == 1 || i == 2; (a.err != nil) != broken {
			t.Errorf("%s: %v", found[i].Prefix[0], a.err)
		}
	}
}
