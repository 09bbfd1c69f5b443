package runner

import (
	"context"

	"dragstrip/bench"
)

// FindServers looks for what serves models by name: servers at their usual
// addresses, and programs that dragstrip can start as servers. It sends a running
// server only the question what it is.
func FindServers(ctx context.Context, s Search) Found {
	c := candidates{kinds: s.Kinds}
	for _, kind := range s.Kinds {
		if !kind.Traits.Serves || kind.Finder == nil {
			continue
		}
		found, problems := kind.Finder.Look(s.surroundings(kind))
		c.problems = append(c.problems, problems...)
		for _, b := range found {
			c.add(b)
		}
	}
	return c.answered(ctx, s.asker())
}

// FindBeside gives the servers that lie beside builds of other engines. of are
// these builds; FindBuilds found them. Many builds have no server, so one that does
// not answer is left out.
func FindBeside(ctx context.Context, s Search, of []bench.EngineBuild) []bench.EngineBuild {
	c := candidates{kinds: s.Kinds}
	for _, b := range of {
		for _, kind := range s.Kinds {
			if one, ok := s.Kinds.As(kind.Name, b); ok && kind.IsServerBeside() {
				c.add(one)
			}
		}
	}
	return c.answered(ctx, s.asker()).Builds
}
