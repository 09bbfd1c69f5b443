package install

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
	"dragstrip/bench/vulkan"
)

// These are the names under which users choose a backend.
const (
	BackendCPU    = "cpu" // no GPU backend
	BackendCUDA   = "cuda"
	BackendVulkan = "vulkan"
	BackendMetal  = "metal" // cannot be chosen, because it depends on the Mac
)

// gpuBackends are the backends with a GPU that a user can choose.
var gpuBackends = []string{BackendCUDA, BackendVulkan}

// only returns a GPU that has exactly what a backend needs, and nothing else.
// For "" it returns g unchanged.
func (g GPU) only(backend string) GPU {
	switch backend {
	case "":
		return g
	case BackendCUDA:
		return GPU{Nvidia: true, Cuda: g.Cuda}
	case BackendVulkan:
		return GPU{Vulkan: true}
	}
	return GPU{}
}

// gpu guesses which kind of GPU a build could use. Only an installed engine can
// tell for sure.
func (s *System) gpu(ctx context.Context) GPU {
	if s.GPU != nil {
		return s.GPU()
	}
	var g GPU
	if s.has("nvidia-smi") {
		if text, err := s.ask(ctx, "nvidia-smi"); err == nil {
			g.Nvidia, g.Cuda = true, CudaOf(text, cudaInDriver)
		}
	}
	switch s.OS() {
	case "linux":
		cards, _ := filepath.Glob(s.path("dev/dri/renderD*"))
		g.Card = len(cards) > 0 || g.Nvidia
		g.Vulkan = g.Card && s.vulkanDriver(g.Nvidia && !s.otherCards(cards))
	case "windows":
		_, err := os.Stat(filepath.Join(os.Getenv("SystemRoot"), "System32", "vulkan-1.dll"))
		g.Card, g.Vulkan = g.Nvidia || err == nil, err == nil
	}
	return g
}

// otherCards tells whether one of the cards is not from NVIDIA. It reads the
// number of the vendor. If the vendor of a card cannot be read, the card counts
// as another one.
func (s *System) otherCards(cards []string) bool {
	const nvidia = "0x10de"
	for _, card := range cards {
		vendor, err := s.readFile("sys/class/drm", filepath.Base(card), "device/vendor")
		if err != nil || strings.TrimSpace(vendor) != nvidia {
			return true
		}
	}
	return false
}

// vulkanDriver tells whether a Vulkan driver for a GPU of this machine is
// installed. lavapipe does not count, because it computes on the CPU. If all
// cards are from NVIDIA, only the file of NVIDIA's driver counts, because Mesa
// installs the files for all cards that it knows.
func (s *System) vulkanDriver(onlyNvidia bool) bool {
	for _, folder := range vulkan.Folders {
		drivers, _ := os.ReadDir(s.path(folder))
		for _, d := range drivers {
			if strings.HasSuffix(d.Name(), ".json") && !strings.HasPrefix(d.Name(), "lvp_") && (!onlyNvidia || strings.Contains(d.Name(), "nvidia")) {
				return true
			}
		}
	}
	return false
}

// cudaInDriver matches the version in the first lines of nvidia-smi: "CUDA
// Version: 12.8", and "CUDA UMD Version: 13.1" since driver 610.
var cudaInDriver = lazyregexp.New(`CUDA (?:UMD )?Version:\s*(\d{1,4})\.(\d{1,4})`)

// CudaOf finds a version of CUDA in a text; {0,0} means that the text has none.
// The pattern has a group for each of the two numbers, and limits their length.
func CudaOf(text string, pattern *lazyregexp.Regexp) [2]int {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return [2]int{}
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return [2]int{major, minor}
}
