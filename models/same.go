package models

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench/regular"
	"dragstrip/models/problem"
)

// SameContent tells whether two files hold the same bytes. Most files differ in
// size, or where a few samples are read. Only if these are equal does it compare
// digests (see [Hash] for cacheFolder). A store that names a file by its digest
// spares reading that file. slow, which may be nil, is called with a file's path and
// its size in bytes if reading it whole takes a while.
func SameContent(ctx context.Context, a, b, cacheFolder string, slow func(path string, sizeBytes int64)) (bool, error) {
	alike, size, err := sameSamples(a, b)
	if err != nil || !alike {
		return false, err
	}
	var digests [2]string
	for i, path := range []string{a, b} {
		if digests[i] = digestInName(path); digests[i] != "" {
			continue
		}
		told := false
		progress := func(done, total int64) {
			if slow != nil && !told && done < total {
				told = true
				slow(path, size)
			}
		}
		if digests[i], _, err = Hash(ctx, path, cacheFolder, progress); err != nil {
			return false, err
		}
	}
	return digests[0] == digests[1], nil
}

// digestInName is the SHA-256 by which Ollama and Docker name a file in their
// stores, as hexadecimal digits; "" if the file is not named so.
func digestInName(path string) string {
	name, folder := filepath.Base(path), filepath.Dir(path)
	switch {
	case filepath.Base(folder) == "blobs": // blobs/sha256-…
		name, _ = strings.CutPrefix(name, "sha256-")
	case filepath.Base(folder) != "sha256" || filepath.Base(filepath.Dir(folder)) != "blobs": // blobs/sha256/…
		return ""
	}
	if raw, err := hex.DecodeString(name); err != nil || len(raw) != 32 {
		return ""
	}
	return strings.ToLower(name)
}

// sampleBytes is the length of one sample. Three samples tell models of one shape
// apart, because their weights differ.
const sampleBytes = 64 << 10

// sameSamples compares the sizes of two files, and samples at the beginning, in
// the middle and at the end. sizeBytes is the size of a.
func sameSamples(a, b string) (same bool, sizeBytes int64, err error) {
	x, size, err := openSized(a)
	if err != nil {
		return false, 0, err
	}
	defer x.Close()
	y, other, err := openSized(b)
	if err != nil {
		return false, size, err
	}
	defer y.Close()
	if size != other {
		return false, size, nil
	}
	for _, at := range []int64{0, size / 2, max(size-sampleBytes, 0)} {
		one, err := sample(x, at)
		if err != nil {
			return false, size, problem.At(a, err)
		}
		two, err := sample(y, at)
		if err != nil {
			return false, size, problem.At(b, err)
		}
		if !bytes.Equal(one, two) {
			return false, size, nil
		}
	}
	return true, size, nil
}

func openSized(path string) (f *os.File, sizeBytes int64, err error) {
	if f, err = regular.Open(path); err != nil {
		return nil, 0, problem.Missing(path, err)
	}
	look, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, problem.At(path, err)
	}
	return f, look.Size(), nil
}

func sample(f *os.File, at int64) ([]byte, error) {
	return io.ReadAll(io.NewSectionReader(f, at, sampleBytes))
}
