package install

import (
	"regexp"
	"strings"
)

// Debian is an engine among the packages of Debian and its relatives: for
// everybody on a machine where root asks for it, and unpacked into a folder of
// ours without root.
type Debian struct {
	// Package holds the program. Vulkan is its backend for machines with a
	// GPU, where that is a package of its own; the driver stays the machine's.
	Package, Vulkan string
	// Path is where the program lies below /, with slashes.
	Path string
	// Libraries are folders of the program's own below that of libraries.
	Libraries []string
	// Beside is a pattern of libraries, below the folder of libraries, that
	// the program looks for beside itself.
	Beside string
	// NotNeeded are packages that only serve maintainer scripts and documents
	// of the others. Everything else is unpacked: an unknown name may be a
	// library the program cannot start without.
	NotNeeded *regexp.Regexp
	// DownloadBytes and DiskBytes are told before apt was asked; VulkanBytes
	// come on top.
	DownloadBytes, DiskBytes, VulkanBytes int64
	// Instead is a command that gets the engine where no apt can.
	Instead string
}

// debRevision is what Debian adds to a version: its own revision and a mark
// that files were left out.
var debRevision = regexp.MustCompile(`(\+(dfsg|ds).*)?-[^-]*$`)

// debVersion gives the program's own version: neither epoch nor revision.
func debVersion(version string) string {
	if _, after, ok := strings.Cut(version, ":"); ok {
		version = after
	}
	return debRevision.ReplaceAllString(version, "")
}
