//go:build unix

package hwinfo

import (
	"golang.org/x/sys/unix"
)

// buffer is memory outside the Go heap. The garbage collector does not see it,
// and huge pages can be used.
type buffer struct {
	bytes []byte
	huge  bool
}

func mapMemory(size int) (buffer, error) {
	b, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return buffer{}, err
	}
	return buffer{bytes: b, huge: askHugePages(b)}, nil
}

func (b buffer) unmap() { _ = unix.Munmap(b.bytes) }
