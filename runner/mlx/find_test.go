package mlx

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func putProgram(t *testing.T, text string, parts ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no MLX")
	}
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// putMLX makes a virtual environment with packages, given as name-version.
// mlx-lm gets the functions that are called.
func putMLX(t *testing.T, root string, packages ...string) (python string) {
	t.Helper()
	python = putProgram(t, "\x7fELF", root, "bin", "python")
	site := filepath.Join(root, "lib", "python3.12", "site-packages")
	files := map[string]string{filepath.Join(root, "pyvenv.cfg"): "home = /usr/bin\nversion = 3.12.1\n"}
	for _, p := range packages {
		name, version, _ := strings.Cut(p, "@")
		files[filepath.Join(site, strings.ReplaceAll(name, "-", "_")+"-"+version+".dist-info", "METADATA")] = "Name: " + name + "\nVersion: " + version + "\n"
		if name == "mlx-lm" && !strings.HasPrefix(version, "0.0.") {
			for _, n := range needed {
				files[filepath.Join(site, filepath.FromSlash(n.File))] += "def " + n.Function + "(x):\n    pass\n"
			}
		}
	}
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return python
}

var wholeMLX = []string{"mlx-lm@0.32.2", "mlx@0.32.4", "mlx-cpu@0.32.4"}

func TestEnvironmentsWithMLXAreFoundWhereverTheyAreKept(t *testing.T) {
	root := t.TempDir()
	home := filepath.Join(root, "home [of] 'a user'")
	active := putMLX(t, filepath.Join(root, "active"), wholeMLX...)
	conda := putMLX(t, filepath.Join(root, "conda"), "mlx-lm@0.29.1", "mlx@0.29.3", "mlx-cuda-12@0.29.3")
	own := putMLX(t, filepath.Join(root, "own"), wholeMLX...)
	pipx := putMLX(t, filepath.Join(home, ".local", "share", "pipx", "venvs", "mlx-lm"), wholeMLX...)
	tool := putMLX(t, filepath.Join(root, "tools", "mlx-lm"), wholeMLX...)
	brew := putMLX(t, filepath.Join(root, "opt", "homebrew", "opt", "mlx-lm", "libexec"), "mlx-lm@0.32.2", "mlx@0.32.4", "mlx-metal@0.32.4")
	project := putMLX(t, filepath.Join(home, "src", "mlx-lm", ".venv"), wholeMLX...)
	ofScript := putMLX(t, filepath.Join(root, "of a script"), wholeMLX...)
	putProgram(t, "#!"+ofScript+"\n", root, "path", Tool)
	putMLX(t, filepath.Join(home, ".venv"), "numpy@2.0") // an environment without MLX
	old := putMLX(t, filepath.Join(home, "venv"), "mlx-lm@0.0.13", "mlx@0.2.0")
	bare := putMLX(t, filepath.Join(home, ".venvs", "bare"), "mlx-lm@0.32.2")
	empty := putMLX(t, filepath.Join(home, ".venvs", "empty"), "mlx-lm@0.32.2", "mlx@0.32.4")
	// This is the same environment under another name.
	if err := os.Symlink(filepath.Join(root, "active"), filepath.Join(home, ".venvs", "a-link")); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"VIRTUAL_ENV": filepath.Join(root, "active"), "CONDA_PREFIX": filepath.Join(root, "conda"), "UV_TOOL_DIR": filepath.Join(root, "tools"), "PIPX_HOME": "relative"}
	found, problems := finder{}.Look(engine.Surroundings{
		Home: home, Root: root, Path: []string{filepath.Join(root, "path"), filepath.Dir(active), "", "/no/such"},
		Getenv: func(name string) string { return variables[name] },
		Own:    []bench.EngineBuild{{Engine: Name, Prefix: []string{own}, Origin: "dragstrip, uv"}, {Engine: Name, Prefix: []string{"/gone/bin/python"}}},
	})
	var got []string
	for _, b := range found {
		got = append(got, strings.Join(b.Prefix, " "))
		if b.Engine != Name || b.Origin == "" || len(b.Backends) != 1 || b.Version == "" || b.Library == "" {
			t.Errorf("build %+v", b)
		}
	}
	if want := []string{own, active, conda, ofScript, tool, brew, pipx, project}; !slices.Equal(got, want) {
		t.Fatalf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if b := found[2]; b.Version != "0.29.1" || b.Library != "0.29.3" || b.Backends[0] != "CUDA" || b.Origin != "conda" {
		t.Errorf("conda's: %+v", b)
	}
	reasons := map[string]string{old: "too old", bare: "without MLX itself"}
	if runtime.GOOS == "linux" {
		reasons[empty] = "without a backend"
	}
	if len(problems) != len(reasons) {
		t.Errorf("problems %+v", problems)
	}
	for _, p := range problems {
		if part := reasons[p.Command]; part == "" || !strings.Contains(p.Err.Error(), part) || !strings.Contains(p.Err.Error(), "pip install") {
			t.Errorf("%s: %v, want %q", p.Command, p.Err, part)
		}
	}
}

func TestNamedMLX(t *testing.T) {
	root := t.TempDir()
	python := putMLX(t, filepath.Join(root, "env"), wholeMLX...)
	script := putProgram(t, "#!"+python+"\n", root, "env", "bin", Tool)
	server := putProgram(t, "#!"+python+"\n", root, "env", "bin", Server)
	generate := putProgram(t, "#!"+python+"\n", root, "env", "bin", "mlx_lm.generate")
	putProgram(t, "#!"+python+"\n", root, "env", "bin", "mlx_lm")
	none := putMLX(t, filepath.Join(root, "none"), "numpy@2")
	old := putMLX(t, filepath.Join(root, "old"), "mlx-lm@0.0.13", "mlx@0.2.0")
	shim := putProgram(t, "#!/bin/sh\n", root, "shims", "python3")
	there := engine.Surroundings{Home: root}
	other := putProgram(t, "#!"+python+"\n", root, "wrapper") // some program that is written in Python
	for named, want := range map[string]string{
		filepath.Join(root, "env"): python, python: python, script: python + " -m mlx_lm.benchmark", generate: python,
		python + " -m mlx_lm.benchmark": python + " -m mlx_lm.benchmark", python + " -m mlx_lm benchmark": python + " -m mlx_lm.benchmark",
		filepath.Join(root, "env", "bin", "mlx_lm") + " benchmark": python + " -m mlx_lm.benchmark",
		filepath.Join(root, "env", "bin", "mlx_lm") + " server":    python + " -m mlx_lm.server", python + " -m mlx_lm.server": python + " -m mlx_lm.server", server: python + " -m mlx_lm.server",
	} {
		words := strings.Fields(named)
		got, ok, err := finder{}.Take(there, words[0], words[1:])
		name := Name
		for _, other := range []string{Tool, Server} {
			if strings.HasSuffix(want, other) {
				name = other
			}
		}
		if line := strings.Join(got.Prefix, " "); err != nil || !ok || line != want || got.Engine != name {
			t.Errorf("%s: %q of %q, %v; want %q", named, line, got.Engine, err, want)
		}
	}
	for _, named := range []string{other, root, "/no/such", "http://localhost:1234", python + " -m http.server", script + " --flag"} {
		words := strings.Fields(named)
		if got, ok, err := (finder{}).Take(there, words[0], words[1:]); ok || err != nil {
			t.Errorf("%s: %+v, %v", named, got, err)
		}
	}
	for named, part := range map[string]string{none: "dragstrip setup mlx", filepath.Join(root, "none"): "holds no mlx-lm", old: "too old", shim: "name the Python itself"} {
		if _, ok, err := (finder{}).Take(there, named, nil); !ok || err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v, want %q", named, err, part)
		}
	}
}

func TestOneEnvironmentIsOneBuildUnderAllItsNames(t *testing.T) {
	root := t.TempDir()
	python := putMLX(t, filepath.Join(root, "env"), wholeMLX...)
	another := putMLX(t, filepath.Join(root, "another"), wholeMLX...)
	if err := os.Symlink(filepath.Join(root, "env"), filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	key := func(prefix ...string) string { return finder{}.Key(bench.EngineBuild{Prefix: prefix}) }
	if key(python) != key(filepath.Join(root, "link", "bin", "python")) {
		t.Error("a link to the environment is another build")
	}
	if key(python) == key(another) || key(python) == key(AsTool(bench.EngineBuild{Prefix: []string{python}}).Prefix...) {
		t.Error("another environment, or another program in it, is the same build")
	}
}
