package words

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dragstrip/bench"
)

// driverVariables are prefixes of the names of variables. GPU drivers, and
// libraries for threads and matrices, read these variables, whatever the engine.
var driverVariables = []string{
	"VK_", "AMD_VULKAN_ICD", "RADV_", "MESA_", "LP_NUM_THREADS",
	"CUDA_", "NVIDIA_VISIBLE_DEVICES", "HIP_", "HSA_", "ROCBLAS_", "ROCR_", "MTL_",
	"OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_",
}

// Inherited gives the variables of our own environment that change how an
// engine computes: those for drivers and libraries, and those whose names
// begin with one of the engine's own prefixes. It leaves out variables that the adapter
// sets or removes itself, and everything that may be a secret. The list is
// never nil, because nil would mean that nobody looked.
func Inherited(environ, own, set []string) []string {
	out := []string{}
	for _, variable := range environ {
		name, value, ok := strings.Cut(variable, "=")
		begins := func(with string) bool { return strings.HasPrefix(name, with) }
		switch {
		case !ok || name == "" || len(out) == bench.MaxInherited:
		case !slices.ContainsFunc(driverVariables, begins) && !slices.ContainsFunc(own, begins):
		case slices.Contains(set, name) || bench.SecretVariable(name):
		case utf8.ValidString(value):
			out = append(out, Bounded(bench.Clean(variable), bench.MaxInheritedBytes))
		}
	}
	slices.Sort(out)
	return out
}
