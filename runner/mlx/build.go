package mlx

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/pyenv"
)

// toolFile is the file of mlx_lm.benchmark in mlx-lm, since 0.27 (August 2025).
const toolFile = "mlx_lm/benchmark.py"

const (
	// serverFile is the file of mlx_lm.server in mlx-lm.
	serverFile = "mlx_lm/server.py"
	// serverHealth is the function of serverFile that tells whether the server is
	// ready. It came in May 2025.
	serverHealth = "def handle_health_check("
)

// backends are the packages that hold MLX's backends.
var backends = []struct{ dist, name string }{
	{"mlx-metal", "Metal"}, {"mlx-cuda-13", "CUDA"}, {"mlx-cuda-12", "CUDA"}, {"mlx-cuda", "CUDA"}, {"mlx-cpu", "CPU"},
}

// needed are the functions that the driver calls, with the files that define
// them. If a function is missing, the version is too old, whatever its number
// is.
var needed = []struct{ File, Function string }{
	{"mlx_lm/generate.py", "generate_step"}, {"mlx_lm/utils.py", "load_model"}, {"mlx_lm/models/cache.py", "make_prompt_cache"},
}

// ErrNone says that a Python environment has no mlx-lm at all.
var ErrNone = errors.New("it holds no mlx-lm")

// Read reads what a Python environment holds, and returns it as an engine
// build. The prefix of the build is the environment's Python. An error says how
// to repair the environment.
func Read(e pyenv.Environment) (bench.EngineBuild, error) {
	b := bench.EngineBuild{Engine: Name, Prefix: []string{e.Python}}
	names := []string{"mlx-lm", "mlx"}
	for _, back := range backends {
		names = append(names, back.dist)
	}
	found := e.Packages(names...)
	lm, ok := found["mlx-lm"]
	if !ok {
		return b, ErrNone
	}
	b.Version, b.Library = lm.Version, found["mlx"].Version
	for _, back := range backends {
		if _, ok := found[back.dist]; ok {
			b.Backends = append(b.Backends, back.name)
			break
		}
	}
	pip := bench.Clean(e.Python) + " -m pip install "
	if b.Library == "" {
		return b, fmt.Errorf("mlx-lm %s is installed without MLX itself; install MLX with `%s`, or make a separate environment with `dragstrip setup mlx`", b.Version, pip+Spec())
	}
	if missing := missingIn(e); len(missing) > 0 {
		return b, fmt.Errorf("mlx-lm %s is too old: %s is missing; update it with `%s`, or make a separate environment with `dragstrip setup mlx`", b.Version, strings.Join(missing, ", "), pip+"--upgrade "+Spec())
	}
	if len(b.Backends) == 0 {
		// Until 2025 the package of MLX contained its backend. Conda's package still
		// does.
		switch {
		case e.Has("mlx/lib/mlx.metallib"), runtime.GOOS == "darwin":
			b.Backends = []string{"Metal"}
		case e.Has("mlx/lib/libmlx.so"), found["mlx"].Installer == "conda":
			b.Backends = []string{"CPU"}
		default:
			return b, fmt.Errorf("MLX %s is installed without a backend to compute on; install one with `%s`", b.Library, pip+Spec())
		}
	}
	return told(b), nil
}

// Spec returns the name of the package that pip must install on this system.
func Spec() string {
	if runtime.GOOS == "darwin" {
		return "mlx-lm"
	}
	return "'mlx-lm[cpu]'"
}

func missingIn(e pyenv.Environment) []string {
	var missing []string
	for _, n := range needed {
		if !strings.Contains(e.Text(n.File), "def "+n.Function+"(") {
			missing = append(missing, n.Function+" in "+n.File)
		}
	}
	return missing
}

// AsServer returns the build that measures with mlx_lm.server in the same
// environment.
func AsServer(b bench.EngineBuild) bench.EngineBuild {
	b.Engine, b.Prefix = Server, []string{b.Prefix[0], "-m", Server}
	return told(b)
}

// AsTool returns the build that measures with mlx_lm.benchmark in the same
// environment.
func AsTool(b bench.EngineBuild) bench.EngineBuild {
	b.Engine, b.Prefix = Tool, []string{b.Prefix[0], "-m", Tool}
	return told(b)
}
