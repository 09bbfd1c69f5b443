package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dyno/bench"
	"dyno/runner/engine"
)

// Search says where to look for engine builds.
type Search struct {
	// Explicit are builds the user named: a program, a folder that holds one,
	// or a whole command ("llama bench", quotes as in a shell, KEY=VALUE
	// before it).
	Explicit []string
	// Own are the builds in dyno's own folder.
	Own []bench.EngineBuild
	// Variants are builds that differ from found ones in their environment.
	Variants []Variant
	// Home is the user's home folder; Path the folders of PATH.
	Home string
	Path []string
	// Root stands before /usr/local/bin and the like; "" is the real one.
	Root string
	// Adapter asks a candidate what it is.
	Adapter engine.Adapter
}

// Variant is a found build started with more in its environment, beside the
// build itself: one GPU of several, one driver of two.
type Variant struct {
	// Of is the build's ID or its program's path; "" means every build that
	// was found.
	Of string
	// Env is added, as KEY=VALUE.
	Env []string
}

// Problem is a candidate that cannot be used, and why.
type Problem struct {
	// Origin is "named" where the user named it.
	Origin  string
	Command string
	Err     error
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
// unified program: first what the user named, then dyno's own folder, PATH
// and the usual places. What is reached by several names is listed once, by
// the first. A candidate that does not answer is a problem and stops nothing.
func FindBuilds(ctx context.Context, s Search) ([]bench.EngineBuild, []Problem) {
	var c candidates
	s.collect(&c)
	problems := c.problems
	if len(c.found) > maxCandidates {
		problems = append(problems, Problem{"search", "llama-bench", fmt.Errorf("%d programs were found and only the first %d asked; name others with --engine", len(c.found), maxCandidates)})
		c.found = c.found[:maxCandidates]
	}
	answers := s.probeAll(ctx, c.found, searchTime)
	var builds []bench.EngineBuild
	for i, a := range answers {
		if a.err != nil {
			problems = append(problems, Problem{c.found[i].Origin, commandOf(c.found[i]), a.err})
			continue
		}
		builds = append(builds, a.build)
	}
	return builds, problems
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
			a.err = fmt.Errorf("asking it failed inside dyno: %v", p)
		}
	}()
	build, err := s.Adapter.Probe(ctx, c)
	build.ID, build.Origin = c.ID, c.Origin
	return answer{build, err}
}

func commandOf(b bench.EngineBuild) string {
	return strings.Join(append(slices.Clone(b.Env), b.Prefix...), " ")
}

// BuildID names a build by what it is started with, so that it is the same in
// every session on this machine, also after an update.
func BuildID(prefix, env []string) string {
	sum := sha256.Sum256([]byte(strings.Join(prefix, "\x00") + "\x01" + strings.Join(env, "\x00")))
	return "llama-" + hex.EncodeToString(sum[:3])
}

// candidates are commands that may be engine builds, each once.
type candidates struct {
	found    []bench.EngineBuild
	problems []Problem
	seen     map[string]bool
}

func (c *candidates) add(origin string, env []string, prefix ...string) {
	key := identity(prefix, env)
	if c.seen[key] {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	c.seen[key] = true
	c.found = append(c.found, bench.EngineBuild{ID: BuildID(prefix, env), Engine: "llama.cpp", Prefix: prefix, Env: env, Origin: origin})
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

func (s *Search) collect(c *candidates) {
	for _, named := range s.Explicit {
		env, prefix, err := s.explicit(named)
		if err != nil {
			c.problems = append(c.problems, Problem{"named", named, err})
			continue
		}
		c.add("named", env, prefix...)
	}
	for _, own := range s.Own {
		if len(own.Prefix) > 0 {
			c.add(own.Origin, own.Env, own.Prefix...)
		}
	}
	for _, folder := range s.Path {
		c.inFolder(folder, "PATH")
	}
	for _, folder := range s.usualPlaces() {
		c.inFolder(folder, folder)
	}
	s.vary(c)
}

// vary adds the variants of what was found.
func (s *Search) vary(c *candidates) {
	found := slices.Clone(c.found)
	for _, v := range s.Variants {
		name := strings.Join(v.Env, " ")
		if at := slices.IndexFunc(v.Env, func(e string) bool { return !isSetting(e) }); at >= 0 || len(v.Env) == 0 {
			c.problems = append(c.problems, Problem{"variant", name, fmt.Errorf("a variant needs environment variables in the form KEY=VALUE")})
			continue
		}
		matched := false
		for _, b := range found {
			if v.Of == "" || v.Of == b.ID || slices.Contains(b.Prefix, v.Of) {
				matched = true
				c.add(b.Origin+", variant", append(slices.Clone(b.Env), v.Env...), b.Prefix...)
			}
		}
		if !matched && v.Of != "" {
			c.problems = append(c.problems, Problem{"variant", name, fmt.Errorf("no engine build %q was found to vary; `dyno engines` lists them", bench.Clean(v.Of))})
		}
	}
}

// Best picks the build to use when none was named: one that computes on a
// GPU, then the newest.
func Best(builds []bench.EngineBuild) (bench.EngineBuild, bool) {
	if len(builds) == 0 {
		return bench.EngineBuild{}, false
	}
	best := builds[0]
	for _, b := range builds[1:] {
		if len(b.Devices) > 0 != (len(best.Devices) > 0) {
			if len(b.Devices) > 0 {
				best = b
			}
			continue
		}
		if b.Number > best.Number {
			best = b
		}
	}
	return best, true
}
