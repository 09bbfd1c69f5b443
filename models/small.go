package models

import (
	"os"

	"dragstrip/bench/regular"
)

// maxSmall limits configuration files and manifests, which have a few
// kilobytes.
const maxSmall = 4 << 20

// readSmall reads a regular file of at most maxSmall bytes. It gives nil for
// any other file.
func readSmall(path string) []byte {
	b, _ := regular.Read(path, maxSmall)
	return b
}

// readLarge is readSmall for an index, which may have some megabytes.
func readLarge(path string) []byte {
	b, _ := regular.Read(path, 2*maxSmall)
	return b
}

// isFolder tells whether a path leads to a folder. It follows links.
func isFolder(path string) bool {
	look, err := os.Stat(path)
	return err == nil && look.IsDir()
}
