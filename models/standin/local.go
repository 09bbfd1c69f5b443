package standin

import (
	"fmt"
	"os"
	"path/filepath"

	"dragstrip/bench/regular"
	"dragstrip/models/problem"
)

// LikeFile reads the header of a GGUF file in order to copy it into a stand-in.
// The weights may be missing: the beginning of a download is enough.
func LikeFile(path string) (*Original, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, problem.At(path, err)
	}
	if look, err := os.Stat(abs); err == nil && look.IsDir() {
		return nil, copyProblem(path, "it is a folder", "name a GGUF file in it")
	}
	return readOriginal(filepath.Base(abs), filepath.ToSlash(abs), func(name string) (headerFile, error) {
		return openSized(filepath.FromSlash(name))
	})
}

// sized is a file with the size that it had when it was opened.
type sized struct {
	*os.File
	size int64
}

func (s sized) Size() int64 { return s.size }

func openSized(path string) (headerFile, error) {
	f, err := regular.Open(path)
	if err != nil {
		return nil, problem.Missing(path, err)
	}
	look, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, problem.At(path, fmt.Errorf("look at it: %w", err))
	}
	return sized{f, look.Size()}, nil
}
