package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
)

// naming finds the build that a user named: by the ID of a build, a kind, a
// folder, a program, or a command.
type naming struct {
	*Search
	ask *asker
	// there holds the builds that can be named by ID or kind.
	there []bench.EngineBuild
}

// plainWord matches names of kinds that are probably not names of programs. A
// name such as mlx_lm.benchmark does not match, because a program has this
// name.
var plainWord = lazyregexp.New(`^[a-z0-9]+$`)

func (n *naming) build(ctx context.Context, text string) (bench.EngineBuild, error) {
	if strings.TrimSpace(text) == "" {
		return bench.EngineBuild{}, errors.New("the engine's name is empty")
	}
	// Try it as a path first, because a path may hold spaces and quotes.
	if path := n.Folders.AtHome(text); isPath(text) && pathExists(path) {
		return n.take(nil, path, nil)
	}
	if kind, words, ok := n.Kinds.addressed(text); ok {
		b, ok, err := kind.Finder.Take(n.surroundings(kind), words[0], words[1:])
		if !ok && err == nil {
			err = needsAddress(kind)
		}
		return b, err
	}
	env, words, err := splitSettings(text)
	if err != nil {
		return bench.EngineBuild{}, err
	}
	if len(words) > 1 && !n.hasArguments(words) {
		return n.command(env, words)
	}
	b, err := n.word(ctx, env, words[0])
	if err == nil {
		b.Prefix = slices.Concat(b.Prefix, words[1:])
	}
	return b, err
}

// IsServer tells whether a text names a server by its address.
func (k Kinds) IsServer(text string) bool {
	_, _, ok := k.addressed(text)
	return ok
}

// addressed splits a name like "openai=http://127.0.0.1:8000/v1 --key-env KEY":
// the kind, the address, and the words after it.
func (k Kinds) addressed(text string) (kind *engine.Kind, words []string, ok bool) {
	name, rest, found := strings.Cut(strings.TrimSpace(text), "=")
	kind, known := k.Named(name)
	words, err := splitCommand(rest)
	if !found || !known || kind.Addressed == "" || err != nil || len(words) == 0 {
		return nil, nil, false
	}
	return kind, words, true
}

// hasArguments tells whether words are a build followed by arguments for its
// program. The first word is the build: its ID, its kind, or its kind with a
// version. If the first word is also the name of a program, the words are a
// command, and the result is false; only a plain name (see isPlainName) always
// means the kind.
func (n *naming) hasArguments(words []string) bool {
	if !strings.HasPrefix(words[1], "-") {
		return false
	}
	if _, _, ok := n.Kinds.Versioned(words[0]); ok {
		return true
	}
	_, isKind := n.Kinds.Named(words[0])
	_, isProgram := programAt(n.Folders.AtHome(words[0]))
	return n.Kinds.isID(words[0]) || isKind && (n.isPlainName(words[0]) || !isProgram)
}

// isPlainName tells whether a word means a kind even if PATH has a program with
// that name.
func (n *naming) isPlainName(word string) bool {
	kind, ok := n.Kinds.Named(word)
	return ok && kind.Name == word && plainWord.MatchString(word)
}

// command makes a build from a program and its arguments.
func (n *naming) command(env, words []string) (bench.EngineBuild, error) {
	program := n.Folders.AtHome(words[0])
	path, ok := programAt(program)
	if !ok {
		return bench.EngineBuild{}, notThere(program)
	}
	return n.take(env, path, words[1:])
}

// isPath tells whether a word is a path, and not a name. As in a shell, a
// program in the current folder must be named as ./NAME, because somebody else
// may have put a llama-bench into that folder.
func isPath(word string) bool {
	return word == "." || word == ".." || word == "~" || filepath.VolumeName(word) != "" ||
		strings.ContainsFunc(word, func(r rune) bool { return r < utf8.RuneSelf && os.IsPathSeparator(byte(r)) })
}

// programAt finds a program. A path is looked up as it is; a name is looked up
// on PATH.
func programAt(word string) (path string, ok bool) {
	if isPath(word) {
		abs, err := filepath.Abs(word)
		if err != nil {
			return "", false
		}
		word = abs
	}
	path, err := isolated.Program(word)
	return path, err == nil
}

// word resolves a single word: a path, an ID, a program on PATH, a kind's name,
// or something that only a kind's finder understands.
func (n *naming) word(ctx context.Context, env []string, word string) (bench.EngineBuild, error) {
	if kind, version, ok := n.Kinds.Versioned(word); ok {
		if err := engine.CheckVersion(version); err != nil {
			return bench.EngineBuild{}, err
		}
		return n.ofVersion(ctx, kind, version, env)
	}
	kind, isName := n.Kinds.Named(word)
	path := n.Folders.AtHome(word)
	switch {
	case n.isPlainName(word):
		return n.best(ctx, kind, env)
	case isPath(word) && pathExists(path):
		return n.take(env, path, nil)
	case n.Kinds.isID(word):
		return n.withID(word, env)
	}
	if found, ok := programAt(path); ok {
		return n.take(env, found, nil)
	}
	if isName {
		return n.best(ctx, kind, env)
	}
	if b, ok, err := n.taken(path, nil); ok {
		return with(env, b), err
	}
	if err := n.Kinds.unnamedServer(word); err != nil {
		return bench.EngineBuild{}, err
	}
	return bench.EngineBuild{}, notThere(path)
}

// unnamedServer is the error for an address without the kind of the server.
func (k Kinds) unnamedServer(word string) error {
	if !isAddress(word) {
		return nil
	}
	var examples []string
	for _, kind := range k.Addressed() {
		examples = append(examples, kind.Example())
	}
	if len(examples) == 0 {
		return nil
	}
	return fmt.Errorf("write which kind of server is at the address: %s", strings.Join(examples, ", or "))
}

func isAddress(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

func needsAddress(kind *engine.Kind) error {
	return fmt.Errorf("%s needs %s: %s", kind.Name, kind.Build, kind.Example())
}

// withID returns the build that has the ID, and adds env to its environment. The ID
// may also be that of the build in this environment, because reports name that.
func (n *naming) withID(id string, env []string) (bench.EngineBuild, error) {
	isIt := func(b bench.EngineBuild) bool { return b.ID == id || len(env) > 0 && n.Kinds.ID(with(env, b)) == id }
	for _, b := range n.there {
		if isIt(b) {
			return with(env, b), nil
		}
		for _, kind := range n.Kinds {
			if one, ok := n.Kinds.As(kind.Name, b); ok && isIt(one) {
				return with(env, one), nil
			}
		}
	}
	return bench.EngineBuild{}, fmt.Errorf("there is no engine build %s; `dragstrip engines` lists them", id)
}

// best returns the best build of a kind among those that answer, and adds env
// to its environment.
func (n *naming) best(ctx context.Context, kind *engine.Kind, env []string) (bench.EngineBuild, error) {
	if kind.NeedsAddress() {
		return bench.EngineBuild{}, needsAddress(kind)
	}
	found, answered, why := n.answered(ctx, kind)
	b, ok := Best(found, answered)
	switch {
	case ok:
	case why != nil && (found.Setup == nil || found.Addressed != ""):
		return b, fmt.Errorf("%s was found, but cannot be used: %w", found.Title(), why)
	case found.Setup == nil && found.Addressed != "":
		return b, fmt.Errorf("%s was not found at %s; start its server, or name its address: %s", found.Title(), found.Addressed, found.Example())
	default:
		what := ""
		if found.Build != "" {
			what = " (" + found.Build + ")"
		}
		return b, fmt.Errorf("no build of %s%s was found; `dragstrip setup %s` installs one, `dragstrip engines` lists what was found", found.Title(), what, found.Name)
	}
	return with(env, as(kind, b)), nil
}

// ofVersion returns the best build that has one version of a kind, and adds env
// to its environment.
func (n *naming) ofVersion(ctx context.Context, kind *engine.Kind, version string, env []string) (bench.EngineBuild, error) {
	found, builds, _ := n.answered(ctx, kind)
	if version == Newest {
		builds = newest(found, builds)
	} else {
		builds = slices.DeleteFunc(builds, func(b bench.EngineBuild) bool { return !n.IsVersion(b, version) })
	}
	b, ok := Best(found, builds)
	if !ok {
		return b, &NotHere{found, version}
	}
	return with(env, as(kind, b)), nil
}

// answered gives the builds of a kind that answer. Some kinds measure with the
// builds of another kind; then found is that other kind. why is the error of a
// build that does not answer.
func (n *naming) answered(ctx context.Context, kind *engine.Kind) (found *engine.Kind, builds []bench.EngineBuild, why error) {
	found = kind
	if kind.Of != "" {
		found, _ = n.Kinds.Kind(kind.Of)
	}
	var those []bench.EngineBuild
	for _, b := range n.there {
		if b.Engine == found.Name {
			those = append(those, b)
		}
	}
	for _, a := range n.ask.all(ctx, those) {
		if a.err == nil {
			builds = append(builds, a.build)
		} else {
			why = a.err
		}
	}
	return found, builds, why
}

func as(kind *engine.Kind, b bench.EngineBuild) bench.EngineBuild {
	if kind.As == nil {
		return b
	}
	return kind.As(b)
}

// with adds env to a build's environment.
func with(env []string, b bench.EngineBuild) bench.EngineBuild {
	b.Env = append(slices.Clone(b.Env), env...)
	return b
}

// take makes a build from an existing file or folder. If no kind knows a
// program by its name, take gives it to a kind that accepts any program,
// because the program may start an engine.
func (n *naming) take(env []string, path string, words []string) (bench.EngineBuild, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return bench.EngineBuild{}, err
	}
	b, ok, lacks := n.taken(abs, words)
	if ok {
		return with(env, b), lacks
	}
	st, err := os.Stat(abs)
	switch {
	case err != nil:
		return b, notThere(path)
	case st.IsDir():
		if lacks == nil {
			lacks = errors.New("holds no engine that dragstrip knows")
		}
		return b, fmt.Errorf("the folder %s %w", bench.Clean(path), lacks)
	case !st.Mode().IsRegular():
		return b, fmt.Errorf("%s is neither a program nor a folder", bench.Clean(path))
	case !places.Executable(st):
		return b, notThere(path)
	}
	for _, kind := range n.Kinds {
		if kind.AnyProgram {
			return bench.EngineBuild{Engine: kind.Name, Prefix: append([]string{abs}, words...), Env: env, Origin: filepath.Dir(abs)}, nil
		}
	}
	return b, fmt.Errorf("%s does not belong to an engine that dragstrip knows", bench.Clean(path))
}

// taken asks each kind in turn whether it knows the path. ok is true if a kind
// knows it. If kinds know the path but none of them can use it, err is the
// reason that the first of them gives. If no kind knows the path, err may say
// what the path lacks.
func (n *naming) taken(path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	for _, kind := range n.Kinds {
		if kind.Finder == nil || kind.NeedsAddress() || kind.Addressed != "" && isAddress(path) {
			continue // an address alone does not say which kind of server answers
		}
		one, known, why := kind.Finder.Take(n.surroundings(kind), path, words)
		switch {
		case known && why == nil:
			return one, true, nil
		case known && !ok:
			b, ok, err = one, true, why
		case !ok && err == nil:
			err = why
		}
	}
	return b, ok, err
}

func notThere(name string) error {
	st, err := os.Stat(name)
	switch {
	case err == nil && !isPath(name):
		return fmt.Errorf("nothing with the name %s was found; to name the file in this folder, write .%c%s", bench.Clean(name), filepath.Separator, bench.Clean(name))
	case err == nil && st.Mode().IsRegular():
		return fmt.Errorf("%s is not executable; `chmod +x` makes it executable", bench.Clean(name))
	}
	return fmt.Errorf("%s: there is no such file, folder or command; `dragstrip engines` lists what was found", bench.Clean(name))
}

func pathExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
