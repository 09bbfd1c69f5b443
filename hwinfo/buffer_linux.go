package hwinfo

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// askHugePages asks for huge pages, which save most address look-ups. Without
// them a virtual machine loses a quarter of the speed. It tells whether the
// system grants them.
func askHugePages(b []byte) bool {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || strings.Contains(string(mode), "[never]") {
		return false
	}
	return unix.Madvise(b, unix.MADV_HUGEPAGE) == nil
}

// availableMemory is unknown here: memoryRoom reads /proc/meminfo.
func availableMemory() int64 { return 0 }
