package install

import (
	"context"

	"dragstrip/runner/engine"
)

// noVulkanDriver says why a GPU on Linux cannot be used, and what to do.
// noVulkanNvidia says it where NVIDIA's own driver answers: then Mesa's does not
// help.
const (
	noVulkanDriver = "this machine has a GPU, but no Vulkan driver for it; on Debian and Ubuntu, `sudo apt-get install mesa-vulkan-drivers` installs the one for AMD and Intel; NVIDIA's own driver contains one"
	noVulkanNvidia = "this machine has an NVIDIA GPU, but the part of its driver for Vulkan is missing; on Debian, `sudo apt-get install nvidia-vulkan-icd` installs it; Ubuntu has it in libnvidia-gl, with the number of the driver; a container gets it if NVIDIA_DRIVER_CAPABILITIES names graphics"
)

// Fitting says which backend of a program fits this machine.
func (in *Store) Fitting(ctx context.Context, p Program) engine.Fitting {
	gpu := in.gpu(ctx)
	fit := engine.Fitting{Backend: p.fits(in.OS(), gpu)}
	if fit.Backend == "" && gpu.Card && in.OS() == "linux" {
		fit.Hindered = gpu.noVulkan()
	}
	return fit
}

// noVulkan says why the GPU cannot be used with Vulkan, and what to do.
func (g GPU) noVulkan() string {
	if g.Nvidia {
		return noVulkanNvidia
	}
	return noVulkanDriver
}

// computes says on which device a build with a backend will compute, and how to
// get a better build. The user reads this before agreeing.
func (a *asked) computes(backend string) []string {
	if backend == "" {
		return nil // not known
	}
	says := []string{a.deviceOf(backend)}
	if a.wish.Backend != "" {
		return says
	}
	if better, how := a.program.elsewhere(a.OS(), a.machine()); how != "" {
		says = append(says, "The project publishes no archive for "+a.platform()+" with the backend "+better+". To get one: "+how)
	}
	if better := a.program.fits(a.OS(), a.machine()); better != "" && better != backend {
		says = append(says, "A build with the backend "+better+" fits this machine better: dragstrip setup "+a.program.Engine+" --with "+better)
	}
	return says
}

// ComputesWithMetal says on which device a build with Metal computes.
const ComputesWithMetal = "It will compute on this Mac's own GPU, with Metal."

func (a *asked) deviceOf(backend string) string {
	gpu := a.machine()
	switch {
	case backend == BackendMetal:
		return ComputesWithMetal
	case a.OS() == "darwin":
		return "It will compute on the CPU, because builds for Macs with an Intel processor have no backend for the GPU."
	case backend == BackendCUDA && gpu.Nvidia:
		return "It will compute on the NVIDIA GPU, with CUDA."
	case backend == BackendCUDA:
		return "It needs an NVIDIA GPU with its driver, which was not found; without one, it computes on the CPU."
	case backend == BackendVulkan && gpu.Vulkan:
		return "It will compute on the GPU, with Vulkan."
	case a.wish.Backend == BackendVulkan:
		return "It needs a GPU with a Vulkan driver, which was not found; without one, it computes on the CPU."
	case a.wish.Backend == BackendCPU:
		return "It will compute on the CPU, as you asked."
	case gpu.Vulkan:
		return "It will compute on the CPU, because it has no backend for this machine's GPU."
	case gpu.Card && a.OS() == "linux":
		return "It will compute on the CPU: " + gpu.noVulkan() + "."
	}
	return "It will compute on the CPU, because no GPU was found."
}
