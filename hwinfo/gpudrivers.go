package hwinfo

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"strings"

	"dragstrip/bench/vulkan"
)

// kernelDrivers are the kernel's drivers for GPUs.
var kernelDrivers = []string{"amdgpu", "radeon", "i915", "xe", "nouveau", "nvidia", "nvidia_uvm", "asahi", "panfrost", "panthor", "virtio_gpu", "vmwgfx"}

// gpuSources lists what an engine needs to use a GPU on Linux: the drivers of
// the kernel, the device files and whether they can be opened, and the Vulkan
// drivers.
func (r Root) gpuSources() []Raw {
	return []Raw{
		{"kernel drivers for GPUs", r.loadedDrivers()},
		{"device files of GPUs", r.gpuFiles()},
		{"Vulkan drivers", r.vulkanDrivers()},
	}
}

func (r Root) loadedDrivers() string {
	var lines []string
	for _, name := range kernelDrivers {
		if r.exists("sys/module", name) {
			lines = append(lines, strings.TrimSpace(name+" "+r.read("sys/module", name, "version")))
		}
	}
	return strings.Join(append(lines, r.read("proc/driver/nvidia/version")), "\n")
}

func (r Root) gpuFiles() string {
	var lines []string
	for _, pattern := range []string{"dev/dri/renderD*", "dev/kfd", "dev/nvidia[0-9]*", "dev/nvidiactl", "dev/nvidia-uvm"} {
		for _, name := range r.glob(pattern) {
			lines = append(lines, "/"+name+": "+r.openable(name))
		}
	}
	return strings.Join(lines, "\n")
}

func (r Root) openable(name string) string {
	f, err := r.FS.Open(name)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "no permission to open it; you must be a member of its group (render or video)"
	case err != nil:
		return "it cannot be opened"
	}
	f.Close()
	return "can be opened"
}

// vulkanDrivers lists the drivers with their libraries, and says which library
// is missing. The loader ignores a driver without its library and reports
// nothing.
func (r Root) vulkanDrivers() string {
	var lines []string
	for _, folder := range vulkan.Folders {
		for _, file := range r.glob(folder + "/*.json") {
			var about struct {
				ICD struct {
					Library string `json:"library_path"`
					Version string `json:"api_version"`
				} `json:"ICD"`
			}
			said := "it cannot be read"
			if json.Unmarshal([]byte(r.read(file)), &about) == nil {
				said = about.ICD.Library + ", Vulkan " + about.ICD.Version
				if lib := about.ICD.Library; path.IsAbs(lib) && !r.exists(strings.TrimPrefix(path.Clean(lib), "/")) {
					said += " (the library is missing)"
				}
			}
			lines = append(lines, "/"+file+": "+said)
		}
	}
	return strings.Join(lines, "\n")
}
