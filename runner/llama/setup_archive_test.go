package llama

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner/install"
)

// These names are from old and new releases. The project changes them from time
// to time.
var releaseNames = map[string][]string{
	"2026": {
		"cudart-llama-bin-win-cuda-12.4-x64.zip", "cudart-llama-bin-win-cuda-13.1-x64.zip", "llama-b9000-xcframework.zip",
		"llama-b9000-bin-macos-arm64.tar.gz", "llama-b9000-bin-macos-arm64-kleidiai.tar.gz", "llama-b9000-bin-macos-x64.tar.gz",
		"llama-b9000-bin-ubuntu-s390x.tar.gz", "llama-b9000-bin-ubuntu-rocm-7.2-x64.tar.gz", "llama-b9000-bin-ubuntu-vulkan-x64.tar.gz",
		"llama-b9000-bin-ubuntu-x64.tar.gz", "llama-b9000-bin-ubuntu-vulkan-arm64.tar.gz", "llama-b9000-bin-ubuntu-arm64.tar.gz",
		"llama-b9000-bin-win-cpu-arm64.zip", "llama-b9000-bin-win-cpu-x64.zip", "llama-b9000-bin-win-opencl-adreno-arm64.zip",
		"llama-b9000-bin-win-cuda-12.4-x64.zip", "llama-b9000-bin-win-cuda-13.1-x64.zip", "llama-b9000-bin-win-hip-radeon-x64.zip",
		"llama-b9000-bin-win-sycl-x64.zip", "llama-b9000-bin-win-vulkan-x64.zip", "llama-b9000-bin-310p-openEuler-x86.tar.gz",
	},
	"2024": {
		"cudart-llama-bin-win-cu12.2.0-x64.zip", "llama-b4000-bin-macos-arm64.zip", "llama-b4000-bin-ubuntu-x64.zip",
		"llama-b4000-bin-win-avx2-x64.zip", "llama-b4000-bin-win-cuda-cu12.2.0-x64.zip", "llama-b4000-bin-win-vulkan-x64.zip",
	},
	// An archive of an unknown kind is not taken for the CPU's archive.
	"new kinds": {"llama-b9900-bin-ubuntu-webgpu-x64.tar.gz", "llama-b9900-bin-ubuntu-x64-npu.tar.gz", "llama-b9900-bin-macos-arm64-webgpu.tar.gz", "llama-b9900-bin-ubuntu-24.04-x64.tar.gz"},
	"turned":    {"llama-b1-linux-amd64-cpu.tgz", "llama-b1-linux-amd64-vulkan.tgz"},
}

func TestTheArchiveThatFitsIsChosen(t *testing.T) {
	vulkan := install.GPU{Vulkan: true}
	nvidia := func(major, minor int) install.GPU {
		return install.GPU{Nvidia: true, Vulkan: true, Cuda: [2]int{major, minor}}
	}
	for _, c := range []struct {
		release, goos, goarch string
		gpu                   install.GPU
		want                  string
	}{
		{"2026", "darwin", "arm64", install.GPU{}, "llama-b9000-bin-macos-arm64.tar.gz"},
		{"2026", "darwin", "amd64", install.GPU{}, "llama-b9000-bin-macos-x64.tar.gz"},
		{"2026", "linux", "amd64", install.GPU{}, "llama-b9000-bin-ubuntu-x64.tar.gz"},
		{"2026", "linux", "amd64", vulkan, "llama-b9000-bin-ubuntu-vulkan-x64.tar.gz"},
		{"2026", "linux", "amd64", nvidia(12, 8), "llama-b9000-bin-ubuntu-vulkan-x64.tar.gz"},
		{"2026", "linux", "amd64", install.GPU{Nvidia: true}, "llama-b9000-bin-ubuntu-x64.tar.gz"},
		{"2026", "linux", "arm64", vulkan, "llama-b9000-bin-ubuntu-vulkan-arm64.tar.gz"},
		{"2026", "linux", "arm64", install.GPU{}, "llama-b9000-bin-ubuntu-arm64.tar.gz"},
		{"2026", "windows", "amd64", install.GPU{}, "llama-b9000-bin-win-cpu-x64.zip"},
		{"2026", "windows", "amd64", vulkan, "llama-b9000-bin-win-vulkan-x64.zip"},
		{"2026", "windows", "amd64", nvidia(13, 1), "llama-b9000-bin-win-cuda-13.1-x64.zip"},
		{"2026", "windows", "amd64", nvidia(13, 0), "llama-b9000-bin-win-cuda-12.4-x64.zip"},
		{"2026", "windows", "amd64", nvidia(11, 8), "llama-b9000-bin-win-vulkan-x64.zip"},
		{"2026", "windows", "amd64", install.GPU{Nvidia: true}, "llama-b9000-bin-win-cuda-12.4-x64.zip"},
		{"2026", "windows", "arm64", vulkan, "llama-b9000-bin-win-cpu-arm64.zip"},
		{"2024", "linux", "amd64", vulkan, "llama-b4000-bin-ubuntu-x64.zip"},
		{"2024", "linux", "arm64", install.GPU{}, ""},
		{"2024", "windows", "amd64", install.GPU{}, "llama-b4000-bin-win-avx2-x64.zip"},
		{"2024", "windows", "amd64", nvidia(12, 4), "llama-b4000-bin-win-cuda-cu12.2.0-x64.zip"},
		{"new kinds", "linux", "amd64", install.GPU{}, "llama-b9900-bin-ubuntu-24.04-x64.tar.gz"},
		{"new kinds", "darwin", "arm64", install.GPU{}, ""},
		{"turned", "linux", "amd64", install.GPU{}, "llama-b1-linux-amd64-cpu.tgz"},
		{"turned", "linux", "amd64", vulkan, "llama-b1-linux-amd64-vulkan.tgz"},
		{"none", "linux", "amd64", install.GPU{}, ""},
	} {
		var assets []install.Asset
		for _, name := range releaseNames[c.release] {
			assets = append(assets, install.Asset{Name: name})
		}
		if got, _ := archiveNames(c.goos, c.goarch, c.gpu).Choose(assets); got.Name != c.want {
			t.Errorf("%s %s/%s %+v: %q, want %q", c.release, c.goos, c.goarch, c.gpu, got.Name, c.want)
		}
	}
	if archiveNames("plan9", "amd64", install.GPU{}) != nil || archiveNames("linux", "riscv64", install.GPU{}) != nil {
		t.Error("an archive is expected for a platform that has none")
	}
}

func TestCudaComesWithItsRuntime(t *testing.T) {
	var assets []install.Asset
	for _, name := range releaseNames["2026"] {
		assets = append(assets, install.Asset{Name: name})
	}
	got, ok := cudaRuntime(install.Asset{Name: "llama-b9000-bin-win-cuda-13.1-x64.zip"}, assets)
	if !ok || got.Name != "cudart-llama-bin-win-cuda-13.1-x64.zip" {
		t.Errorf("%q, %v", got.Name, ok)
	}
	for _, name := range []string{"llama-b9000-bin-win-cuda-14.0-x64.zip", "llama-b9000-bin-win-vulkan-x64.zip", "x"} {
		if got, ok := cudaRuntime(install.Asset{Name: name}, assets); ok {
			t.Errorf("%s comes with %s", name, got.Name)
		}
	}
}

// FuzzArchiveNames: the names of files come from a release page, so they may be
// anything.
func FuzzArchiveNames(f *testing.F) {
	for _, release := range slices.Sorted(maps.Keys(releaseNames)) {
		f.Add(strings.Join(releaseNames[release], "\n"), uint8(12), uint8(4))
	}
	f.Add("llama-bin-win-cuda-99999999999999999999.1-x64.zip\nllama-bin-win-cuda-cu12-x64.zip\nllama-.zip\ncudart--bin-", uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, text string, major, minor uint8) {
		var assets []install.Asset
		for name := range strings.SplitSeq(text, "\n") {
			assets = append(assets, install.Asset{Name: name})
		}
		driver := [2]int{int(major), int(minor)}
		for _, a := range byDriver(driver, slices.Clone(assets)) {
			if version := install.CudaOf(a.Name, cudaInName); driver != [2]int{} && older(version, driver) > 0 {
				t.Fatalf("%q needs CUDA %v, the driver has %v", a.Name, version, driver)
			}
		}
		for _, goos := range []string{"linux", "darwin", "windows"} {
			names := archiveNames(goos, "amd64", install.GPU{Nvidia: true, Vulkan: major%2 == 0, Cuda: driver})
			chosen, ok := names.Choose(assets)
			if !ok {
				continue
			}
			if !slices.Contains(assets, chosen) || !strings.HasPrefix(chosen.Name, "llama-") {
				t.Fatalf("%s: %q was chosen", goos, chosen.Name)
			}
			if beside, ok := cudaRuntime(chosen, assets); ok && (!slices.Contains(assets, beside) || !strings.HasPrefix(beside.Name, "cudart-")) {
				t.Fatalf("%q lies beside %q", beside.Name, chosen.Name)
			}
		}
	})
}
