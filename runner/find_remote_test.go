package runner

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// withRemote is the table with one engine that can compute on other machines
// and one that cannot.
func withRemote() Kinds {
	kinds := append(kindsAsked(&asked{}), withStall()[len(Known()):]...)
	kinds[0].Remote = "--others"
	return kinds
}

func TestArgumentsMayFollowABuildsIDOrAKindsName(t *testing.T) {
	root := t.TempDir()
	program := putProgram(t, benchScript, root, "bin", "llama-bench")
	id := Known().ID(bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{program}})
	found := FindBuilds(t.Context(), Search{
		Kinds: withRemote(), Root: root, Path: []string{filepath.Dir(program)},
		Explicit: []string{id + " -rpc there:1", "A=1 " + id + " --x 'two words'", "llama.cpp -v", id + " bench", "llama-000000 -v"},
	})
	want := []string{program + " -rpc there:1", "A=1 " + program + " --x two words", program + " -v", program}
	if got := commands(found.Builds); !slices.Equal(got, want) || found.Named != 3 {
		t.Errorf("found %q, %d of them named; want %q", got, found.Named, want)
	}
	named := slices.DeleteFunc(found.Problems, func(p engine.Problem) bool { return !p.Named })
	if len(named) != 2 || named[0].Command != id+" bench" || named[1].Command != "llama-000000 -v" {
		t.Errorf("problems %+v", named)
	}
}

func TestEveryBuildThatCanReachesTheOtherMachines(t *testing.T) {
	root := t.TempDir()
	program := putProgram(t, benchScript, root, "bin", "llama-bench")
	id := Known().ID(bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{program}})
	s := Search{
		Kinds: withRemote(), Root: root, Path: []string{filepath.Dir(program)}, Remote: "there:1,other:2",
		Own:      []bench.EngineBuild{{Engine: "stall", Prefix: []string{"short"}, Origin: "own"}},
		Explicit: []string{"A=1 " + id, "stall"},
	}
	found := FindBuilds(t.Context(), s)
	want := []string{"A=1 " + program + " --others there:1,other:2", program + " --others there:1,other:2"}
	if got := commands(found.Builds); !slices.Equal(got, want) || found.Named != 1 {
		t.Errorf("found %q, %d of them named; want %q", got, found.Named, want)
	}
	named := slices.IndexFunc(found.Problems, func(p engine.Problem) bool { return p.Named })
	if named < 0 || !strings.Contains(found.Problems[named].Err.Error(), "stall cannot compute on other machines; leave out -rpc") {
		t.Errorf("problems %+v", found.Problems)
	}
}
