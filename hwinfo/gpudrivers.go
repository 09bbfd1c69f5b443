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
	if variable, files := r.namedDrivers(); variable != "" {
		lines = append(lines, variable+" is set, so only these are read:")
		for _, file := range files {
			lines = append(lines, file+": "+r.vulkanDriver(file))
		}
		return strings.Join(lines, "\n")
	}
	for _, folder := range vulkan.Folders {
		for _, file := range r.glob(folder + "/*.json") {
			lines = append(lines, "/"+file+": "+r.vulkanDriver("/"+file))
		}
	}
	return strings.Join(lines, "\n")
}

// vulkanDriver says what a driver's file says. The path is absolute.
func (r Root) vulkanDriver(file string) string {
	below := func(name string) string { return strings.TrimPrefix(path.Clean(name), "/") }
	var about struct {
		ICD struct {
			Library string `json:"library_path"`
			Version string `json:"api_version"`
		} `json:"ICD"`
	}
	switch {
	case path.IsAbs(file) && !r.exists(below(file)):
		return "it is not there"
	case !path.IsAbs(file) || json.Unmarshal([]byte(r.read(below(file))), &about) != nil:
		return "it cannot be read"
	}
	said := about.ICD.Library + ", Vulkan " + about.ICD.Version
	if lib := about.ICD.Library; path.IsAbs(lib) && !r.exists(below(lib)) {
		said += " (the library is missing)"
	}
	return said
}

// namedDrivers are the files that a variable names. Then the Vulkan loader looks
// nowhere else. variable is "" if none is set. A folder stands for its files.
func (r Root) namedDrivers() (variable string, files []string) {
	for _, variable := range vulkan.Variables {
		value := r.Env(variable)
		if value == "" {
			continue
		}
		for named := range strings.SplitSeq(value, ":") { // only Linux has these sources
			inside := r.glob(strings.TrimPrefix(path.Clean(named), "/") + "/*.json")
			for _, file := range inside {
				files = append(files, "/"+file)
			}
			if named != "" && len(inside) == 0 {
				files = append(files, named)
			}
		}
		return variable, files
	}
	return "", nil
}
