package install

import (
	"strings"

	"dragstrip/bench/lazyregexp"
)

// Debian describes an engine in the packages of Debian and related
// distributions. Root can install it for everybody on the machine. Without
// root, dragstrip unpacks it into its own folder.
type Debian struct {
	// Package is the package with the program. Vulkan is the package with the
	// GPU backend, if that is a separate package. The driver of the GPU always
	// comes from the machine.
	Package, Vulkan string
	// Path is the path of the program below /, with slashes.
	Path string
	// Libraries are folders with libraries of the program, below the system's
	// folder of libraries.
	Libraries []string
	// Beside is a pattern, below the folder of libraries, for libraries that the
	// program looks for beside itself.
	Beside string
	// NotNeeded matches packages that only serve installation scripts or
	// documents of other packages. All other packages are unpacked, because
	// each may hold a library that the program needs.
	NotNeeded *lazyregexp.Regexp
	// Versions matches the versions that Debian gives the program, such as 0.7.0.
	// nil means that it may give any.
	Versions *lazyregexp.Regexp
	// DownloadBytes and DiskBytes are estimates that are shown before apt is
	// asked. VulkanBytes and VulkanDiskBytes are added to them for the Vulkan
	// package and the libraries that it needs.
	DownloadBytes, DiskBytes, VulkanBytes, VulkanDiskBytes int64
	// Instead is a command that installs the engine if apt cannot.
	Instead string
}

// backendName returns the backend of Debian's packages, with or without the
// Vulkan package.
func backendName(vulkan bool) string {
	if vulkan {
		return BackendVulkan
	}
	return BackendCPU
}

// debRevision matches what Debian adds to a version: the revision of the
// package, and a mark that files were left out.
var debRevision = lazyregexp.New(`(\+(dfsg|ds).*)?-[^-]*$`)

// debVersion returns the version of the program, without Debian's epoch and
// revision.
func debVersion(version string) string {
	if _, after, ok := strings.Cut(version, ":"); ok {
		version = after
	}
	return debRevision.ReplaceAllString(version, "")
}
