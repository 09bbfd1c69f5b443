package runner

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/mlx"
)

// explicit takes what a user named: a build that is there by its ID, a folder,
// a program, or a command; variables for its environment may stand before.
func (s *Search) explicit(named string, there []bench.EngineBuild) (bench.EngineBuild, error) {
	if strings.TrimSpace(named) == "" {
		return bench.EngineBuild{}, errors.New("the engine's name is empty")
	}
	if named == MLX { // a folder of that name is ./mlx
		return anyMLX(nil, there)
	}
	// First as a path: a path may hold spaces and quotes.
	if path := s.atHome(named); pathExists(path) {
		return s.pathBuild(nil, path)
	}
	words, err := splitCommand(named)
	if err != nil {
		return bench.EngineBuild{}, err
	}
	if len(words) > 1 && words[0] == "env" && isSetting(words[1]) {
		words = words[1:] // which says the same and is no part of the program
	}
	var env []string
	for len(words) > 0 && isSetting(words[0]) {
		env, words = append(env, words[0]), words[1:]
	}
	if len(words) == 0 {
		return bench.EngineBuild{}, fmt.Errorf("%s names no program", bench.Clean(named))
	}
	if len(words) == 1 && words[0] == MLX {
		return anyMLX(env, there)
	}
	words[0] = s.atHome(words[0])
	if len(words) == 1 && pathExists(words[0]) {
		return s.pathBuild(env, words[0])
	}
	if len(words) == 1 && idForm.MatchString(words[0]) {
		return withID(words[0], env, there)
	}
	path, err := exec.LookPath(words[0])
	if err != nil && len(words) == 1 && words[0] == mlx.Tool {
		return mlxScript(env, there)
	}
	if err != nil {
		return bench.EngineBuild{}, notThere(words[0])
	}
	if len(words) == 1 {
		return s.pathBuild(env, path)
	}
	abs, err := filepath.Abs(path)
	if b, ok, failed := s.mlxCommand(env, abs, words[1:]); ok || failed != nil {
		return b, failed
	}
	return bench.EngineBuild{Prefix: append([]string{abs}, words[1:]...), Env: env, Origin: filepath.Dir(abs)}, err
}

// withID is the build of an ID, with more in its environment.
func withID(id string, env []string, there []bench.EngineBuild) (bench.EngineBuild, error) {
	at := slices.IndexFunc(there, func(b bench.EngineBuild) bool { return b.ID == id })
	if at < 0 {
		return bench.EngineBuild{}, fmt.Errorf("there is no engine build %s; `dragstrip engines` lists them", id)
	}
	b := there[at]
	b.Env = append(slices.Clone(b.Env), env...)
	return b, nil
}

func (s *Search) pathBuild(env []string, path string) (bench.EngineBuild, error) {
	if b, ok, err := s.mlxPath(env, path); ok || err != nil {
		return b, err
	}
	prefix, err := pathPrefix(path)
	if err != nil {
		return bench.EngineBuild{}, err
	}
	return bench.EngineBuild{Prefix: prefix, Env: env, Origin: filepath.Dir(prefix[0])}, nil
}

func notThere(name string) error {
	if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() {
		return fmt.Errorf("%s is not executable; chmod +x makes it so", bench.Clean(name))
	}
	return fmt.Errorf("%s: there is no such file, folder or command; `dragstrip engines` lists what was found", bench.Clean(name))
}

// atHome replaces a ~ that no shell has seen, as in a settings file.
func (s *Search) atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if ok && s.Home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(s.Home, rest)
	}
	return path
}

func pathExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// pathPrefix gives the command of a program or of a folder that holds one.
func pathPrefix(path string) ([]string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	st, err := os.Stat(abs)
	switch {
	case err != nil:
		return nil, notThere(path)
	case st.IsDir():
		if prefix, ok := inNamedFolder(abs); ok {
			return prefix, nil
		}
		return nil, fmt.Errorf("the folder %s holds neither llama-bench nor llama", bench.Clean(path))
	case !st.Mode().IsRegular():
		return nil, fmt.Errorf("%s is neither a program nor a folder", bench.Clean(path))
	case runtime.GOOS != "windows" && st.Mode()&0o111 == 0:
		return nil, notThere(path)
	}
	if base := strings.TrimSuffix(filepath.Base(abs), ".exe"); base == "llama" {
		return []string{abs, "bench"}, nil
	}
	return []string{abs}, nil
}

var setting = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=`)

// isSetting tells whether a word is KEY=VALUE.
func isSetting(word string) bool { return setting.MatchString(word) && !strings.Contains(word, "\x00") }

// splitCommand cuts a command at spaces, keeping what stands in quotes
// together. There is no shell: nothing else means anything.
func splitCommand(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	open, quote := false, byte(0)
	for _, r := range []byte(text) { // bytes: a path need not be UTF-8
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case r == ' ' || r == '\t':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteByte(r)
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
