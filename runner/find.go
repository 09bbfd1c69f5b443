package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"dyno/bench"
	"dyno/runner/engine"
)

// Search says where to look for engine builds.
type Search struct {
	// Explicit are builds the user named: a program, a folder that holds one,
	// or a whole command ("llama bench", quotes as in a shell).
	Explicit []string
	// Own are the builds in dyno's own folder.
	Own []bench.EngineBuild
	// Home is the user's home folder; Path the folders of PATH.
	Home string
	Path []string
	// Adapter asks a candidate what it is.
	Adapter engine.Adapter
}

// Problem is a candidate that cannot be used, and why.
type Problem struct {
	Origin  string
	Command string
	Err     error
}

// searchTime bounds a whole search; a GPU's driver may need seconds to answer.
const searchTime = 40 * time.Second

// FindBuilds looks for llama.cpp's llama-bench, also as `llama bench` of the
// unified program: first what the user named, then dyno's own folder, PATH
// and the usual places. What is reached by several names is listed once. A
// candidate that does not answer is a problem and stops nothing.
func FindBuilds(ctx context.Context, s Search) ([]bench.EngineBuild, []Problem) {
	ctx, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	candidates, problems := s.candidates()
	results := make([]probed, len(candidates))
	slots := make(chan struct{}, 2)
	var all sync.WaitGroup
	for i, c := range candidates {
		all.Add(1)
		go func() {
			defer all.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			results[i] = s.probe(ctx, c)
		}()
	}
	all.Wait()
	var builds []bench.EngineBuild
	for i, r := range results {
		if r.err != nil {
			problems = append(problems, Problem{candidates[i].Origin, strings.Join(candidates[i].Prefix, " "), r.err})
			continue
		}
		builds = append(builds, r.build)
	}
	return builds, problems
}

type probed struct {
	build bench.EngineBuild
	err   error
}

func (s *Search) probe(ctx context.Context, c bench.EngineBuild) probed {
	build, err := s.Adapter.Probe(ctx, c)
	return probed{build, err}
}

// BuildID names a build by what it is started with, so that it is the same in
// every session on this machine.
func BuildID(prefix, env []string) string {
	sum := sha256.Sum256([]byte(strings.Join(prefix, "\x00") + "\x01" + strings.Join(env, "\x00")))
	return "llama-" + hex.EncodeToString(sum[:3])
}

func (s *Search) candidates() ([]bench.EngineBuild, []Problem) {
	var out []bench.EngineBuild
	var problems []Problem
	seen := map[string]bool{}
	add := func(origin string, env []string, prefix ...string) {
		if key := identity(prefix, env); !seen[key] {
			seen[key] = true
			out = append(out, bench.EngineBuild{ID: BuildID(prefix, env), Engine: "llama.cpp", Prefix: prefix, Env: env, Origin: origin})
		}
	}
	for _, named := range s.Explicit {
		prefix, err := explicitPrefix(named)
		if err != nil {
			problems = append(problems, Problem{"named", named, err})
			continue
		}
		add("named", nil, prefix...)
	}
	for _, own := range s.Own {
		if len(own.Prefix) > 0 {
			add(own.Origin, own.Env, own.Prefix...)
		}
	}
	for _, folder := range s.Path {
		s.inFolder(folder, "PATH", add)
	}
	for _, folder := range s.usualPlaces() {
		s.inFolder(folder, folder, add)
	}
	return out, problems
}

// identity is one key for a command under all its names.
func identity(prefix, env []string) string {
	parts := append([]string{}, prefix...)
	if real, err := filepath.EvalSymlinks(parts[0]); err == nil {
		parts[0] = real
	}
	return strings.Join(parts, "\x00") + "\x01" + strings.Join(env, "\x00")
}

func (s *Search) inFolder(folder, origin string, add func(string, []string, ...string)) {
	if folder == "" {
		return
	}
	if path, ok := program(folder, "llama-bench"); ok {
		add(origin, nil, path)
		return
	}
	// The unified program stands for llama-bench where that is not there.
	if path, ok := program(folder, "llama"); ok {
		add(origin, nil, path, "bench")
	}
}

// program finds an executable file of a name in a folder.
func program(folder, name string) (string, bool) {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(folder, name)
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() || (runtime.GOOS != "windows" && st.Mode()&0o111 == 0) {
		return "", false
	}
	abs, err := filepath.Abs(path)
	return abs, err == nil
}

// usualPlaces are where people and other programs put llama.cpp.
func (s *Search) usualPlaces() []string {
	places := []string{"/opt/homebrew/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin"}
	if runtime.GOOS == "windows" {
		places = []string{filepath.Join(os.Getenv("LOCALAPPDATA"), "llama-app")}
	}
	if s.Home == "" {
		return places
	}
	for _, pattern := range []string{
		".local/bin", ".nix-profile/bin", "llama.cpp/build*/bin", "llama.cpp/build*/bin/Release", "llama.cpp",
		"src/llama.cpp/build*/bin", "git/llama.cpp/build*/bin", ".unsloth/llama.cpp", ".unsloth/llama.cpp/build/bin",
		".cache/lemonade/bin/llamacpp/*",
	} {
		found, _ := filepath.Glob(filepath.Join(s.Home, filepath.FromSlash(pattern)))
		places = append(places, found...)
	}
	return places
}

// explicitPrefix takes what a user named: a folder, a program, or a command.
func explicitPrefix(named string) ([]string, error) {
	if st, err := os.Stat(named); err == nil {
		return pathPrefix(named, st.IsDir())
	}
	words, err := splitCommand(named)
	if err != nil {
		return nil, err
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("the engine's name is empty")
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return nil, fmt.Errorf("%s: there is no such file, folder or command; `dyno engines` lists what was found", bench.Clean(words[0]))
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if len(words) == 1 {
		return pathPrefix(abs, false)
	}
	return append([]string{abs}, words[1:]...), nil
}

func pathPrefix(path string, folder bool) ([]string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if folder {
		for _, sub := range []string{"", "bin", "build/bin"} {
			if p, ok := program(filepath.Join(abs, sub), "llama-bench"); ok {
				return []string{p}, nil
			}
			if p, ok := program(filepath.Join(abs, sub), "llama"); ok {
				return []string{p, "bench"}, nil
			}
		}
		return nil, fmt.Errorf("the folder %s holds neither llama-bench nor llama", bench.Clean(path))
	}
	if base := strings.TrimSuffix(filepath.Base(abs), ".exe"); base == "llama" {
		return []string{abs, "bench"}, nil
	}
	return []string{abs}, nil
}

// splitCommand cuts a command at spaces, keeping what stands in quotes
// together. There is no shell: nothing else means anything.
func splitCommand(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	open, quote := false, rune(0)
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case r == ' ' || r == '\t':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote %q is not closed in %s", quote, bench.Clean(text))
	}
	if open || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words, nil
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
