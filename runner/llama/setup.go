package llama

import (
	"context"
	"strings"

	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// setup says how llama.cpp is installed.
func setup() *engine.Setup {
	return &engine.Setup{
		How: "by the platform's package manager, from Debian packages unpacked into your own folder, or from the official release",
		Ways: []string{
			install.WayHomebrew, install.WayWinget, install.WayApt, install.WayDebianFolder, install.WayRelease,
		},
		Versions: "the tag of a release (b11669), or Debian's version (0.7.0)",
		Backends: []string{install.BackendVulkan, install.BackendCUDA, install.BackendCPU},
		Fitting: func(ctx context.Context, f engine.Folders) engine.Fitting {
			return install.Here(f).Fitting(ctx, program)
		},
		Usual: func(string, string) bool { return true },
		Offers: func(ctx context.Context, f engine.Folders, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
			return offers(ctx, install.Here(f), w)
		},
		Own: func(ctx context.Context, f engine.Folders) []engine.Installed {
			return install.Here(f).Startable(ctx, program)
		},
	}
}

// program is llama.cpp in the engines folder. Look starts it with --help to see
// whether it can start: that needs all libraries, but neither a device nor a
// model.
var program = install.Program{
	Engine: Name, Title: Name,
	Look: func(one engine.Installed) install.Command {
		return install.Command{Argv: append(append([]string{}, one.Prefix...), "--help")}
	},
	Backend: backendIn,
	Fits:    fits, Elsewhere: elsewhere,
}

func offers(ctx context.Context, in *install.Store, w engine.SetupWish) ([]engine.Offer, []engine.Refusal) {
	return in.Offers(ctx, program, w,
		install.Homebrew{Formula: "llama.cpp", Backend: brewBackend},
		install.Winget{ID: "llama.cpp", Backend: install.BackendVulkan},
		debian,
		release,
		install.ByHand{
			{Program: "nix", Command: "nix profile install nixpkgs#llama-cpp"},
			{Program: "pacman", Command: "llama.cpp from the AUR, with an AUR helper: yay -S llama.cpp"},
			{Program: "dnf", Command: "sudo dnf install llama-cpp"},
			{Program: "apk", Command: "sudo apk add llama.cpp"},
			{Program: "port", Command: "sudo port install llama.cpp"},
		},
	)
}

// debian is llama.cpp in Debian's packages. For version 0.7.0 the download is
// 11 MB of package lists and 13 MB of packages; installed, it takes 49 MiB, and
// 90 MiB with Vulkan.
var debian = install.Debian{
	Package: "llama.cpp-tools", Vulkan: "libggml0-backend-vulkan",
	Path: "usr/bin/llama-bench", Libraries: []string{"llama"},
	Versions: lazyregexp.New(`^[0-9]`),
	// ggml looks for its backends beside the executable.
	Beside: "ggml/backends*/*.so",
	NotNeeded: lazyregexp.New(`^(debconf|wget|libgnutls30.*|libgmp10|libnettle[0-9].*|libhogweed.*|libunistring[0-9]+|libidn2-0|` +
		`libffi[0-9]+|libp11-kit0|libtasn1-6|libpcre2-8-0|libpsl5.*|libuuid1|openssl-provider-.*|libc-gconv-.*|gcc-[0-9]+-base|base-files)$`),
	DownloadBytes: 24 << 20, DiskBytes: 45 << 20, VulkanBytes: 5 << 20, VulkanDiskBytes: 45 << 20,
	Instead: "dragstrip setup --way release",
}

// release is the archive that the llama.cpp project publishes.
var release = install.Release{
	Page:   "https://api.github.com/repos/ggml-org/llama.cpp/releases/latest",
	Site:   "https://github.com/ggml-org/llama.cpp/releases",
	Tags:   lazyregexp.New(`^b[0-9]+$`),
	Names:  archiveNames,
	Beside: cudaRuntime, NeedsBeside: func(chosen install.Asset) bool { return strings.Contains(chosen.Name, "-win-cuda-") },
	// Newer archives hold one program with a subcommand for each tool.
	Programs:      [][]string{{"llama-bench"}, {"llama", "bench"}},
	DownloadBytes: 40 << 20, DiskBytes: 200 << 20,
}
