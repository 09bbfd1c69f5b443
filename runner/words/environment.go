package words

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dragstrip/bench"
)

// driverVariables are the first letters of the names of variables. GPU drivers,
// and libraries for threads and matrices, read these variables under any
// engine.
var driverVariables = []string{
	"VK_", "AMD_VULKAN_ICD", "RADV_", "MESA_", "LP_NUM_THREADS",
	"CUDA_", "NVIDIA_VISIBLE_DEVICES", "HIP_", "HSA_", "ROCBLAS_", "ROCR_", "MTL_",
	"OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_",
}

// Inherited picks from environ the variables that change how an engine
// computes. These are the variables for GPU drivers and libraries, and those
// whose names begin with a prefix in own. It leaves out the names in set, which
// the adapter sets or removes, and everything that may be a secret. The list is
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
