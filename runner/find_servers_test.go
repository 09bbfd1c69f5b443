package runner

import (
	"path/filepath"
	"slices"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// served finds one server, and is asked by its program.
type servedFinder struct{ prefix []string }

func (f servedFinder) Look(engine.Surroundings) ([]bench.EngineBuild, []engine.Problem) {
	return []bench.EngineBuild{{Engine: "inn", Prefix: f.prefix, Origin: "the network"}}, nil
}

func (servedFinder) Take(engine.Surroundings, string, []string) (b bench.EngineBuild, ok bool, err error) {
	return b, false, nil
}

func (servedFinder) Key(b bench.EngineBuild) string { return b.Prefix[0] }

// TestServersAreFoundAfterTheBuilds: a slow server does not delay the builds. A
// build brings the server that lies beside it, if there is one.
func TestServersAreFoundAfterTheBuilds(t *testing.T) {
	root := t.TempDir()
	both := putProgram(t, benchScript, root, "both", "llama-bench")
	putProgram(t, benchScript, root, "both", "llama-server")
	alone := putProgram(t, benchScript, root, "alone", "llama-bench")
	inn := putProgram(t, benchScript, root, "inn", "inn")
	kinds := kindsAsked(&asked{})
	for _, kind := range kinds[1:] {
		kind.Finder = nil
		if kind.Of == kinds[0].Name {
			kind.Adapter = kinds[0].Adapter
		}
	}
	kinds = append(kinds, &engine.Kind{
		Name: "inn", Short: "inn", Traits: bench.Traits{Serves: true}, Finder: servedFinder{[]string{inn}},
		Adapter: func(engine.Folders) engine.Adapter { return &asked{} },
	})
	s := Search{Kinds: kinds, Root: root, Path: []string{filepath.Dir(both), filepath.Dir(alone)}, NoServers: true}
	found := FindBuilds(t.Context(), s)
	if got := commands(found.Builds); !slices.Equal(got, []string{both, alone}) {
		t.Errorf("builds %q", got)
	}
	servers := FindServers(t.Context(), s)
	if got := commands(servers.Builds); !slices.Equal(got, []string{inn}) || len(servers.Problems) > 0 || kinds.IsBeside(servers.Builds[0]) {
		t.Errorf("servers %q, problems %+v", got, servers.Problems)
	}
	beside := FindBeside(t.Context(), s, found.Builds)
	if got := commands(beside); !slices.Equal(got, []string{filepath.Join(root, "both", "llama-server")}) || !kinds.IsBeside(beside[0]) {
		t.Fatalf("beside the builds: %q", got)
	}
	// The ID that a screen shows names the server on the command line, too.
	s.Explicit = []string{beside[0].ID}
	if named := FindBuilds(t.Context(), s); named.Named != 1 || named.Builds[0].Engine != beside[0].Engine || named.Builds[0].ID != beside[0].ID {
		t.Errorf("by its ID: %+v %+v", named.Builds, named.Problems)
	}
}
