package runner

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/mlx"
)

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
			for _, n := range mlx.Needed {
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
	putProgram(t, "#!"+ofScript+"\n", root, "path", mlx.Tool)
	putMLX(t, filepath.Join(home, ".venv"), "numpy@2.0") // nobody's business
	old := putMLX(t, filepath.Join(home, "venv"), "mlx-lm@0.0.13", "mlx@0.2.0")
	bare := putMLX(t, filepath.Join(home, ".venvs", "bare"), "mlx-lm@0.32.2")
	empty := putMLX(t, filepath.Join(home, ".venvs", "empty"), "mlx-lm@0.32.2", "mlx@0.32.4")
	// Again under another name.
	if err := os.Symlink(filepath.Join(root, "active"), filepath.Join(home, ".venvs", "a-link")); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"VIRTUAL_ENV": filepath.Join(root, "active"), "CONDA_PREFIX": filepath.Join(root, "conda"), "UV_TOOL_DIR": filepath.Join(root, "tools"), "PIPX_HOME": "relative"}
	llama := putProgram(t, benchScript, root, "path", "llama-bench")
	found := FindBuilds(t.Context(), Search{
		Adapter: &asked{}, Home: home, Root: root, Path: []string{filepath.Join(root, "path"), filepath.Dir(active), "", "/no/such"},
		Getenv: func(name string) string { return variables[name] },
		Own:    []bench.EngineBuild{{Engine: MLX, Prefix: []string{own}, Origin: "dragstrip, uv"}, {Engine: MLX, Prefix: []string{"/gone/bin/python"}}},
	})
	want := []string{llama, own, active, conda, ofScript, tool, brew, pipx, project}
	if got := commands(found.Builds); !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, b := range found.Builds[1:] {
		if b.Engine != MLX || b.ID != IDOf(b) || !idForm.MatchString(b.ID) || b.Origin == "" || len(b.Backends) != 1 || b.Version == "" || b.Library == "" {
			t.Errorf("build %+v", b)
		}
	}
	if b := found.Builds[3]; b.Version != "0.29.1" || b.Library != "0.29.3" || b.Backends[0] != "CUDA" || b.Origin != "conda" {
		t.Errorf("conda's: %+v", b)
	}
	reasons := map[string]string{old: "too old", bare: "without MLX itself"}
	if runtime.GOOS == "linux" {
		reasons[empty] = "without a backend"
	}
	if len(found.Problems) != len(reasons) {
		t.Errorf("problems %+v", found.Problems)
	}
	for _, p := range found.Problems {
		if part := reasons[p.Command]; part == "" || !strings.Contains(p.Err.Error(), part) || !strings.Contains(p.Err.Error(), "pip install") {
			t.Errorf("%s: %v, want %q", p.Command, p.Err, part)
		}
	}
	if best, ok := Best(found.Builds); !ok || best.Prefix[0] != llama {
		t.Errorf("the best of llama.cpp: %+v", best)
	}
	if best, ok := BestOf(MLX, found.Builds); !ok || best.Prefix[0] != own {
		t.Errorf("the best of MLX: %+v", best)
	}
	if _, ok := Best(found.Builds[1:]); ok {
		t.Error("MLX stands for llama.cpp")
	}
}

func TestNamedMLX(t *testing.T) {
	root := t.TempDir()
	python := putMLX(t, filepath.Join(root, "env"), wholeMLX...)
	other := putMLX(t, filepath.Join(root, "other"), wholeMLX...)
	script := putProgram(t, "#!"+python+"\n", root, "env", "bin", mlx.Tool)
	generate := putProgram(t, "#!"+python+"\n", root, "env", "bin", "mlx_lm.generate")
	putProgram(t, "#!"+python+"\n", root, "env", "bin", "mlx_lm")
	none := putMLX(t, filepath.Join(root, "none"), "numpy@2")
	old := putMLX(t, filepath.Join(root, "old"), "mlx-lm@0.0.13", "mlx@0.2.0")
	shim := putProgram(t, "#!/bin/sh\n", root, "shims", "python3")
	holder := putProgram(t, benchScript, root, "both", "bin", "llama-bench")
	putMLX(t, filepath.Join(root, "both"), wholeMLX...)
	written := putProgram(t, "#!"+python+"\n", root, "wrapper") // llama-bench started by a script in Python
	there := []bench.EngineBuild{{Engine: Llama, Prefix: []string{holder}}, {ID: "mlx-012345", Engine: MLX, Prefix: []string{other}}}
	s := &Search{Home: root}
	for named, want := range map[string]string{
		filepath.Join(root, "env"): python, python: python, script: python + " -m mlx_lm.benchmark", generate: python, "~/env": python,
		python + " -m mlx_lm.benchmark": python + " -m mlx_lm.benchmark", python + " -m mlx_lm benchmark": python + " -m mlx_lm.benchmark",
		"~/env/bin/mlx_lm benchmark": python + " -m mlx_lm.benchmark", "A=1 ~/env": "A=1 " + python, "A=1 " + script: "A=1 " + python + " -m mlx_lm.benchmark",
		"mlx": other, "A=1 mlx": "A=1 " + other, "mlx-012345": other, "mlx_lm.benchmark": other + " -m mlx_lm.benchmark",
	} {
		got, err := s.explicit(named, there)
		engine := MLX
		if strings.HasSuffix(want, mlx.Tool) {
			engine = mlx.Tool
		}
		if line := commandOf(got); err != nil || line != want || got.Engine != engine {
			t.Errorf("%s: %q of %q, %v; want %q", named, line, got.Engine, err, want)
		}
	}
	for named, want := range map[string]string{filepath.Join(root, "both"): holder, written: written} {
		if got, err := s.explicit(named, there); err != nil || commandOf(got) != want || got.Engine == MLX {
			t.Errorf("%s: %+v, %v", named, got, err)
		}
	}
	for named, part := range map[string]string{none: "dragstrip setup mlx", filepath.Join(root, "none"): "holds no mlx-lm", old: "too old", shim: "name that one"} {
		if _, err := s.explicit(named, there); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v, want %q", named, err, part)
		}
	}
	for _, named := range []string{"mlx", "mlx_lm.benchmark"} {
		if _, err := s.explicit(named, there[:1]); err == nil || !strings.Contains(err.Error(), "dragstrip setup mlx") {
			t.Errorf("%s where there is none: %v", named, err)
		}
	}
}
