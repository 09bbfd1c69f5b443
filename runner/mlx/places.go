package mlx

import (
	"path/filepath"
	"slices"

	"dragstrip/runner/engine"
	"dragstrip/runner/places"
)

// place is where a Python environment may be.
type place struct{ origin, path string }

// maxEnvironments is how many environments one pattern may find at most.
const maxEnvironments = 256

// pythonPlaces lists where Python environments may be, the active ones first.
func pythonPlaces(s engine.Surroundings) []place {
	var out []place
	add := func(origin, path string) {
		if path != "" && filepath.IsAbs(path) {
			out = append(out, place{origin, path})
		}
	}
	addProgram := func(origin, folder, name string) {
		if path, ok := places.Program(folder, name); ok {
			out = append(out, place{origin, path})
			// On PATH, pipx and uv put a link to the program in the
			// environment.
			if target := places.Real(path); name == Tool && target != path {
				out = append(out, place{origin, target})
			}
		}
	}
	add("active environment", s.Getenv("VIRTUAL_ENV"))
	add("conda", s.Getenv("CONDA_PREFIX"))
	for _, folder := range s.Path {
		addProgram("PATH", folder, "python3")
		addProgram("PATH", folder, "python")
		addProgram("PATH", folder, Tool)
	}
	for _, kept := range keptEnvironments(s) {
		for _, found := range below(kept.path, kept.pattern) {
			add(kept.origin, found)
		}
	}
	for _, folder := range places.System(s.Root) {
		addProgram(folder, folder, Tool)
		for _, found := range below(folder, "python3*") {
			add(folder, found)
		}
	}
	return out
}

// kept is a folder in which a program keeps environments, and a pattern for
// them.
type kept struct{ origin, path, pattern string }

// homeEnvironments are the places below the home folder where people and
// programs keep environments.
var homeEnvironments = []struct{ origin, pattern string }{
	{"pipx", ".local/share/pipx/venvs/*"},
	{"pipx", ".local/pipx/venvs/*"},
	{"pipx", "Library/Application Support/pipx/venvs/*"},
	{"uv tool", ".local/share/uv/tools/*"},
	{"uv tool", "Library/Application Support/uv/tools/*"},
	{"conda", "miniconda3"},
	{"conda", "anaconda3"},
	{"conda", "miniforge3"},
	{"conda", "mambaforge"},
	{"conda", ".conda/envs/*"},
	{"conda", "miniconda3/envs/*"},
	{"conda", "anaconda3/envs/*"},
	{"conda", "miniforge3/envs/*"},
	{"conda", "mambaforge/envs/*"},
	{"conda", "micromamba/envs/*"},
	{"pyenv", ".pyenv/versions/*"},
	{"home folder", ".venv"},
	{"home folder", "venv"},
	{"home folder", ".venvs/*"},
	{"home folder", ".virtualenvs/*"},
	{"home folder", "mlx*/.venv"},
	{"home folder", "mlx*/venv"},
}

func keptEnvironments(s engine.Surroundings) []kept {
	var all []kept
	tell := func(origin, folder, pattern string) {
		if filepath.IsAbs(folder) {
			all = append(all, kept{origin, folder, pattern})
		}
	}
	tell("pipx", s.Getenv("PIPX_HOME"), "venvs/*")
	tell("uv tool", s.Getenv("UV_TOOL_DIR"), "*")
	tell("uv tool", s.Getenv("XDG_DATA_HOME"), "uv/tools/*")
	tell("pyenv", s.Getenv("PYENV_ROOT"), "versions/*")
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
	for _, sources := range places.Sources {
		tell("home folder", s.Home, sources+"/mlx*/.venv")
		tell("home folder", s.Home, sources+"/mlx*/venv")
	}
	return all
}

// below lists the files and folders that match a pattern below a folder, sorted
// by name, at most maxEnvironments.
func below(folder, pattern string) []string {
	found := slices.Sorted(slices.Values(places.Below(folder, pattern)))
	return found[:min(len(found), maxEnvironments)]
}
