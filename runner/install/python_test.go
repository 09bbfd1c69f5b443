package install

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dragstrip/bench/isolated"
	"dragstrip/runner/engine"
)

// trappedPython is an environment of this machine's Python whose sitecustomize
// prints something and then never ends.
func trappedPython(t *testing.T) (base Python, folder string) {
	t.Helper()
	path, err := isolated.Program("python3")
	if err != nil {
		t.Skip("this machine has no Python")
	}
	base, err = new(System).askPython(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	site := filepath.Join("lib", fmt.Sprintf("python3.%d", base.Minor()), "site-packages")
	put(t, "import os\nprint('hello')\nopen("+fmt.Sprintf("%q", filepath.Join(folder, "sprung"))+", 'w').close()\nwhile True: pass\n", folder, filepath.Join(site, "sitecustomize.py"))
	put(t, "", folder, filepath.Join(site, "zephyr.py"))
	put(t, "home = "+filepath.Dir(base.Path)+"\n", folder, "pyvenv.cfg")
	if err := os.Mkdir(filepath.Join(folder, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(base.Path, pythonOf(folder)); err != nil {
		t.Skip(err)
	}
	return base, folder
}

// TestLookingAtAPythonRunsNoneOfItsCode: an environment whose sitecustomize
// prints something used to be taken for no Python at all. One whose
// sitecustomize hangs used to delay every look by twenty seconds.
func TestLookingAtAPythonRunsNoneOfItsCode(t *testing.T) {
	base, folder := trappedPython(t)
	in := &Store{Data: t.TempDir()}
	if got, err := in.askPython(t.Context(), pythonOf(folder)); err != nil || got.Version != base.Version {
		t.Errorf("it is %+v, %v; want %+v", got, err, base)
	}
	look := func(code string) error {
		_, err := in.run(t.Context(), PythonLook(engine.Installed{Prefix: []string{pythonOf(folder)}}, code))
		return err
	}
	if err := look("import zephyr"); err != nil {
		t.Error(err)
	}
	if look("import zephyr_of_none") == nil {
		t.Error("a package that is not there can be imported")
	}
	if exists(filepath.Join(folder, "sprung")) {
		t.Error("its sitecustomize was run")
	}
}
