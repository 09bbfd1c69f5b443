package llama

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// TestCudaOnLinuxIsHadElsewhere: with --with cuda, how to get it is the remedy.
// Without --with cuda, it stands beside the offer of Vulkan.
func TestCudaOnLinuxIsHadElsewhere(t *testing.T) {
	nvidia := install.GPU{Card: true, Nvidia: true}
	for _, part := range []string{"-DGGML_CUDA=ON", "--engine build/bin/llama-bench", "full-cuda", "AUR"} {
		if backend, how := elsewhere("linux", nvidia); backend != install.BackendCUDA || !strings.Contains(how, part) {
			t.Errorf("%s: no %q in %s", backend, part, how)
		}
	}
	for goos, gpu := range map[string]install.GPU{"windows": nvidia, "linux": {Card: true, Vulkan: true}} {
		if _, how := elsewhere(goos, gpu); how != "" {
			t.Errorf("%s, where nothing is missing: %s", goos, how)
		}
	}
	in := &install.Store{Data: t.TempDir(), System: install.System{
		GOOS: "linux", GOARCH: "arm64", Root: t.TempDir(), LookPath: onlyPrograms(), GPU: func() install.GPU { return nvidia },
	}}
	put := filepath.Join(in.Root, "lib", "ld-linux-aarch64.so.1")
	if err := os.MkdirAll(filepath.Dir(put), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(put, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, refusals := offers(t.Context(), in, engine.SetupWish{Backend: install.BackendCUDA})
	at := slices.IndexFunc(refusals, func(r engine.Refusal) bool { return r.Way == install.WayRelease })
	if at < 0 || !strings.Contains(refusals[at].Remedy, "-DGGML_CUDA=ON") {
		t.Errorf("%+v", refusals)
	}
}
