package runner

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/mlx"
	"dragstrip/runner/pyenv"
)

// mlxKind tells whether a build is a Python environment that holds mlx-lm: its
// prefix is the environment's Python, to which dragstrip's own driver is given; or
// that Python with "-m mlx_lm.benchmark", where mlx-lm's own program was asked
// for.
func mlxKind(b bench.EngineBuild) bool { return b.Reads() == bench.FormatMLX }

// mlxIdentity is one key for a build under all its names. The Python of a
// virtual environment is a link to another, so that cannot be it.
func mlxIdentity(b bench.EngineBuild) string {
	key := b.Prefix[0]
	if e, err := pyenv.Of(key, ""); err == nil {
		key = e.Key()
	}
	return MLX + "\x00" + key + "\x00" + strings.Join(b.Prefix[1:], "\x00") + "\x01" + strings.Join(b.Env, "\x00")
}

// collectMLX looks for environments. Those without mlx-lm are nobody's
// business; those with one that cannot be used are problems.
func (s *Search) collectMLX(c *candidates) {
	if runtime.GOOS == "windows" {
		return // there is no MLX
	}
	seen := map[string]bool{}
	try := func(origin, path string) {
		e, err := pyenv.Of(path, s.Home)
		if err != nil || seen[e.Key()] {
			return
		}
		seen[e.Key()] = true
		b, err := mlx.Read(e)
		b.Origin = origin
		switch {
		case errors.Is(err, mlx.ErrNone):
		case err != nil:
			c.problems = append(c.problems, Problem{Origin: origin, Command: e.Python, Err: err})
		default:
			c.addBuild(b)
		}
	}
	for _, own := range s.Own {
		if own.Engine == MLX && len(own.Prefix) > 0 {
			try(own.Origin, own.Prefix[0])
		}
	}
	for _, p := range s.pythonPlaces() {
		try(p.origin, p.path)
	}
}

// mlxPath takes what a user named where it has to do with Python; ok tells
// whether it has.
func (s *Search) mlxPath(env []string, path string) (b bench.EngineBuild, ok bool, err error) {
	e, err := pyenv.Of(path, s.Home)
	switch {
	case errors.Is(err, pyenv.ErrNoPython) && err != pyenv.ErrNoPython:
		return b, true, err // it has to do with Python, and says why it is none
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
	if st.IsDir() {
		if _, held := inNamedFolder(path); held { // llama.cpp in a folder with a Python
			return b, false, nil
		}
	}
	b, err = mlx.Read(e)
	if errors.Is(err, mlx.ErrNone) {
		err = fmt.Errorf("the Python environment %s holds no mlx-lm; `%s -m pip install %s` puts it there, `dragstrip setup mlx` makes an environment of dragstrip's own",
			bench.Clean(e.Folder), bench.Clean(e.Python), mlx.Spec())
	}
	if name == mlx.Tool {
		b = mlx.AsTool(b)
	}
	b.Env, b.Origin = env, e.Folder
	return b, true, err
}

// mlxCommand takes "python -m mlx_lm.benchmark" and its other spellings.
func (s *Search) mlxCommand(env []string, program string, words []string) (b bench.EngineBuild, ok bool, err error) {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "-m" })
	spelled := strings.Join(words, " ")
	if filepath.Base(program) == "mlx_lm" {
		spelled = "mlx_lm " + spelled
	}
	if spelled != mlx.Tool && spelled != "mlx_lm benchmark" {
		return b, false, nil
	}
	b, ok, err = s.mlxPath(env, program)
	if ok && err == nil {
		b = mlx.AsTool(b)
	}
	return b, ok, err
}

// anyMLX is the first environment there is, for `--engine mlx`.
func anyMLX(env []string, there []bench.EngineBuild) (bench.EngineBuild, error) {
	b, ok := BestOf(MLX, there)
	if !ok {
		return b, errors.New("no Python environment with a usable mlx-lm was found; `dragstrip setup mlx` makes one, `dragstrip engines` says what was seen")
	}
	b.Env = append(slices.Clone(b.Env), env...)
	return b, nil
}

// mlxScript is mlx-lm's own program of the first environment there is: it need
// not be on PATH.
func mlxScript(env []string, there []bench.EngineBuild) (bench.EngineBuild, error) {
	b, err := anyMLX(env, there)
	if err == nil {
		b = mlx.AsTool(b)
	}
	return b, err
}
