package llama

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// variants are the environments in which a build may compute differently on this
// machine:
//
//   - ROCm: matrices by hipBLASLt instead of rocBLAS's own kernels
//   - Vulkan on AMD with both of its drivers: each driver, unless the devices'
//     descriptions say that it is used anyway
//   - Vulkan on several GPUs, if the build has no flag to choose one: each alone
func variants(b bench.EngineBuild, drivers []string) (all []engine.Variant) {
	if computesOn(b, "ROCm") {
		all = append(all, engine.Variant{Name: "hipBLASLt", Env: []string{"ROCBLAS_USE_HIPBLASLT=1"}})
	}
	if !computesOn(b, "Vulkan") {
		return all
	}
	if said, amd := amdSaid(b); amd && hasDriver(drivers, "radeon_icd") && hasDriver(drivers, "amd_icd") {
		if !strings.Contains(said, "RADV") {
			all = append(all, engine.Variant{Name: "RADV", Env: []string{"AMD_VULKAN_ICD=RADV"}})
		}
		if !strings.Contains(said, "AMD open-source driver") {
			all = append(all, engine.Variant{Name: "AMDVLK", Env: []string{"AMD_VULKAN_ICD=AMDVLK"}})
		}
	}
	if kept, _ := (bench.Params{"devices": "none"}).For(b.Traits); len(kept) == 0 {
		all = append(all, eachVulkan(b)...)
	}
	return all
}

// eachVulkan are the GPUs of a build with several, each alone. The variable counts
// all of the driver's GPUs, while the build's names count only those that it uses,
// so a name such as Vulkan1 would promise too much.
func eachVulkan(b bench.EngineBuild) (all []engine.Variant) {
	for _, d := range b.GPUs() {
		number := strings.TrimPrefix(d.Name, "Vulkan")
		if _, err := strconv.Atoi(number); err != nil || d.Software {
			continue
		}
		all = append(all, engine.Variant{Name: "the driver's GPU " + number, Env: []string{"GGML_VK_VISIBLE_DEVICES=" + number}, ChoosesGPU: true})
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// computesOn tells whether a build has a device of a backend.
func computesOn(b bench.EngineBuild, backend string) bool {
	return slices.ContainsFunc(b.Devices, func(d bench.Device) bool { return strings.HasPrefix(d.Name, backend) && !d.Software })
}

// amdSaid is the description of a build's AMD device.
func amdSaid(b bench.EngineBuild) (said string, has bool) {
	for _, d := range b.Devices {
		if !strings.HasPrefix(d.Name, "Vulkan") {
			continue
		}
		if strings.Contains(d.Description, "AMD") || strings.Contains(d.Description, "Radeon") || strings.Contains(d.Description, "RADV") {
			return d.Description, true
		}
	}
	return "", false
}

func hasDriver(files []string, begins string) bool {
	return slices.ContainsFunc(files, func(name string) bool { return strings.HasPrefix(name, begins) })
}

// variablesOf are the first letters of the variables that only one backend
// reads.
var variablesOf = map[string][]string{
	"Vulkan": {"GGML_VK_", "VK_", "AMD_VULKAN_ICD", "RADV_", "MESA_"},
	"ROCm":   {"ROCBLAS_", "HIP_", "HSA_", "ROCR_", "HIPBLASLT_"},
	"Metal":  {"GGML_METAL_", "MTL_"},
}

// concerns tells whether a build has the backend that reads a variable. A variable
// that no backend has for itself concerns every build.
func concerns(b bench.EngineBuild, variable string) bool {
	for backend, begins := range variablesOf {
		if slices.ContainsFunc(begins, func(with string) bool { return strings.HasPrefix(variable, with) }) {
			return slices.Contains(b.Backends, backend)
		}
	}
	return true
}
