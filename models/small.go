package models

import (
	"os"

	"dragstrip/bench/regular"
)

// maxSmall bounds configuration files and manifests, which have kilobytes.
const maxSmall = 4 << 20

// readSmall gives the bytes of a regular file of at most maxSmall, nil
// otherwise.
func readSmall(path string) []byte {
	b, _ := regular.Read(path, maxSmall)
	return b
}

// readLarge is readSmall for an index, which may have some megabytes.
func readLarge(path string) []byte {
	b, _ := regular.Read(path, 2*maxSmall)
	return b
}

// isFolder follows links.
func isFolder(path string) bool {
	look, err := os.Stat(path)
	return err == nil && look.IsDir()
}
