package install

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// What MLX's packages need, as their names say: manylinux_2_35 for x86_64 and
// aarch64, macosx_14_0_arm64.
const (
	glibcMinor = 35
	macMajor   = 14
)

// mlxRefusal says what of this machine itself stands against MLX, or nil.
func (in *Installer) mlxRefusal(ctx context.Context) *engine.Refusal {
	switch in.goos() {
	case "linux":
		return in.linuxRefusal(ctx)
	case "darwin":
		if in.goarch() != "arm64" && !in.translated(ctx) {
			return engine.Refuse(MLX, "MLX needs Apple silicon, and this is a Mac with an Intel processor", "llama.cpp runs here: `dragstrip setup`")
		}
		return in.macRefusal(ctx)
	}
	return engine.Refuse(MLX, "MLX is not published for "+in.goos(), "llama.cpp runs here: `dragstrip setup`; in WSL, MLX's build for the CPU runs")
}

func (in *Installer) linuxRefusal(ctx context.Context) *engine.Refusal {
	if arch := in.goarch(); arch != "amd64" && arch != "arm64" {
		return engine.Refuse(MLX, "MLX is published for x86_64 and aarch64 on Linux, not for "+arch, "llama.cpp runs here: `dragstrip setup`")
	}
	const container = "use a newer system, or a container of one (debian:12, ubuntu:22.04)"
	minor, known := in.glibc(ctx)
	switch {
	case !known && !in.hasGlibc():
		return engine.Refuse(MLX, "MLX needs the GNU C library, and this system has another (musl)", "use a system with it, or a container of one (debian:12, ubuntu:22.04)")
	case known && minor < glibcMinor:
		return engine.Refuse(MLX, fmt.Sprintf("MLX needs the GNU C library 2.%d or newer, and this system has 2.%d", glibcMinor, minor), container)
	}
	return nil
}

var glibcForm = regexp.MustCompile(`(?m)(?:^glibc 2\.(\d+)|(?:GNU libc|GLIBC).* 2\.(\d+))`)

// glibc is the minor version of the GNU C library 2.
func (in *Installer) glibc(ctx context.Context) (int, bool) {
	for _, argv := range [][]string{{"getconf", "GNU_LIBC_VERSION"}, {"ldd", "--version"}} {
		if !in.has(argv[0]) {
			continue
		}
		out, err := in.ask(ctx, argv...)
		if m := glibcForm.FindStringSubmatch(out); err == nil && m != nil {
			minor, err := strconv.Atoi(m[1] + m[2])
			return minor, err == nil
		}
	}
	return 0, false
}

// translated tells whether this dragstrip was built for Intel and runs on Apple
// silicon all the same.
func (in *Installer) translated(ctx context.Context) bool {
	out, err := in.ask(ctx, "sysctl", "-n", "hw.optional.arm64")
	return err == nil && strings.TrimSpace(out) == "1"
}

func (in *Installer) macRefusal(ctx context.Context) *engine.Refusal {
	out, err := in.ask(ctx, "sw_vers", "-productVersion")
	major, _, _ := strings.Cut(strings.TrimSpace(out), ".")
	if n, bad := strconv.Atoi(major); err == nil && bad == nil && n < macMajor {
		return engine.Refuse(MLX, fmt.Sprintf("MLX needs macOS %d or newer, and this is %s", macMajor, bench.CleanLine(strings.TrimSpace(out), 20)), "update macOS: softwareupdate --list")
	}
	return nil
}

// noVenv says why the way by venv is not open.
func (in *Installer) noVenv(found pythonsFound) *engine.Refusal {
	p, ok := found.any()
	if !ok {
		return engine.Refuse(WayVenv, found.lacking(), in.morePython()+"; or install uv (https://docs.astral.sh/uv), which brings one")
	}
	why := p.String() + " lacks its module for environments (ensurepip)"
	remedy := "install Python with all of its standard library, or uv (https://docs.astral.sh/uv)"
	if in.has("apt-get") {
		remedy = in.asRoot(fmt.Sprintf("apt-get install python3.%d-venv", p.minor()))
	}
	return engine.Refuse(WayVenv, why, remedy)
}

// morePython is the command that gets a newer Python.
func (in *Installer) morePython() string {
	switch _, brew := in.brew(); {
	case brew:
		return "brew install python@3.13"
	case in.goos() == "darwin":
		return "install Python from https://www.python.org/downloads/macos"
	case in.has("apt-get"):
		return in.asRoot("apt-get install python3 python3-venv")
	case in.has("dnf"):
		return in.asRoot("dnf install python3.12")
	case in.has("pacman"):
		return in.asRoot("pacman -S python")
	case in.has("zypper"):
		return in.asRoot("zypper install python312")
	}
	return "install Python 3.11 or newer"
}

func (in *Installer) asRoot(command string) string {
	if in.admin() {
		return command
	}
	return "sudo " + command
}
