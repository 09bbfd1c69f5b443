package runner

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"dyno/bench"
)

// explicit takes what a user named: a folder, a program, or a command, which
// may begin with variables for its environment.
func (s *Search) explicit(named string) (env, prefix []string, err error) {
	if strings.TrimSpace(named) == "" {
		return nil, nil, errors.New("the engine's name is empty")
	}
	// First as a path: a path may hold spaces and quotes.
	if path := s.atHome(named); pathExists(path) {
		prefix, err = pathPrefix(path)
		return nil, prefix, err
	}
	words, err := splitCommand(named)
	if err != nil {
		return nil, nil, err
	}
	for len(words) > 0 && isSetting(words[0]) {
		env, words = append(env, words[0]), words[1:]
	}
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("%s names no program", bench.Clean(named))
	}
	words[0] = s.atHome(words[0])
	if len(words) == 1 && pathExists(words[0]) {
		prefix, err = pathPrefix(words[0])
		return env, prefix, err
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return nil, nil, notThere(words[0])
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, err
	}
	if len(words) == 1 {
		prefix, err = pathPrefix(abs)
		return env, prefix, err
	}
	return env, append([]string{abs}, words[1:]...), nil
}

func notThere(name string) error {
	if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() {
		return fmt.Errorf("%s is not executable; chmod +x makes it so", bench.Clean(name))
	}
	return fmt.Errorf("%s: there is no such file, folder or command; `dyno engines` lists what was found", bench.Clean(name))
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
