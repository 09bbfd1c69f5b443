package runner

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dyno/bench"
	"dyno/runner/pyenv"
)

// An MLX build is a Python environment that holds mlx-lm. Its prefix is the
// environment's Python, to which dyno's own driver is given; or that Python
// with "-m mlx_lm.benchmark", where mlx-lm's own program was asked for.
const mlxBenchmark = "mlx_lm.benchmark"

// mlxBackends are the packages that hold what MLX computes on.
var mlxBackends = []struct{ dist, name string }{
	{"mlx-metal", "Metal"}, {"mlx-cuda-13", "CUDA"}, {"mlx-cuda-12", "CUDA"}, {"mlx-cuda", "CUDA"}, {"mlx-cpu", "CPU"},
}

// mlxNeeded are the functions that are called, by the file that defines them:
// what an old version lacks is seen there, whatever its number.
var mlxNeeded = []struct{ file, function string }{
	{"mlx_lm/generate.py", "generate_step"}, {"mlx_lm/utils.py", "load_model"}, {"mlx_lm/models/cache.py", "make_prompt_cache"},
}

// errNoMLX says that an environment has no mlx-lm at all.
var errNoMLX = errors.New("it holds no mlx-lm")

// mlxBuild reads what an environment holds. Its error says what mends it.
func mlxBuild(e pyenv.Environment) (bench.EngineBuild, error) {
	b := bench.EngineBuild{Engine: MLX, Prefix: []string{e.Python}}
	names := []string{"mlx-lm", "mlx"}
	for _, back := range mlxBackends {
		names = append(names, back.dist)
	}
	found := e.Packages(names...)
	lm, ok := found["mlx-lm"]
	if !ok {
		return b, errNoMLX
	}
	b.Version, b.Library = lm.Version, found["mlx"].Version
	for _, back := range mlxBackends {
		if _, ok := found[back.dist]; ok {
			b.Backends = append(b.Backends, back.name)
			break
		}
	}
	pip := bench.Clean(e.Python) + " -m pip install "
	if b.Library == "" {
		return b, fmt.Errorf("mlx-lm %s is there without MLX itself; %s mends it, or `dyno setup mlx` makes an environment of dyno's own", b.Version, pip+mlxSpec())
	}
	if missing := mlxMissing(e); len(missing) > 0 {
		return b, fmt.Errorf("mlx-lm %s is too old: %s is missing; %s mends it, or `dyno setup mlx` makes an environment of dyno's own", b.Version, strings.Join(missing, ", "), pip+"--upgrade "+mlxSpec())
	}
	if len(b.Backends) == 0 {
		// Until 2025 the package of MLX held its backend itself, and conda's does.
		switch {
		case e.Has("mlx/lib/mlx.metallib"), runtime.GOOS == "darwin":
			b.Backends = []string{"Metal"}
		case e.Has("mlx/lib/libmlx.so"), found["mlx"].Installer == "conda":
			b.Backends = []string{"CPU"}
		default:
			return b, fmt.Errorf("MLX %s is there without a backend to compute on; %s mends it", b.Library, pip+mlxSpec())
		}
	}
	return b, nil
}

func mlxSpec() string {
	if runtime.GOOS == "darwin" {
		return "mlx-lm"
	}
	return "'mlx-lm[cpu]'"
}

func mlxMissing(e pyenv.Environment) []string {
	var missing []string
	for _, n := range mlxNeeded {
		if !strings.Contains(e.Text(n.file), "def "+n.function+"(") {
			missing = append(missing, n.function+" in "+n.file)
		}
	}
	return missing
}

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
		b, err := mlxBuild(e)
		b.Origin = origin
		switch {
		case errors.Is(err, errNoMLX):
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
	b, err = mlxBuild(e)
	if errors.Is(err, errNoMLX) {
		err = fmt.Errorf("the Python environment %s holds no mlx-lm; `%s -m pip install %s` puts it there, `dyno setup mlx` makes an environment of dyno's own",
			bench.Clean(e.Folder), bench.Clean(e.Python), mlxSpec())
	}
	if name == mlxBenchmark {
		b.Prefix = append(b.Prefix, "-m", mlxBenchmark)
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
	if spelled != mlxBenchmark && spelled != "mlx_lm benchmark" {
		return b, false, nil
	}
	b, ok, err = s.mlxPath(env, program)
	if ok && err == nil {
		b.Prefix = append(b.Prefix[:1], "-m", mlxBenchmark)
	}
	return b, ok, err
}

// anyMLX is the first environment there is, for `--engine mlx`.
func anyMLX(env []string, there []bench.EngineBuild) (bench.EngineBuild, error) {
	b, ok := BestOf(MLX, there)
	if !ok {
		return b, errors.New("no Python environment with a usable mlx-lm was found; `dyno setup mlx` makes one, `dyno engines` says what was seen")
	}
	b.Env = append(slices.Clone(b.Env), env...)
	return b, nil
}

// mlxScript is mlx-lm's own program of the first environment there is: it need
// not be on PATH.
func mlxScript(env []string, there []bench.EngineBuild) (bench.EngineBuild, error) {
	b, err := anyMLX(env, there)
	if err == nil {
		b.Prefix = []string{b.Prefix[0], "-m", mlxBenchmark}
	}
	return b, err
}
