package llama

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dragstrip/runner/install"
)

// variants are those of archives that need something of the machine.
var variants = []string{"vulkan", "cuda", "hip", "rocm", "radeon", "sycl", "openvino", "opencl", "kompute", "musa", "cann", "aclgraph", "kleidiai", "xcframework"}

// archiveNames says which of the project's archives fit; nil: it has none.
func archiveNames(goos, goarch string, gpu install.GPU) *install.Names {
	n := &install.Names{Prefix: "llama-", Variants: []string{"cpu", ""}, AllVariants: variants}
	switch goos {
	case "linux":
		n.Systems = []string{"ubuntu", "linux"}
	case "darwin": // Metal is in the one archive there is
		n.Systems, n.Variants = []string{"macos"}, []string{""}
	case "windows":
		n.Systems = []string{"win"}
	default:
		return nil
	}
	switch goarch {
	case "amd64":
		n.Archs = []string{"x64", "x86_64", "amd64"}
	case "arm64":
		n.Archs = []string{"arm64", "aarch64"}
	default:
		return nil
	}
	if goos == "darwin" {
		return n
	}
	if gpu.Vulkan {
		n.Variants = append([]string{"vulkan"}, n.Variants...)
	}
	if gpu.Nvidia && goos == "windows" {
		n.Variants = append([]string{"cuda"}, n.Variants...)
	}
	n.Order = func(variant string, fit []install.Asset) []install.Asset {
		if variant == "cuda" {
			return byDriver(gpu.Cuda, fit)
		}
		return fit
	}
	return n
}

// cudaInName: "cuda-12.4", and "cuda-cu12.2.0" in older releases.
var cudaInName = regexp.MustCompile(`cuda-(?:cu)?(\d{1,4})\.(\d{1,4})`)

func older(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

// byDriver leaves the CUDA builds that a driver can start, the newest first.
// Of a driver that did not say, the oldest is expected.
func byDriver(driver [2]int, fit []install.Asset) []install.Asset {
	version := func(a install.Asset) [2]int { return install.CudaOf(a.Name, cudaInName) }
	slices.SortStableFunc(fit, func(a, b install.Asset) int { return older(version(a), version(b)) })
	if driver == ([2]int{}) {
		return fit
	}
	fit = slices.DeleteFunc(fit, func(a install.Asset) bool { return older(version(a), driver) > 0 })
	slices.Reverse(fit)
	return fit
}

// cudaRuntime: CUDA archives for Windows come without NVIDIA's libraries,
// which lie beside them as cudart-<the same name>.
func cudaRuntime(chosen install.Asset, all []install.Asset) (install.Asset, bool) {
	at := strings.Index(chosen.Name, "-bin-")
	if at < 0 || !strings.Contains(chosen.Name, "cuda") {
		return install.Asset{}, false
	}
	for _, a := range all {
		if strings.HasPrefix(a.Name, "cudart-") && strings.HasSuffix(a.Name, chosen.Name[at:]) {
			return a, true
		}
	}
	return install.Asset{}, false
}
