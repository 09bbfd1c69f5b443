package bench

import "strings"

// formerBackends are the fields that stand for a backend in results of old
// builds. If several are set, the first one counts.
var formerBackends = []struct{ field, name string }{
	{"cuda", "CUDA"},
	{"opencl", "OpenCL"},
	{"vulkan", "Vulkan"},
	{"kompute", "Kompute"},
	{"metal", "Metal"},
	{"sycl", "SYCL"},
	{"gpu_blas", "GPU BLAS"},
	{"rpc", "RPC"},
	{"blas", "BLAS"},
}

// FormerBackend names the backend that computed a result of a build until
// November 2024. Such results have no field for it, but one for each backend.
// isSet tells whether a field is set, and gpu is what the result calls the GPU.
func FormerBackend(isSet func(field string) bool, gpu string) string {
	gpu = strings.ToLower(gpu)
	for _, b := range formerBackends {
		switch {
		case !isSet(b.field):
		case b.field == "cuda" && (strings.Contains(gpu, "radeon") || strings.Contains(gpu, "amd ")):
			return "ROCm" // it was built as CUDA
		default:
			return b.name
		}
	}
	return "CPU"
}
