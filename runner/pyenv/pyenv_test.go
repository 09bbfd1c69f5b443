package pyenv

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func put(t *testing.T, text string, parts ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("environments there look otherwise, and hold no MLX")
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

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

// installation is a Python as a package manager installs it.
func installation(t *testing.T, version string) string {
	root := filepath.Join(t.TempDir(), "base")
	put(t, "\x7fELF", root, "bin", "python"+version)
	link(t, "python"+version, filepath.Join(root, "bin", "python3"))
	put(t, "", root, "lib", "python"+version, "site-packages", "README")
	return root
}

// venv is a virtual environment as python -m venv makes it.
func venv(t *testing.T, base, version, config string) string {
	root := filepath.Join(t.TempDir(), "an [odd] 'name'")
	put(t, "home = "+base+"/bin\nversion = "+version+".7\n"+config, root, configName)
	link(t, filepath.Join(base, "bin", "python3"), filepath.Join(root, "bin", "python3"))
	link(t, "python3", filepath.Join(root, "bin", "python"))
	put(t, "", root, "lib", "python"+version, "site-packages", "README")
	return root
}

func installed(t *testing.T, site, folder, metadata string) {
	t.Helper()
	put(t, metadata, site, folder+".dist-info", "METADATA")
	put(t, "pip\n", site, folder+".dist-info", "INSTALLER")
}

func TestAnEnvironmentUnderAllItsNames(t *testing.T) {
	root := venv(t, installation(t, "3.11"), "3.11", "")
	python := filepath.Join(root, "bin", "python")
	script := put(t, "#!"+python+"\nimport x\n", t.TempDir(), "tool")
	// These are scripts as pip writes them if the path is long or has spaces,
	// as uv writes them, and as in an environment that can be moved.
	long := put(t, "#!/bin/sh\n'''exec' \""+python+"3\" \"$0\" \"$@\"\n' '''\n", t.TempDir(), "tool")
	single := put(t, "#!/bin/sh\n'''exec' '"+strings.ReplaceAll(python, "'", "")+"' \"$0\" \"$@\"\n' '''\n", t.TempDir(), "tool")
	moved := put(t, "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python' \"$0\" \"$@\"\n' '''\n", root, "bin", "tool")
	linked := filepath.Join(t.TempDir(), "link")
	link(t, root, linked)
	key := ""
	for _, path := range []string{root, python, python + "3", script, long, moved, linked} {
		e, err := Of(path, "")
		if err != nil || !e.Virtual || len(e.Sites) != 1 || !strings.HasSuffix(e.Sites[0], "lib/python3.11/site-packages") || filepath.Base(e.Python) != "python" {
			t.Errorf("%s: %+v, %v", path, e, err)
			continue
		}
		if key == "" {
			key = e.Key()
		}
		if e.Key() != key {
			t.Errorf("%s has the key %q, not %q", path, e.Key(), key)
		}
	}
	if _, err := Of(single, ""); err == nil || !strings.Contains(err.Error(), "no longer exists") {
		t.Errorf("a script whose Python is gone: %v", err)
	}
}

func TestWhatIsNoPython(t *testing.T) {
	shim := put(t, "#!/usr/bin/env bash\nexec pyenv exec python3\n", t.TempDir(), "python3")
	if _, err := Of(shim, ""); !errors.Is(err, ErrSomePython) || errors.Is(err, ErrNoPython) {
		t.Errorf("a shim: %v", err)
	}
	for _, path := range []string{
		t.TempDir(), put(t, "\x7fELF", t.TempDir(), "llama-bench"), put(t, "#!/usr/bin/env python3\n", t.TempDir(), "x"), put(t, "", t.TempDir(), "empty"),
		put(t, "#!", t.TempDir(), "x"), put(t, "#!/bin/sh\necho python\n", t.TempDir(), "x"), "/dev/null",
	} {
		if e, err := Of(path, ""); !errors.Is(err, ErrNoPython) {
			t.Errorf("%s: %+v, %v", path, e, err)
		}
	}
	if _, err := Of("/no/such/file", ""); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestPackagesAreFoundWherePythonWouldTakeThem(t *testing.T) {
	base, home := installation(t, "3.12"), t.TempDir()
	user := filepath.Join(home, ".local", "lib", "python3.12", "site-packages")
	installed(t, user, "mlx-0.1", "Name: mlx\nVersion: 0.1\n")
	installed(t, filepath.Join(base, "lib", "python3.12", "site-packages"), "mlx-0.2", "Name: mlx\nVersion: 0.2\n")
	installed(t, filepath.Join(base, "lib", "python3.12", "site-packages"), "mlx_cpu-0.2", "Name: mlx-cpu\nVersion: 0.2\n")
	elsewhere := filepath.Join(t.TempDir(), "deps")
	installed(t, elsewhere, "MLX.LM-0.3", "Metadata-Version: 2.4\nVersion: 0.3.post1\n\nVersion: 9\n")
	put(t, "import os; os.system('false')\n# a comment\n\n"+elsewhere+"\n/no/such/folder\n", base, "lib", "python3.12", "site-packages", "deps.pth")

	check := func(e Environment, err error, want map[string]string) {
		t.Helper()
		got := e.Packages("mlx", "mlx-lm", "mlx-cpu", "absent")
		if err != nil || len(got) != len(want) {
			t.Errorf("found %+v, %v; want %v", got, err, want)
		}
		for name, version := range want {
			if p := got[name]; p.Version != version || p.Name != name || p.Installer != "pip" {
				t.Errorf("%s: %+v, want version %s", name, p, version)
			}
		}
	}
	e, err := Of(filepath.Join(base, "bin", "python3"), home)
	check(e, err, map[string]string{"mlx": "0.1", "mlx-lm": "0.3.post1", "mlx-cpu": "0.2"})
	e, err = Of(base, "")
	check(e, err, map[string]string{"mlx": "0.2", "mlx-lm": "0.3.post1", "mlx-cpu": "0.2"})
	e, err = Of(venv(t, base, "3.12", ""), home)
	check(e, err, nil)
	e, err = Of(venv(t, base, "3.12", "include-system-site-packages = true\n"), home)
	check(e, err, map[string]string{"mlx": "0.1", "mlx-lm": "0.3.post1", "mlx-cpu": "0.2"})
}

// TestFoldersOfOthersAreReadWithCare: folders of other programs may contain
// anything.
func TestFoldersOfOthersAreReadWithCare(t *testing.T) {
	root := venv(t, installation(t, "3.11"), "3.11", "")
	site := filepath.Join(root, "lib", "python3.11", "site-packages")
	installed(t, site, "a-1", "Version: \x1b[31m6\n")
	installed(t, site, "b-2", strings.Repeat("x", maxText+10))
	installed(t, site, "c-3", "Version: "+strings.Repeat("9", 5000)+"\n")
	put(t, "", site, "d-4.dist-info", "RECORD") // half uninstalled
	installed(t, site, "e", "")
	if err := os.MkdirAll(filepath.Join(site, "f-6.dist-info", "METADATA"), 0o755); err != nil {
		t.Fatal(err)
	}
	e, err := Of(root, "")
	if err != nil {
		t.Fatal(err)
	}
	got := e.Packages("a", "b", "c", "d", "e", "f")
	var names []string
	for name, p := range got {
		names = append(names, name)
		if strings.Contains(p.Version, "\x1b") || len(p.Version) > 120 {
			t.Errorf("version %q", p.Version)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"a", "b", "c"}) {
		t.Errorf("found %q", names)
	}
	if got := e.Text("README"); got != "" || !e.Has("README") || e.Has("absent") || e.Text("absent") != "" {
		t.Errorf("files of packages: %q", got)
	}
}

func FuzzFilesOfAnEnvironment(f *testing.F) {
	f.Add("home = /usr/bin\nversion = 3.11.7\ninclude-system-site-packages = true\n", "Name: mlx\nVersion: 1\n\n", "../x\n")
	f.Add("version_info = 3.\x00", "Version:", "import os\n/\n")
	f.Fuzz(func(t *testing.T, config, metadata, path string) {
		root := t.TempDir()
		put(t, config, root, configName)
		put(t, "", root, "bin", "python")
		site := filepath.Join(root, "lib", "python3.11", "site-packages")
		put(t, path, site, "x.pth")
		installed(t, site, "mlx-1", metadata)
		e, err := Of(root, "")
		if err != nil || !e.Virtual {
			t.Fatalf("%+v, %v", e, err)
		}
		e.Packages("mlx")
	})
}
