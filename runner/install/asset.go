package install

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// asset is one file of a release.
type asset struct {
	Name   string `json:"name"`
	URL    string `json:"browser_download_url"`
	Bytes  int64  `json:"size"`
	Digest string `json:"digest"` // "sha256:…"
}

// choice is what an archive's name must and must not hold.
type choice struct {
	oses, archs, variants []string
	// cuda is the newest CUDA that the driver can do, {0,0} when unknown.
	cuda [2]int
}

// gpuWords are the variants of archives that need something of the machine.
var gpuWords = []string{"vulkan", "cuda", "hip", "rocm", "radeon", "sycl", "openvino", "opencl", "kompute", "musa", "cann", "aclgraph", "kleidiai", "xcframework"}

// assetWords says what fits, the variants in order of preference; "" is an
// archive with no variant in its name. nil: the project has none for us.
func assetWords(goos, goarch string, gpu GPU) *choice {
	c := &choice{variants: []string{"cpu", ""}, cuda: gpu.Cuda}
	switch goos {
	case "linux":
		c.oses = []string{"ubuntu", "linux"}
	case "darwin": // Metal is in the one archive there is
		c.oses, c.variants = []string{"macos"}, []string{""}
	case "windows":
		c.oses = []string{"win"}
	default:
		return nil
	}
	switch goarch {
	case "amd64":
		c.archs = []string{"x64", "x86_64", "amd64"}
	case "arm64":
		c.archs = []string{"arm64", "aarch64"}
	default:
		return nil
	}
	if goos == "darwin" {
		return c
	}
	if gpu.Vulkan {
		c.variants = append([]string{"vulkan"}, c.variants...)
	}
	if gpu.Nvidia && goos == "windows" {
		c.variants = append([]string{"cuda"}, c.variants...)
	}
	return c
}

// choose picks the archive that fits by the parts of its name, which have
// changed their order over time.
func (c *choice) choose(assets []asset) (asset, bool) {
	for _, variant := range c.variants {
		var fit []asset
		for _, a := range assets {
			if c.fits(a.Name, variant) {
				fit = append(fit, a)
			}
		}
		if variant == "cuda" {
			fit = c.byDriver(fit)
		}
		if len(fit) > 0 {
			return fit[0], true
		}
	}
	return asset{}, false
}

func (c *choice) fits(name, variant string) bool {
	have := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '.' })
	holds := func(want []string) bool {
		return slices.ContainsFunc(want, func(w string) bool { return slices.Contains(have, w) })
	}
	if !strings.HasPrefix(name, "llama-") || !unpackable(name) || !holds(c.oses) || !holds(c.archs) {
		return false
	}
	if variant == "" {
		return !holds(gpuWords)
	}
	return slices.Contains(have, variant)
}

func unpackable(name string) bool {
	return strings.HasSuffix(name, ".zip") || strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz")
}

// cudaInName: "cuda-12.4", and "cuda-cu12.2.0" in older releases.
var cudaInName = regexp.MustCompile(`cuda-(?:cu)?(\d+)\.(\d+)`)

func cudaOf(text string, pattern *regexp.Regexp) [2]int {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return [2]int{}
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return [2]int{major, minor}
}

// cudaInDriver is what nvidia-smi prints at its top.
var cudaInDriver = regexp.MustCompile(`CUDA Version:\s*(\d+)\.(\d+)`)

func driverCuda(text string) [2]int { return cudaOf(text, cudaInDriver) }

func older(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

// byDriver leaves the CUDA builds that the driver can start, the newest
// first. Of a driver that did not say, the oldest is expected.
func (c *choice) byDriver(fit []asset) []asset {
	version := func(a asset) [2]int { return cudaOf(a.Name, cudaInName) }
	slices.SortStableFunc(fit, func(a, b asset) int { return older(version(a), version(b)) })
	if c.cuda == ([2]int{}) {
		return fit
	}
	fit = slices.DeleteFunc(fit, func(a asset) bool { return older(version(a), c.cuda) > 0 })
	slices.Reverse(fit)
	return fit
}

// cudaRuntime: CUDA archives for Windows come without NVIDIA's libraries,
// which lie beside them as cudart-<the same name>.
func cudaRuntime(chosen asset, all []asset) (asset, bool) {
	at := strings.Index(chosen.Name, "-bin-")
	if at < 0 || !strings.Contains(chosen.Name, "cuda") {
		return asset{}, false
	}
	for _, a := range all {
		if strings.HasPrefix(a.Name, "cudart-") && strings.HasSuffix(a.Name, chosen.Name[at:]) {
			return a, true
		}
	}
	return asset{}, false
}

func assetNames(assets []asset) string {
	var names []string
	for _, a := range assets[:min(len(assets), 60)] {
		names = append(names, bench.CleanLine(a.Name, 80))
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}
