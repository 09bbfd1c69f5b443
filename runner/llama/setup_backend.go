package llama

import (
	"io/fs"
	"os"
	"strings"

	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// fits says which backend of llama.cpp fits a machine. The project publishes
// CUDA for Windows only, and Metal is part of every build for macOS.
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

// elsewhere says how to get the build with CUDA that the project does not
// publish for Linux.
func elsewhere(goos string, gpu install.GPU) (backend, how string) {
	if goos != "linux" || !gpu.Nvidia {
		return "", ""
	}
	return install.BackendCUDA, "build it with `git clone https://github.com/ggml-org/llama.cpp && cd llama.cpp && cmake -B build -DGGML_CUDA=ON && cmake --build build --config Release -j`, " +
		"and name it with --engine build/bin/llama-bench; or start dragstrip in the project's container (ghcr.io/ggml-org/llama.cpp:full-cuda, with --gpus all) and name /app/llama-bench; or, on Arch, install llama.cpp-cuda from the AUR"
}

// macBackend is what the builds for Macs have: Metal, but not for Intel's
// processors.
func macBackend(goarch string) string {
	if goarch == "arm64" {
		return install.BackendMetal
	}
	return install.BackendCPU
}

// brewBackend is what Homebrew's build has, by its formulas of 2026.
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
			return nil // an unreadable folder holds nothing for us
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
