package naming

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// variant says in which environment a build computes. A variable that was set
// for the build is always worth saying. An inherited one applies to every build
// that was measured at the same time, so it is only said where it differs.
func variant(b bench.EngineBuild) Thing {
	var t Thing
	for _, variable := range b.Environment() {
		name, _, _ := strings.Cut(variable, "=")
		a := spoken(bench.ShownVariable(variable))
		switch {
		case slices.Contains(b.Env, variable):
		case bench.SaysWhere(name):
			continue
		default:
			a.Rank = Differing
		}
		t = append(t, a)
	}
	return t
}

// spoken is what people call a variable with its value: the name of the driver
// that it chooses, "F16 off" for GGML_VK_DISABLE_F16=1, and otherwise the
// variable as it is.
func spoken(variable string) Aspect {
	name, value, _ := strings.Cut(variable, "=")
	if driver := driverOf(name, value); driver != "" {
		return Aspect{Key: "driver", Text: driver, Without: "default driver"}
	}
	if _, what, ok := strings.Cut(name, "_DISABLE_"); ok && value == "1" {
		return Aspect{Key: "environment " + name, Text: what + " off", Without: what + " default"}
	}
	return Aspect{Key: "environment " + name, Text: variable, Without: "without " + name}
}

// drivers are the names of the files that describe Vulkan drivers, without the
// architecture, and what people call the drivers.
var drivers = map[string]string{
	"radeon_icd": "RADV", "amd_icd64": "AMDVLK", "amd_icd32": "AMDVLK", "amd_pro_icd64": "AMD Pro", "intel_icd": "ANV", "intel_hasvk_icd": "HASVK",
	"nvidia_icd": "NVIDIA", "nouveau_icd": "NVK", "lvp_icd": "llvmpipe",
}

// driverOf is the driver that a variable chooses, or "".
func driverOf(name, value string) string {
	switch name {
	case "AMD_VULKAN_ICD":
		return value
	case "VK_DRIVER_FILES", "VK_ICD_FILENAMES":
		file := value[strings.LastIndexAny(value, `/\`)+1:]
		known, _, _ := strings.Cut(file, ".")
		if !strings.ContainsAny(value, ":;") { // one file only
			return drivers[known]
		}
	}
	return ""
}
