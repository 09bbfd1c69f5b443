package mlx

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/install"
)

// fakePythons plays the Pythons, uv and the C library's tools of a machine.
type fakePythons struct {
	t *testing.T
	// pythons are the answers of each Python, in JSON, by its path. Other paths
	// do not start.
	pythons map[string]string
	glibc   string
	macOS   string
	// broken is a step that fails: "venv", "pip", "trial" or "look".
	broken string
	// before is called with each step's name.
	before func(step string)
	ran    [][]string
	env    []string // the environment of the last call of pip
	serial int      // how many environments were made
}

func aPython(path string, minor int, more string) string {
	return fmt.Sprintf(`{"path":%q,"version":[3,%d,1],"name":"cpython","machine":"arm64","bits":64,"ensurepip":true%s}`, path, minor, more)
}

// newFakePythons is a machine with Python 3.12 and no uv.
func newFakePythons(t *testing.T, programs ...string) (*fakePythons, *install.Store) {
	f := &fakePythons{t: t, glibc: "glibc 2.36\n", macOS: "15.1\n", pythons: map[string]string{"/usr/bin/python3": aPython("/usr/bin/python3.12", 12, "")}}
	in := &install.Store{Data: filepath.Join(t.TempDir(), "data"), System: install.System{
		GOOS: "linux", GOARCH: "amd64", Root: t.TempDir(), Run: f.run, Admin: func() bool { return false },
		Free: func(string) int64 { return 1 << 40 }, Getenv: func(string) string { return "" },
		LookPath: onlyPrograms(append([]string{"python3", "getconf"}, programs...)...),
		GPU:      func() install.GPU { return install.GPU{} },
	}}
	return f, in
}

func (f *fakePythons) step(argv []string) string {
	switch line := strings.Join(argv, " "); {
	case strings.Contains(line, "getconf"), strings.Contains(line, "sw_vers"), strings.Contains(line, "sysctl"):
		return argv[0]
	case strings.Contains(line, "find_spec"):
		return "question"
	case slices.Contains(argv, trial):
		return "trial"
	case slices.Contains(argv, "-c"):
		return "look"
	case strings.Contains(line, "pip install"):
		return "pip"
	case slices.Contains(argv, "venv"):
		return "venv"
	}
	f.t.Errorf("an unknown command: %q", argv)
	return ""
}

func (f *fakePythons) run(ctx context.Context, c install.Command) (string, error) {
	step := f.step(c.Argv)
	f.ran = append(f.ran, c.Argv)
	if f.before != nil {
		f.before(step)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if f.broken == step {
		return "", errors.New(step + " failed")
	}
	switch step {
	case "getconf":
		return f.glibc, nil
	case "sw_vers":
		return f.macOS, nil
	case "sysctl":
		return "0\n", nil
	case "question":
		answer, ok := f.pythons[c.Argv[0]]
		if !ok {
			return "", errors.New("command not found")
		}
		return answer + "\n", nil
	case "venv":
		f.serial++
		put(f.t, fmt.Sprint(f.serial), c.Argv[len(c.Argv)-1], "bin/python")
	case "pip":
		f.env = c.Env
		c.Line("Collecting mlx-lm")
	case "trial":
		return "a word of some library\n\n{\"mlx_lm\": \"0.32.2\", \"mlx\": \"0.32.4\"}\n", nil
	case "look":
		if !exists(c.Argv[0]) {
			return "", errors.New("no such file")
		}
	}
	return "", nil
}

func (f *fakePythons) count(step string) int {
	n := 0
	for _, argv := range f.ran {
		if f.step(argv) == step {
			n++
		}
	}
	return n
}

func onlyPrograms(names ...string) func(string) (string, error) {
	return func(name string) (string, error) {
		if slices.Contains(names, name) {
			return "/usr/bin/" + name, nil
		}
		return "", errors.New("not found")
	}
}

func enginesOf(in *install.Store) string { return filepath.Join(in.Data, "engines") }

func pythonOf(folder string) string { return filepath.Join(folder, "bin", "python") }

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// put writes a file below a root, with its folders.
func put(t *testing.T, content, root, name string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// nothingLeft checks that the engines folder holds no more than its lock.
func nothingLeft(t *testing.T, in *install.Store) {
	t.Helper()
	entries, err := os.ReadDir(enginesOf(in))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".lock" {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}
