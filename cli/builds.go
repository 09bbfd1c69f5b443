package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

var errNoEngine = errors.New("no engine was found")

// adapters gives the adapter of each known engine.
func (e *env) adapters() func(string) (engine.Adapter, error) { return e.kinds.Adapters(e.folders()) }

// findBuilds searches this machine for engine builds. named are builds that the
// user asked for by name, path or command.
func (e *env) findBuilds(ctx context.Context, named []string) runner.Found {
	return runner.FindBuilds(ctx, e.search(named))
}

// search says where to look for engine builds.
func (e *env) search(named []string) runner.Search {
	s := runner.Search{Kinds: e.kinds, Folders: e.folders(), Explicit: named, Path: filepath.SplitList(e.getenv("PATH"))}
	own, err := e.ownEngines().List()
	if err != nil {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(err.Error()))
	}
	for _, one := range own {
		s.Own = append(s.Own, one.Build())
	}
	return s
}

// chooseBuilds gives the builds that the user asked for, in the same order. If
// the user asked for none, it gives the best build of the first kind, or
// errNoEngine if there is no such build.
func (e *env) chooseBuilds(ctx context.Context, asked []string) ([]bench.EngineBuild, error) {
	found := e.findBuilds(ctx, asked)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := namedWrongly(found.Problems); err != nil {
		return nil, err
	}
	if len(asked) > 0 {
		return found.Builds[:found.Named], nil
	}
	if best, ok := runner.Best(e.kinds.First(), found.Builds); ok {
		return []bench.EngineBuild{best}, nil
	}
	e.tellProblems(found.Problems)
	return nil, errNoEngine
}

// namedWrongly gives the error of a build that the user named but that cannot
// be used.
func namedWrongly(problems []engine.Problem) error {
	for _, p := range problems {
		if p.Named {
			return fmt.Errorf("engine %s: %w", bench.Clean(p.Command), p.Err)
		}
	}
	return nil
}

// engineVariable gives the build that DRAGSTRIP_ENGINE names. It serves verbs
// that have no flag --engine.
func (e *env) engineVariable() []string {
	if one := e.getenv(envName("engine")); one != "" {
		return []string{one}
	}
	return nil
}

func (e *env) tellProblems(problems []engine.Problem) {
	for _, p := range problems {
		fmt.Fprintf(e.err, "cannot be used: %s (%s): %s\n", bench.Clean(p.Command), bench.Clean(p.Origin), bench.Clean(p.Err.Error()))
	}
}

// folders gives the folders of dragstrip that an engine may use.
func (e *env) folders() engine.Folders {
	return engine.Folders{Home: e.places.home, Data: e.places.data, Cache: e.places.cache, Getenv: e.getenv}
}

// ownEngines gives the engines that dragstrip installed.
func (e *env) ownEngines() *install.Store { return install.Here(e.folders()) }
