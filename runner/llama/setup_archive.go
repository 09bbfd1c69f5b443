package llama

import (
	"cmp"
	"slices"
	"strings"

	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/install"
)

// archiveNames says which archives of the project fit a machine; nil means that
// no archive fits.
func archiveNames(goos, goarch string, gpu install.GPU) *install.Names {
	n := &install.Names{Prefix: "llama-", Variants: []string{"cpu", ""}}
	switch goos {
	case "linux":
		n.Systems = []string{"ubuntu", "linux"}
	case "darwin": // each processor type has only one archive, and it has Metal
		n.Systems, n.Variants, n.Backend = []string{"macos"}, []string{""}, macBackend(goarch)
	case "windows":
		n.Systems = []string{"win"}
		n.Variants = []string{"cpu", "avx2", ""} // avx2 until 2024
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

// cudaInName matches "cuda-12.4", and "cuda-cu12.2.0" in older releases.
var cudaInName = lazyregexp.New(`cuda-(?:cu)?(\d{1,4})\.(\d{1,4})`)

func older(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

// byDriver keeps the CUDA builds that a driver can start, the newest first. If
// the driver's version is unknown, it keeps all, the oldest first.
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

// cudaRuntime finds the archive with NVIDIA's libraries. CUDA archives for
// Windows do not contain these libraries. They are in a second archive of the
// release: its name begins with cudart- and ends like the name of the CUDA
// archive.
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
