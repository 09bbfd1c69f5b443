package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Search says where to look for engine builds.
type Search struct {
	// Explicit are builds the user named: by their ID, a program, a folder
	// that holds one, or a whole command ("llama bench", quotes as in a
	// shell). KEY=VALUE words before it are the build's environment, so that
	// one program gives several builds: one GPU of two, one driver of two.
	Explicit []string
	// Own are the builds in dragstrip's own folder.
	Own []bench.EngineBuild
	// Home is the user's home folder; Path the folders of PATH.
	Home string
	Path []string
	// Root stands before /usr/local/bin and the like; "" is the real one.
	Root string
	// Getenv tells where virtual environments are kept, and which one is
	// active; nil knows of none.
	Getenv func(string) string
	// Adapter asks a candidate for llama.cpp what it is. What MLX environments
	// hold is read from their folders, and nothing is started.
	Adapter engine.Adapter
}

// The engines that are looked for.
const (
	Llama = bench.EngineLlama
	MLX   = bench.EngineMLX
)

// Found is what a search gave.
type Found struct {
	// Builds are those that answered; the first Named are the ones that the
	// user named, in that order.
	Builds   []bench.EngineBuild
	Named    int
	Problems []Problem
}

// Problem is a candidate that cannot be used, and why.
type Problem struct {
	Origin  string
	Command string
	Err     error
	// Named is set where the user named it.
	Named bool
}

const (
	// searchTime bounds a whole search; a GPU's driver may need seconds to
	// answer.
	searchTime = 40 * time.Second
	// graceTime is how long an adapter may take to give up after that.
	graceTime = 2 * time.Second
	// maxCandidates bounds what is asked; nobody has so many.
	maxCandidates = 64
)

// FindBuilds looks for llama.cpp's llama-bench, also as `llama bench` of the
// unified program, and for Python environments with mlx-lm: first what the
// user named, then dragstrip's own folder, PATH and the usual places, llama.cpp
// before MLX. What is reached by several names is listed once, by the first. A
// candidate that does not answer is a problem and stops nothing.
func FindBuilds(ctx context.Context, s Search) Found {
	c := s.collect()
	f := Found{Problems: c.problems}
	if len(c.found) > maxCandidates {
		f.Problems = append(f.Problems, Problem{Origin: "search", Command: "llama-bench",
			Err: fmt.Errorf("%d programs were found and only the first %d asked; name others with --engine", len(c.found), maxCandidates)})
		c.found = c.found[:maxCandidates]
	}
	for i, a := range s.probeAll(ctx, c.found, searchTime) {
		named := i < c.named
		if a.err != nil {
			f.Problems = append(f.Problems, Problem{c.found[i].Origin, commandOf(c.found[i]), a.err, named})
			continue
		}
		f.Builds = append(f.Builds, a.build)
		if named {
			f.Named++
		}
	}
	return f
}

type answer struct {
	build bench.EngineBuild
	err   error
}

// probeAll asks all candidates, two at a time so that drivers do not stand in
// each other's way, and comes back in time even when an adapter does not.
func (s *Search) probeAll(ctx context.Context, found []bench.EngineBuild, limit time.Duration) []answer {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	type numbered struct {
		i int
		answer
	}
	// With room for all, a late answer waits for nobody.
	came := make(chan numbered, len(found))
	slots := make(chan struct{}, 2)
	for i, c := range found {
		go func() {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
			case <-ctx.Done():
				came <- numbered{i, answer{err: fmt.Errorf("it was not asked: the search took too long")}}
				return
			}
			came <- numbered{i, s.probe(ctx, c)}
		}()
	}
	answers := make([]answer, len(found))
	for i := range answers {
		answers[i].err = fmt.Errorf("it does not answer")
	}
	var late <-chan time.Time
	done := ctx.Done()
	for left := len(found); left > 0; {
		select {
		case n := <-came:
			answers[n.i] = n.answer
			left--
		case <-done:
			late, done = time.After(graceTime), nil
		case <-late:
			return answers
		}
	}
	return answers
}

// probe keeps one broken candidate from taking the search with it.
func (s *Search) probe(ctx context.Context, c bench.EngineBuild) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			a.err = fmt.Errorf("asking it failed inside dragstrip: %v", p)
		}
	}()
	if mlxKind(c) {
		return answer{build: c} // all that there is to know was read when it was found
	}
	build, err := s.Adapter.Probe(ctx, c)
	build.ID, build.Origin = c.ID, c.Origin
	return answer{build, err}
}

func commandOf(b bench.EngineBuild) string {
	return strings.Join(append(slices.Clone(b.Env), b.Prefix...), " ")
}

// BuildID names a build of llama.cpp by what it is started with, so that it is
// the same in every session on this machine, also after an update.
func BuildID(prefix, env []string) string { return buildID("llama", prefix, env) }

// IDOf is BuildID for a build of any engine.
func IDOf(b bench.EngineBuild) string {
	if mlxKind(b) {
		return buildID("mlx", b.Prefix, b.Env)
	}
	return BuildID(b.Prefix, b.Env)
}

func buildID(kind string, prefix, env []string) string {
	sum := sha256.Sum256([]byte(strings.Join(prefix, "\x00") + "\x01" + strings.Join(env, "\x00")))
	return kind + "-" + hex.EncodeToString(sum[:3])
}

// idForm is what IDOf makes; "llama-bench" is none.
var idForm = regexp.MustCompile(`^(?:llama|mlx)-[0-9a-f]{6}$`)

// candidates are commands that may be engine builds, each once.
type candidates struct {
	found    []bench.EngineBuild
	named    int // so many of found are the user's
	problems []Problem
	seen     map[string]bool
}

func (c *candidates) add(origin string, env []string, prefix ...string) {
	c.addBuild(bench.EngineBuild{Engine: Llama, Prefix: prefix, Env: env, Origin: origin})
}

func (c *candidates) addBuild(b bench.EngineBuild) {
	if b.Engine == "" {
		b.Engine = Llama
	}
	key := identity(b.Prefix, b.Env)
	if mlxKind(b) {
		key = mlxIdentity(b)
	}
	if c.seen[key] {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	c.seen[key] = true
	b.ID = IDOf(b)
	c.found = append(c.found, b)
}

// identity is one key for a command under all its names.
func identity(prefix, env []string) string {
	parts := slices.Clone(prefix)
	for i, part := range parts {
		if real, err := filepath.EvalSymlinks(part); filepath.IsAbs(part) && err == nil {
			parts[i] = real
		}
	}
	return strings.Join(parts, "\x00") + "\x01" + strings.Join(env, "\x00")
}

// collect looks first at what there is: the user may name a build by its ID.
func (s *Search) collect() *candidates {
	var there, all candidates
	for _, own := range s.Own {
		if len(own.Prefix) > 0 && own.Engine != MLX {
			there.add(own.Origin, own.Env, own.Prefix...)
		}
	}
	for _, folder := range s.Path {
		there.inFolder(folder, "PATH")
	}
	for _, folder := range s.usualPlaces() {
		there.inFolder(folder, folder)
	}
	s.collectMLX(&there)
	all.problems = there.problems
	for _, named := range s.Explicit {
		b, err := s.explicit(named, there.found)
		if err != nil {
			all.problems = append(all.problems, Problem{"named", named, err, true})
			continue
		}
		all.addBuild(b)
	}
	all.named = len(all.found)
	for _, b := range there.found {
		all.addBuild(b)
	}
	return &all
}

// Best picks the build of llama.cpp to use when none was named: one that
// computes on a GPU, then the newest.
func Best(builds []bench.EngineBuild) (bench.EngineBuild, bool) { return BestOf(Llama, builds) }

// BestOf is Best for an engine. Of MLX it is the first: the user's own choice,
// dragstrip's, then what lies nearest.
func BestOf(engine string, builds []bench.EngineBuild) (bench.EngineBuild, bool) {
	var best *bench.EngineBuild
	for i := range builds {
		b := &builds[i]
		switch {
		case b.Engine != engine && (b.Engine != "" || engine != Llama):
		case best == nil:
			best = b
		case engine == MLX:
		case len(b.Devices) > 0 != (len(best.Devices) > 0):
			if len(b.Devices) > 0 {
				best = b
			}
		case b.Number > best.Number:
			best = b
		}
	}
	if best == nil {
		return bench.EngineBuild{}, false
	}
	return *best, true
}
