package runner

import (
	"context"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// maxCandidates is how many candidates are asked at most. Nobody has that many.
const maxCandidates = 64

// FindBuilds looks for builds of each kind and asks each build what it is. The
// builds that the user named come first; the builds that the finders found
// follow, in the order of the table of engines. A build with several names is
// listed once, under the first name. A candidate that does not answer is listed
// as a problem, and the search continues.
func FindBuilds(ctx context.Context, s Search) Found {
	ask := s.asker()
	return s.collect(ctx, ask).answered(ctx, ask)
}

// FindNamed is like FindBuilds, but asks only the builds that the user named.
func FindNamed(ctx context.Context, s Search) Found {
	ask := s.asker()
	c := s.collect(ctx, ask)
	c.found = c.found[:c.named]
	return c.answered(ctx, ask)
}

// answered asks each candidate what it is.
func (c *candidates) answered(ctx context.Context, ask *asker) Found {
	f := Found{Problems: c.problems}
	if len(c.found) > maxCandidates {
		f.Problems = append(f.Problems, engine.Problem{
			Origin: "search", Command: "other engine builds",
			Err: fmt.Errorf("%d engine builds were found, and only the first %d were checked; name others with --engine", len(c.found), maxCandidates),
		})
		c.found = c.found[:maxCandidates]
	}
	for i, a := range ask.all(ctx, c.found) {
		named := i < c.named
		if a.err != nil {
			f.Problems = append(f.Problems, engine.Problem{Origin: c.found[i].Origin, Command: c.found[i].ShortCommand(), Err: a.err, Named: named})
			continue
		}
		f.Builds = append(f.Builds, a.build)
		if named {
			f.Named++
		}
	}
	return f
}

// Candidates lists possible engine builds, found by their files alone. None of
// them is started.
func Candidates(ctx context.Context, s Search) (builds []bench.EngineBuild, problems []engine.Problem) {
	c := s.collect(ctx, s.asker())
	return c.found, c.problems
}

// candidates are possible engine builds, each listed once.
type candidates struct {
	kinds    Kinds
	found    []bench.EngineBuild
	named    int // how many of found the user named; they come first
	problems []engine.Problem
	seen     map[string]bool
}

// add adds a candidate if it is not listed yet, even under another name.
func (c *candidates) add(b bench.EngineBuild) {
	key := c.kinds.key(b)
	if c.seen[key] {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	c.seen[key] = true
	b = c.kinds.Stamp(b)
	b.ID = c.kinds.ID(b)
	c.found = append(c.found, b)
}

// collect lists the candidates. It runs the finders first, because the user may
// name a build by the ID that a finder's result has.
func (s *Search) collect(ctx context.Context, ask *asker) *candidates {
	there, all := candidates{kinds: s.Kinds}, candidates{kinds: s.Kinds}
	there.problems = s.strangers()
	for _, kind := range s.Kinds {
		if kind.Finder == nil || s.NoServers && kind.Traits.Serves && len(s.Explicit) == 0 {
			continue
		}
		found, problems := kind.Finder.Look(s.surroundings(kind))
		there.problems = append(there.problems, problems...)
		for _, b := range found {
			there.add(b)
		}
	}
	all.problems = there.problems
	for _, text := range s.Explicit {
		n := naming{Search: s, ask: ask, there: there.found}
		b, err := n.build(ctx, text)
		if err == nil {
			b, err = s.reaching(b)
		}
		if err != nil {
			all.problems = append(all.problems, engine.Problem{Origin: "named", Command: shownSettings(text), Err: err, Named: true})
			continue
		}
		all.add(b)
	}
	all.named = len(all.found)
	for _, b := range there.found {
		if s.NoServers && b.Traits.Serves {
			continue
		}
		if b, err := s.reaching(b); err == nil { // builds that cannot reach other machines are left out
			all.add(b)
		}
	}
	return &all
}

// reaching returns the build with arguments that make it also compute on the
// other machines that the user named.
func (s *Search) reaching(b bench.EngineBuild) (bench.EngineBuild, error) {
	if s.Remote == "" {
		return b, nil
	}
	kind, known := s.Kinds.Kind(b.Engine)
	switch {
	case !known:
		return b, unknownEngine(b.Engine)
	case kind.Remote == "":
		return b, fmt.Errorf("%s cannot compute on other machines; leave out -rpc, or name another engine", kind.Title())
	}
	b.Prefix = append(slices.Clone(b.Prefix), kind.Remote, s.Remote)
	return b, nil
}

// strangers returns a problem for each build in dragstrip's own folder whose
// kind is not in the table. Another version of dragstrip installed those
// builds.
func (s *Search) strangers() (problems []engine.Problem) {
	for _, b := range s.Own {
		if _, ok := s.Kinds.Kind(b.Engine); !ok {
			problems = append(problems, engine.Problem{Origin: b.Origin, Command: b.ShortCommand(), Err: unknownEngine(b.Engine)})
		}
	}
	return problems
}
