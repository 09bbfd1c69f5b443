package models

import (
	"errors"
	"io"
	"os"
)

// maxSmall bounds configuration files and manifests, which have kilobytes.
const maxSmall = 4 << 20

// readSmall gives the bytes of a regular file of at most maxSmall, nil
// otherwise.
func readSmall(path string) []byte {
	if path == "" {
		return nil
	}
	look, err := os.Stat(path)
	if err != nil || !look.Mode().IsRegular() || look.Size() > maxSmall {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSmall))
	if err != nil {
		return nil
	}
	return b
}

// readFirst gives the first bytes of a regular file, nil where there is none.
func readFirst(path string, most int64) []byte {
	look, err := os.Stat(path)
	if err != nil || !look.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	b, _ := io.ReadAll(io.LimitReader(f, most))
	return b
}

// readLarge is readSmall for an index, which may have some megabytes.
func readLarge(path string) []byte {
	look, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err != nil || look.Size() > 2*maxSmall {
		return nil
	}
	b, _ := os.ReadFile(path)
	return b
}

// isFolder follows links.
func isFolder(path string) bool {
	look, err := os.Stat(path)
	return err == nil && look.IsDir()
}
