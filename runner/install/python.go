package install

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Python is the answer of a Python to pythonQuestion.
type Python struct {
	Path      string `json:"path"`
	Version   [3]int `json:"version"`
	Name      string `json:"name"` // "cpython"
	Machine   string `json:"machine"`
	Bits      int    `json:"bits"`
	FreeGIL   bool   `json:"free_threaded"`
	EnsurePip bool   `json:"ensurepip"`
}

// Minor returns the minor version: 12 for Python 3.12.
func (p Python) Minor() int { return p.Version[1] }

func (p Python) String() string {
	return fmt.Sprintf("Python %d.%d.%d (%s)", p.Version[0], p.Version[1], p.Version[2], bench.Clean(p.Path))
}

// cleanPython lists variables to remove. They would make Python or uv use
// another environment, or other packages than the offer names. (Package
// isolated removes more variables, and all variables of pip are replaced.)
var cleanPython = []string{
	"VIRTUAL_ENV", "CONDA_PREFIX", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_BREAK_SYSTEM_PACKAGES", "UV_TARGET", "UV_PREFIX", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT",
	"UV_WORKING_DIR", "UV_WORKING_DIRECTORY", "UV_ENV_FILE", "UV_CONFIG_FILE", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE", "UV_BUILD_CONSTRAINT",
}

// pythonQuestion is a program that asks a Python what it is. In a virtual
// environment, sys._base_executable is the Python from which the environment
// was made.
const pythonQuestion = `import json, platform, sys, sysconfig
from importlib.util import find_spec
def has(module):
    try:
        return find_spec(module) is not None
    except ImportError:
        return False
print(json.dumps({
    "path": getattr(sys, "_base_executable", None) or sys.executable, "version": list(sys.version_info[:3]), "name": sys.implementation.name,
    "machine": platform.machine(), "bits": 64 if sys.maxsize > 2**32 else 32, "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "ensurepip": has("venv.__main__") and has("ensurepip.__main__"),
}))
`

// Pythons says which Pythons fit the packages of an engine. The numbers are
// minor versions of Python 3. Versions after Newest are tried last, because
// packages for a new Python appear some months after that Python.
type Pythons struct {
	Oldest, Newest int
	// Best is the oldest version that can use the newest packages.
	Best int
	// Not may give another reason against a Python ("is built for …"); "" means
	// that there is none.
	Not func(goos string, p Python) string
}

// whyNot says why an engine cannot use a Python. It returns "" if the engine
// can use it.
func (want Pythons) whyNot(goos string, p Python) string {
	switch {
	case p.Version[0] != 3 || p.Minor() < want.Oldest:
		return fmt.Sprintf("is Python %d.%d", p.Version[0], p.Minor())
	case p.Name != "cpython":
		return "is " + bench.CleanLine(p.Name, 20)
	case p.FreeGIL:
		return "is built without the global lock"
	case p.Bits != 64:
		return "is a 32-bit program"
	case want.Not != nil:
		return want.Not(goos, p)
	}
	return ""
}

// pythonsFound are the Pythons of a machine, the best first.
type pythonsFound struct {
	title string // the title of the engine that they are for
	want  Pythons
	good  []Python
	// not says for each other Python why it does not fit.
	not []string
}

func (f pythonsFound) any() (Python, bool) {
	if len(f.good) == 0 {
		return Python{}, false
	}
	return f.good[0], true
}

func (f pythonsFound) withVenv() (Python, bool) {
	at := slices.IndexFunc(f.good, func(p Python) bool { return p.EnsurePip })
	if at < 0 {
		return Python{}, false
	}
	return f.good[at], true
}

// lacking returns a sentence that says that no Python fits, and why.
func (f pythonsFound) lacking() string {
	text := fmt.Sprintf("%s needs Python 3.%d or newer", f.title, f.want.Oldest)
	if len(f.not) == 0 {
		return text + ", and none was found"
	}
	return text + ": " + strings.Join(f.not[:min(len(f.not), 3)], ", ")
}

// maxPythons is how many Pythons are asked at most.
const maxPythons = 24

// pythons asks the Pythons of this machine what they are. It stops when one
// fits perfectly.
func (s *System) pythons(ctx context.Context, title string, want Pythons) pythonsFound {
	f := pythonsFound{title: title, want: want}
	seen := map[string]bool{}
	for _, path := range s.pythonPaths() {
		if len(seen) == maxPythons || ctx.Err() != nil {
			break
		}
		if seen[path] {
			continue
		}
		seen[path] = true
		p, err := s.askPython(ctx, path)
		if err != nil {
			continue // perhaps a shim for a Python that is not installed
		}
		if why := want.whyNot(s.OS(), p); why != "" {
			if not := bench.Clean(p.Path) + " " + why; !slices.Contains(f.not, not) {
				f.not = append(f.not, not)
			}
			continue
		}
		f.good = append(f.good, p)
		if p.EnsurePip && want.rank(p) == 0 {
			break
		}
	}
	slices.SortStableFunc(f.good, func(a, b Python) int { return want.rank(a) - want.rank(b) })
	return f
}

// rank orders Pythons: first those that can use the newest packages, then older
// ones, then those that may be too new.
func (want Pythons) rank(p Python) int {
	switch {
	case p.Minor() > want.Newest:
		return 2
	case p.Minor() < want.Best:
		return 1
	}
	return 0
}

// pythonPaths lists where Pythons may be, in the order in which they are asked.
// The user's own choice comes first.
func (s *System) pythonPaths() []string {
	var paths []string
	for _, name := range []string{"python3", "python3.12", "python3.13", "python3.11", "python3.14", "python3.10", "python"} {
		if path, ok := s.look(name); ok {
			paths = append(paths, path)
		}
	}
	patterns := []string{
		s.path("usr/bin/python3.1?"), s.path("usr/local/bin/python3.1?"), s.path("opt/homebrew/bin/python3.1?"),
		s.path("Library/Frameworks/Python.framework/Versions/3.1?/bin/python3"),
	}
	if s.Home != "" && !strings.ContainsAny(s.Home, `*?[\`) {
		for _, pattern := range []string{".pyenv/versions/3.1?.*/bin/python3", ".local/share/uv/python/cpython-3.1?.*/bin/python3", "miniconda3/bin/python3", "miniforge3/bin/python3"} {
			patterns = append(patterns, filepath.Join(s.Home, pattern))
		}
	}
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern)
		paths = append(paths, found...)
	}
	// On a Mac, /usr/bin/python3 is version 3.9, or only opens a window that
	// offers to install it.
	return slices.DeleteFunc(paths, func(p string) bool { return s.OS() == "darwin" && p == "/usr/bin/python3" })
}

// lastLine returns the last line of a text. A shim may print something before
// the Python that it starts.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// askPython asks a Python what it is. With -S it does not import the module
// sitecustomize, which may print something or hang.
func (s *System) askPython(ctx context.Context, path string) (Python, error) {
	var p Python
	ctx, cancel := context.WithTimeoutCause(ctx, askTime, fmt.Errorf("%s does not answer within %v", path, askTime))
	defer cancel()
	out, err := s.run(ctx, Command{Argv: []string{path, "-I", "-S", "-c", pythonQuestion}, Env: cleanPython, Asked: true})
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(lastLine(out)), &p); err != nil {
		return p, err
	}
	if !filepath.IsAbs(p.Path) {
		p.Path = path
	}
	return p, nil
}
