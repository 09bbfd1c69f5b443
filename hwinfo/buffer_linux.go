package hwinfo

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// askHugePages asks for huge pages, and returns whether the system grants them.
// Huge pages save most address look-ups; without them a virtual machine loses a
// quarter of the speed.
func askHugePages(b []byte) bool {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || strings.Contains(string(mode), "[never]") {
		return false
	}
	return unix.Madvise(b, unix.MADV_HUGEPAGE) == nil
}

// availableMemory returns 0, because on Linux memoryRoom reads /proc/meminfo.
func availableMemory() int64 { return 0 }
