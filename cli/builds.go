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

// adapters gives the adapter of each engine that is known.
func (e *env) adapters() func(string) (engine.Adapter, error) { return e.kinds.Adapters(e.folders()) }

// findBuilds searches this machine. named are builds the user asked for by
// name, path or command.
func (e *env) findBuilds(ctx context.Context, named []string) runner.Found {
	return runner.FindBuilds(ctx, e.search(named))
}

// search says where engine builds are looked for.
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

// chooseBuilds gives the builds that were asked for, in that order, or the
// best one of the first kind. errNoEngine means that there is none at all.
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

// namedWrongly is what is wrong with a build that somebody named.
func namedWrongly(problems []engine.Problem) error {
	for _, p := range problems {
		if p.Named {
			return fmt.Errorf("engine %s: %w", bench.Clean(p.Command), p.Err)
		}
	}
	return nil
}

// engineVariable is the build that the environment names, as --engine does for
// verbs that have no such flag.
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

// folders are dragstrip's own, as an engine may use them.
func (e *env) folders() engine.Folders {
	return engine.Folders{Home: e.places.home, Data: e.places.data, Cache: e.places.cache, Getenv: e.getenv}
}

// ownEngines is the engines folder of dragstrip's own.
func (e *env) ownEngines() *install.Store { return install.Here(e.folders()) }
