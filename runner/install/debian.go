package install

import (
	"regexp"
	"strings"
)

// Debian is an engine in the packages of Debian and its relatives. Root can
// install it for everybody on the machine; without root it is unpacked into a
// folder of ours.
type Debian struct {
	// Package holds the program. Vulkan is the package with its GPU backend, if
	// that is a separate one. The GPU's driver is always the machine's own.
	Package, Vulkan string
	// Path is the program's path below /, with slashes.
	Path string
	// Libraries are folders of the program's own, below the folder of libraries.
	Libraries []string
	// Beside is a pattern, below the folder of libraries, for libraries that the
	// program looks for beside itself.
	Beside string
	// NotNeeded matches packages that only serve the other packages' installation
	// scripts and documents. Everything else is unpacked, because a package with
	// an unknown name may hold a library that the program needs.
	NotNeeded *regexp.Regexp
	// DownloadBytes and DiskBytes are the estimates shown before apt was asked.
	// VulkanBytes are added for the Vulkan package.
	DownloadBytes, DiskBytes, VulkanBytes int64
	// Instead is a command that installs the engine if apt cannot.
	Instead string
}

// backendName is the backend of Debian's packages with or without Vulkan.
func backendName(vulkan bool) string {
	if vulkan {
		return BackendVulkan
	}
	return BackendCPU
}

// debRevision matches what Debian adds to a version: its own revision, and a
// mark that files were left out.
var debRevision = regexp.MustCompile(`(\+(dfsg|ds).*)?-[^-]*$`)

// debVersion returns the program's own version, without Debian's epoch and
// revision.
func debVersion(version string) string {
	if _, after, ok := strings.Cut(version, ":"); ok {
		version = after
	}
	return debRevision.ReplaceAllString(version, "")
}
