package cli

import (
	"fmt"
	"path/filepath"

	"dragstrip/bench"
)

// slowDigest is a size in bytes. Computing the digest of more bytes takes so
// long that people should know what they wait for.
const slowDigest = 4 << 30

// saySlowDigest says that the digest of a file is computed, if that takes long.
func (e *env) saySlowDigest(path string, sizeBytes int64) {
	if sizeBytes > slowDigest {
		fmt.Fprintf(e.err, "computing the digest of %s …\n", bench.Clean(filepath.Base(path)))
	}
}
