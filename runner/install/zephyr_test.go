package install

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
)

// Zephyr is a made-up engine that can be installed in every way.
var zephyr = Program{
	Engine: "zephyr", Title: "Zephyr",
	Look: func(one engine.Installed) Command {
		return Command{Argv: append(append([]string{}, one.Prefix...), "--help")}
	},
	// A backend is a file that is named after it.
	Backend: func(one engine.Installed) (backend string) {
		fs.WalkDir(os.DirFS(one.Folder), ".", func(_ string, d fs.DirEntry, _ error) error {
			if name, ok := strings.CutPrefix(d.Name(), "libplug-gpu-"); ok {
				backend = name
			}
			return nil
		})
		return backend
	},
	Fits: func(_ string, gpu GPU) string {
		if gpu.Vulkan {
			return BackendVulkan
		}
		return ""
	},
}

const (
	debPackage    = "zephyr-tools"
	vulkanPackage = "zephyr-backend-vulkan"
)

var zephyrDebian = Debian{
	Package: debPackage, Vulkan: vulkanPackage,
	Path: "usr/bin/zephyr-bench", Libraries: []string{"zephyr"}, Beside: "plug/backends*/*.so",
	NotNeeded:     lazyregexp.New(`^(debconf|gcc-[0-9]+-base)$`),
	DownloadBytes: 24 << 20, DiskBytes: 45 << 20, VulkanBytes: 5 << 20, VulkanDiskBytes: 45 << 20,
	Instead: "dragstrip setup --way release",
}

// zephyrBrew is a formula whose builds have Metal for Apple silicon only, and
// Vulkan on Linux.
var zephyrBrew = Homebrew{"zephyr", func(goos, goarch string) string {
	switch {
	case goos == "linux":
		return BackendVulkan
	case goarch == "arm64":
		return BackendMetal
	}
	return BackendCPU
}}

// zephyrRelease is published at a page, for Linux and Windows.
func zephyrRelease(page string) Release {
	return Release{
		Page: page, Programs: [][]string{{"zephyr-bench"}, {"zephyr", "bench"}},
		Names: func(goos, _ string, gpu GPU) *Names {
			n := &Names{Prefix: "zephyr-", Systems: []string{"ubuntu"}, Archs: []string{"x64"}, Variants: []string{"cpu", ""}}
			if goos == "windows" {
				n.Systems = []string{"win"}
			}
			if gpu.Nvidia {
				n.Variants = []string{"cuda"}
			}
			return n
		},
		NeedsBeside: func(chosen Asset) bool { return strings.Contains(chosen.Name, "-win-cuda-") },
		Beside: func(chosen Asset, all []Asset) (Asset, bool) {
			for _, a := range all {
				if a.Name == "cudart-"+chosen.Name {
					return a, true
				}
			}
			return Asset{}, false
		},
	}
}

// zephyrOffer is the offer to install it in one way.
func zephyrOffer(t *testing.T, in *Store, way string, ways ...Way) engine.Offer {
	t.Helper()
	offers, refusals := in.Offers(t.Context(), zephyr, engine.SetupWish{}, ways...)
	offer, ok := find(offers, way)
	if !ok {
		t.Fatalf("the way is not open: %+v", refusals)
	}
	return offer
}

func find(offers []engine.Offer, way string) (engine.Offer, bool) {
	for _, o := range offers {
		if o.Way == way {
			return o, true
		}
	}
	return engine.Offer{}, false
}
