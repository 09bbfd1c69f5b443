package mlx

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// What MLX's packages need, according to their file names: manylinux_2_35 for
// x86_64 and aarch64, macosx_14_0_arm64.
const (
	glibcMinor = 35
	macMajor   = 14
)

// platformRefusal says why MLX cannot be installed on this machine. It returns
// nil if MLX can be installed.
func platformRefusal(ctx context.Context, in *install.Store) *engine.Refusal {
	switch in.OS() {
	case "linux":
		return linuxRefusal(ctx, in)
	case "darwin":
		if in.Arch() != "arm64" && !in.Translated(ctx) {
			return refuse("MLX needs Apple silicon, and this is a Mac with an Intel processor", "llama.cpp runs here: `dragstrip setup`")
		}
		return macRefusal(ctx, in)
	}
	return refuse("MLX is not published for "+in.OS(), "llama.cpp runs here (`dragstrip setup`); MLX's CPU build runs in WSL")
}

func refuse(why, remedy string) *engine.Refusal {
	return &engine.Refusal{Way: Name, Why: why, Remedy: remedy}
}

func linuxRefusal(ctx context.Context, in *install.Store) *engine.Refusal {
	if arch := in.Arch(); arch != "amd64" && arch != "arm64" {
		return refuse("MLX is published for x86_64 and aarch64 on Linux, not for "+arch, "llama.cpp runs here: `dragstrip setup`")
	}
	const container = "container with such a system (debian:12, ubuntu:22.04)"
	minor, known := in.Glibc(ctx)
	switch {
	case !known && !in.HasGlibc():
		return refuse("MLX needs the GNU C library, and this system has another (musl)", "use a system that has it, or a "+container)
	case known && minor < glibcMinor:
		return refuse(fmt.Sprintf("MLX needs the GNU C library 2.%d or newer, and this system has 2.%d", glibcMinor, minor), "use a newer system, or a "+container)
	}
	return nil
}

func macRefusal(ctx context.Context, in *install.Store) *engine.Refusal {
	version, told := in.MacOS(ctx)
	major, _, _ := strings.Cut(version, ".")
	if n, err := strconv.Atoi(major); told && err == nil && n < macMajor {
		return refuse(fmt.Sprintf("MLX needs macOS %d or newer, and this is %s", macMajor, bench.CleanLine(version, 20)), "update macOS: softwareupdate --list")
	}
	return nil
}
