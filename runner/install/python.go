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

// pythonProgram is a Python that answered.
type pythonProgram struct {
	Path      string `json:"path"`
	Version   [3]int `json:"version"`
	Name      string `json:"name"` // "cpython"
	Machine   string `json:"machine"`
	Bits      int    `json:"bits"`
	FreeGIL   bool   `json:"free_threaded"`
	EnsurePip bool   `json:"ensurepip"`
}

func (p pythonProgram) minor() int { return p.Version[1] }

func (p pythonProgram) String() string {
	return fmt.Sprintf("Python %d.%d.%d (%s)", p.Version[0], p.Version[1], p.Version[2], bench.Clean(p.Path))
}

// pythonQuestion asks a Python what it is. sys._base_executable is the one
// that a virtual environment was made from.
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

// The Pythons that MLX's packages are made for. Later ones are tried last:
// packages come some months after a Python.
const oldestPython, newestPython = 10, 14

// whyNot says why MLX cannot live in a Python, or "".
func (p pythonProgram) whyNot(goos string) string {
	switch {
	case p.Version[0] != 3 || p.minor() < oldestPython:
		return fmt.Sprintf("is Python %d.%d", p.Version[0], p.minor())
	case p.Name != "cpython":
		return "is " + bench.CleanLine(p.Name, 20)
	case p.FreeGIL:
		return "is built without the global lock"
	case p.Bits != 64:
		return "is a 32-bit program"
	case goos == "darwin" && p.Machine != "arm64":
		return "is built for Intel Macs"
	}
	return ""
}

// pythonsFound are the Pythons of a machine, the best first.
type pythonsFound struct {
	good []pythonProgram
	// not says why the others will not do.
	not []string
}

func (f pythonsFound) any() (pythonProgram, bool) {
	if len(f.good) == 0 {
		return pythonProgram{}, false
	}
	return f.good[0], true
}

func (f pythonsFound) withVenv() (pythonProgram, bool) {
	at := slices.IndexFunc(f.good, func(p pythonProgram) bool { return p.EnsurePip })
	if at < 0 {
		return pythonProgram{}, false
	}
	return f.good[at], true
}

// lacking is a sentence for where there is none that fits.
func (f pythonsFound) lacking() string {
	text := fmt.Sprintf("MLX needs Python 3.%d or newer", oldestPython)
	if len(f.not) == 0 {
		return text + ", and there is none"
	}
	return text + ": " + strings.Join(f.not[:min(len(f.not), 3)], ", ")
}

// maxPythons bounds how many are asked.
const maxPythons = 24

// pythons asks the Pythons of this machine what they are, until one is as good
// as any.
func (in *Installer) pythons(ctx context.Context) pythonsFound {
	var f pythonsFound
	seen := map[string]bool{}
	for _, path := range in.pythonPaths() {
		if len(seen) == maxPythons || ctx.Err() != nil {
			break
		}
		if seen[path] {
			continue
		}
		seen[path] = true
		p, err := in.askPython(ctx, path)
		if err != nil {
			continue // a shim for a Python that is not there
		}
		if why := p.whyNot(in.goos()); why != "" {
			if not := bench.Clean(p.Path) + " " + why; !slices.Contains(f.not, not) {
				f.not = append(f.not, not)
			}
			continue
		}
		f.good = append(f.good, p)
		if p.EnsurePip && p.minor() >= mlxPins[0].minor && p.minor() <= newestPython {
			break
		}
	}
	slices.SortStableFunc(f.good, func(a, b pythonProgram) int { return a.rank() - b.rank() })
	return f
}

// rank: those that take the newest packages, then older ones, then those that
// may be too new.
func (p pythonProgram) rank() int {
	switch {
	case p.minor() > newestPython:
		return 2
	case p.minor() < mlxPins[0].minor:
		return 1
	}
	return 0
}

// pythonPaths are where Pythons may be, in the order in which they are asked:
// the user's own choice first.
func (in *Installer) pythonPaths() []string {
	var paths []string
	for _, name := range []string{"python3", "python3.12", "python3.13", "python3.11", "python3.14", "python3.10", "python"} {
		if path, ok := in.look(name); ok {
			paths = append(paths, path)
		}
	}
	patterns := []string{in.path("usr/bin/python3.1?"), in.path("usr/local/bin/python3.1?"), in.path("opt/homebrew/bin/python3.1?"),
		in.path("Library/Frameworks/Python.framework/Versions/3.1?/bin/python3")}
	if in.Home != "" && !strings.ContainsAny(in.Home, `*?[\`) {
		for _, pattern := range []string{".pyenv/versions/3.1?.*/bin/python3", ".local/share/uv/python/cpython-3.1?.*/bin/python3", "miniconda3/bin/python3", "miniforge3/bin/python3"} {
			patterns = append(patterns, filepath.Join(in.Home, pattern))
		}
	}
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern)
		paths = append(paths, found...)
	}
	// On a Mac this one is 3.9, or a window that offers to get it.
	return slices.DeleteFunc(paths, func(p string) bool { return in.goos() == "darwin" && p == "/usr/bin/python3" })
}

func (in *Installer) askPython(ctx context.Context, path string) (pythonProgram, error) {
	var p pythonProgram
	ctx, cancel := context.WithTimeoutCause(ctx, askTime, fmt.Errorf("%s does not answer within %v", path, askTime))
	defer cancel()
	out, err := in.run(ctx, Command{Argv: []string{path, "-I", "-c", pythonQuestion}, Env: cleanPython})
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(strings.TrimSpace(out)), &p); err != nil {
		return p, err
	}
	if !filepath.IsAbs(p.Path) {
		p.Path = path
	}
	return p, nil
}
