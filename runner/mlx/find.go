package mlx

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/pyenv"
)

// finder finds Python environments that hold mlx-lm. The prefix of a build is
// the environment's Python, which runs dragstrip's driver. If the user named
// mlx_lm.benchmark, "-m mlx_lm.benchmark" follows the Python, and so for
// mlx_lm.server.
type finder struct{}

// Look reads the environment that dragstrip installed, and the environments in
// the usual places. It ignores environments without mlx-lm. If an environment
// has mlx-lm but cannot be used, Look lists it as a problem.
func (finder) Look(s engine.Surroundings) (found []bench.EngineBuild, problems []engine.Problem) {
	if runtime.GOOS == "windows" {
		return nil, nil // there is no MLX for Windows
	}
	seen := map[string]bool{}
	try := func(origin, path string) {
		e, err := pyenv.Of(path, s.Home)
		if err != nil || seen[e.Key()] {
			return
		}
		seen[e.Key()] = true
		b, err := Read(e)
		b.Origin = origin
		switch {
		case errors.Is(err, ErrNone):
		case err != nil:
			problems = append(problems, engine.Problem{Origin: origin, Command: e.Python, Err: err})
		default:
			found = append(found, b)
		}
	}
	for _, own := range s.Own {
		if len(own.Prefix) > 0 {
			try(own.Origin, own.Prefix[0])
		}
	}
	for _, p := range pythonPlaces(s) {
		try(p.origin, p.path)
	}
	return found, problems
}

// Take accepts the folder of an environment, its Python, or one of its mlx-lm
// scripts. It also accepts every way to start mlx_lm.benchmark and
// mlx_lm.server.
func (f finder) Take(s engine.Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	as := startedBy(path, words)
	if len(words) > 0 && as == nil {
		return b, false, nil
	}
	b, ok, err = environmentAt(s, path)
	if ok && err == nil && as != nil {
		b = as(b)
	}
	return b, ok, err
}

// startedBy recognizes "python -m mlx_lm.benchmark", its other spellings, and
// those of mlx_lm.server. It returns what makes a build of them, or nil.
func startedBy(program string, words []string) func(bench.EngineBuild) bench.EngineBuild {
	spelled := filepath.Base(program)
	if len(words) > 0 {
		words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "-m" })
		if spelled == "mlx_lm" {
			words = append([]string{spelled}, words...)
		}
		spelled = strings.Join(words, " ")
	}
	switch strings.Replace(spelled, " ", ".", 1) {
	case Tool:
		return AsTool
	case Server:
		return AsServer
	}
	return nil
}

// environmentAt reads the Python environment to which a path belongs. ok is
// false if the path belongs to none.
func environmentAt(s engine.Surroundings, path string) (b bench.EngineBuild, ok bool, err error) {
	e, err := pyenv.Of(path, s.Home)
	switch {
	case errors.Is(err, pyenv.ErrSomePython):
		return b, true, err // the path belongs to Python, and err says why it names no environment
	case err != nil:
		return b, false, nil
	}
	st, err := os.Stat(path)
	if err != nil {
		return b, false, nil
	}
	name := filepath.Base(path)
	isScript := !st.IsDir() && !strings.HasPrefix(name, "python")
	if isScript && !strings.HasPrefix(name, "mlx_lm") {
		return b, false, nil // some other program that is written in Python
	}
	b, err = Read(e)
	if errors.Is(err, ErrNone) {
		err = fmt.Errorf("the Python environment %s holds no mlx-lm; install it with `%s -m pip install %s`, or make a separate environment with `dragstrip setup mlx`",
			bench.Clean(e.Folder), bench.Clean(e.Python), Spec())
	}
	b.Origin = e.Folder
	return b, true, err
}

// Key returns the key of the environment, and the arguments in the prefix. The
// path of Python cannot be the key, because one environment may be named in
// several ways.
func (finder) Key(b bench.EngineBuild) string {
	key := b.Prefix[0]
	if e, err := pyenv.Of(key, ""); err == nil {
		key = e.Key()
	}
	return key + "\x00" + strings.Join(b.Prefix[1:], "\x00")
}
