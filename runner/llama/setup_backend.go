package llama

import (
	"io/fs"
	"os"
	"strings"

	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// fits says which backend setup should choose for a machine; "" means no
// choice. The project publishes CUDA only for Windows. Metal needs no choice,
// because builds for macOS have it if they can.
func fits(goos string, gpu install.GPU) string {
	switch {
	case goos == "darwin":
		return ""
	case gpu.Nvidia && goos == "windows":
		return install.BackendCUDA
	case gpu.Vulkan:
		return install.BackendVulkan
	}
	return ""
}

// elsewhere says how to get a build with CUDA on Linux. The project does not
// publish such a build.
func elsewhere(goos string, gpu install.GPU) (backend, how string) {
	if goos != "linux" || !gpu.Nvidia {
		return "", ""
	}
	return install.BackendCUDA, "build it with `git clone https://github.com/ggml-org/llama.cpp && cd llama.cpp && cmake -B build -DGGML_CUDA=ON && cmake --build build --config Release -j`, " +
		"and name it with --engine build/bin/llama-bench; or start dragstrip in the project's container (ghcr.io/ggml-org/llama.cpp:full-cuda, with --gpus all) and name /app/llama-bench; or, on Arch, install llama.cpp-cuda from the AUR"
}

// macBackend returns the backend of builds for Macs: Metal for Apple silicon,
// the CPU for Intel processors.
func macBackend(goarch string) string {
	if goarch == "arm64" {
		return install.BackendMetal
	}
	return install.BackendCPU
}

// brewBackend returns the backend of Homebrew's build, according to the formula
// of 2026.
func brewBackend(goos, goarch string) string {
	if goos == "darwin" {
		return macBackend(goarch)
	}
	return install.BackendVulkan
}

// backendIn finds the GPU backend of an installed build. Each backend is a
// library of its own: libggml-vulkan.so, ggml-cuda.dll.
func backendIn(one engine.Installed) (backend string) {
	if one.Folder == "" {
		return ""
	}
	fs.WalkDir(os.DirFS(one.Folder), ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // ignore a folder that cannot be read
		}
		for _, b := range []string{install.BackendVulkan, install.BackendCUDA} {
			if strings.HasPrefix(strings.TrimPrefix(d.Name(), "lib"), "ggml-"+b+".") {
				backend = b
				return fs.SkipAll
			}
		}
		return nil
	})
	return backend
}
