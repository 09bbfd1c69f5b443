package runner

import (
	"dragstrip/runner/mlx"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// place is where a Python environment may be.
type place struct{ origin, path string }

// maxEnvironments bounds what one pattern may find.
const maxEnvironments = 256

// pythonPlaces are where Python environments lie, what is active first.
func (s *Search) pythonPlaces() []place {
	var out []place
	add := func(origin, path string) {
		if path != "" && filepath.IsAbs(path) {
			out = append(out, place{origin, path})
		}
	}
	add("active environment", s.getenv("VIRTUAL_ENV"))
	add("conda", s.getenv("CONDA_PREFIX"))
	for _, folder := range s.Path {
		if folder == "" {
			continue
		}
		for _, name := range []string{"python3", "python"} {
			s.addProgram(&out, "PATH", folder, name)
		}
		s.addProgram(&out, "PATH", folder, mlx.Tool)
	}
	for _, kept := range s.keptEnvironments() {
		for _, found := range below(kept.path, kept.pattern) {
			add(kept.origin, found)
		}
	}
	for _, folder := range systemPlaces[runtime.GOOS] {
		folder = filepath.Join("/", s.Root, folder)
		s.addProgram(&out, folder, folder, mlx.Tool)
		for _, found := range below(folder, "python3*") {
			add(folder, found)
		}
	}
	return out
}

func (s *Search) getenv(name string) string {
	if s.Getenv == nil {
		return ""
	}
	return s.Getenv(name)
}

func (s *Search) addProgram(out *[]place, origin, folder, name string) {
	path, ok := program(folder, name)
	if !ok {
		return
	}
	*out = append(*out, place{origin, path})
	// What pipx and uv put on PATH is a link into the environment.
	if real, err := filepath.EvalSymlinks(path); name == mlx.Tool && err == nil && real != path {
		*out = append(*out, place{origin, real})
	}
}

// kept is a folder in which some program keeps environments.
type kept struct{ origin, path, pattern string }

// homeEnvironments are where people and programs keep environments, below the
// home folder.
var homeEnvironments = []struct{ origin, pattern string }{
	{"pipx", ".local/share/pipx/venvs/*"}, {"pipx", ".local/pipx/venvs/*"}, {"pipx", "Library/Application Support/pipx/venvs/*"},
	{"uv tool", ".local/share/uv/tools/*"}, {"uv tool", "Library/Application Support/uv/tools/*"},
	{"conda", "miniconda3"}, {"conda", "anaconda3"}, {"conda", "miniforge3"}, {"conda", "mambaforge"}, {"conda", ".conda/envs/*"},
	{"conda", "miniconda3/envs/*"}, {"conda", "anaconda3/envs/*"}, {"conda", "miniforge3/envs/*"}, {"conda", "mambaforge/envs/*"}, {"conda", "micromamba/envs/*"},
	{"pyenv", ".pyenv/versions/*"},
	{"home folder", ".venv"}, {"home folder", "venv"}, {"home folder", ".venvs/*"}, {"home folder", ".virtualenvs/*"},
	{"home folder", "mlx*/.venv"}, {"home folder", "mlx*/venv"},
}

func (s *Search) keptEnvironments() []kept {
	var all []kept
	tell := func(origin, folder, pattern string) {
		if filepath.IsAbs(folder) {
			all = append(all, kept{origin, folder, pattern})
		}
	}
	tell("pipx", s.getenv("PIPX_HOME"), "venvs/*")
	tell("uv tool", s.getenv("UV_TOOL_DIR"), "*")
	tell("uv tool", s.getenv("XDG_DATA_HOME"), "uv/tools/*")
	tell("pyenv", s.getenv("PYENV_ROOT"), "versions/*")
	for _, brew := range []string{"/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"} {
		brew = filepath.Join("/", s.Root, brew)
		tell("homebrew", brew, "opt/mlx-lm/libexec")
		tell("conda", brew, "Caskroom/mini*/base")
		tell("conda", brew, "Caskroom/mini*/base/envs/*")
	}
	if s.Home == "" {
		return all
	}
	for _, p := range homeEnvironments {
		tell(p.origin, s.Home, p.pattern)
	}
	for _, sources := range sourcePlaces {
		tell("home folder", s.Home, sources+"/mlx*/.venv")
		tell("home folder", s.Home, sources+"/mlx*/venv")
	}
	return all
}

// below gives what matches in a folder; the folder's own name may hold
// anything.
func below(folder, pattern string) []string {
	names, _ := fs.Glob(os.DirFS(folder), pattern)
	slices.Sort(names)
	var out []string
	for _, name := range names[:min(len(names), maxEnvironments)] {
		out = append(out, filepath.Join(folder, filepath.FromSlash(name)))
	}
	return out
}
