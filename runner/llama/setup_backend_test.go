package llama

import (
	"os"
	"path/filepath"
	"testing"

	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

func TestTheBackendThatFitsAMachine(t *testing.T) {
	both := install.GPU{Card: true, Nvidia: true, Vulkan: true}
	for _, c := range []struct {
		goos string
		gpu  install.GPU
		want string
	}{
		{"linux", both, "vulkan"},
		{"linux", install.GPU{Card: true, Nvidia: true}, ""},
		{"linux", install.GPU{}, ""},
		{"windows", both, "cuda"},
		{"windows", install.GPU{Card: true, Vulkan: true}, "vulkan"},
		{"darwin", install.GPU{}, ""},
	} {
		if got := fits(c.goos, c.gpu); got != c.want {
			t.Errorf("%s %+v: %q, want %q", c.goos, c.gpu, got, c.want)
		}
	}
}

func TestABuildsBackendIsALibrary(t *testing.T) {
	for name, want := range map[string]string{
		"root/usr/lib/x86_64-linux-gnu/libggml-vulkan.so": "vulkan", "ggml-cuda.dll": "cuda",
		"libggml-cpu-zen4.so": "", "ggml-vulkan-shaders.txt": "",
	} {
		folder := t.TempDir()
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := backendIn(engine.Installed{Folder: folder}); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := backendIn(engine.Installed{}); got != "" {
		t.Errorf("a package manager's: %q", got)
	}
}
