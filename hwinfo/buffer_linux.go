package hwinfo

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// askHugePages saves most address look-ups, which cost a quarter of the speed
// in a guest. It tells whether the system grants them.
func askHugePages(b []byte) bool {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || strings.Contains(string(mode), "[never]") {
		return false
	}
	return unix.Madvise(b, unix.MADV_HUGEPAGE) == nil
}

// availableMemory is in /proc/meminfo.
func availableMemory() int64 { return 0 }
