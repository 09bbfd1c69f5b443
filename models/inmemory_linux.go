package models

import (
	"os"
	"syscall"
	"unsafe"
)

// fileInMemory is the share of a file that the system holds in memory, by
// mincore(2): 0 to 1. known is false if the system does not tell.
func fileInMemory(path string) (share float64, known bool) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() || st.Size() == 0 {
		return 0, false
	}
	mapped, err := syscall.Mmap(int(f.Fd()), 0, int(st.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return 0, false
	}
	defer syscall.Munmap(mapped)
	page := os.Getpagesize()
	held := make([]byte, (len(mapped)+page-1)/page)
	if _, _, errno := syscall.Syscall(syscall.SYS_MINCORE, uintptr(unsafe.Pointer(&mapped[0])), uintptr(len(mapped)), uintptr(unsafe.Pointer(&held[0]))); errno != 0 {
		return 0, false
	}
	n := 0
	for _, b := range held {
		n += int(b & 1)
	}
	return float64(n) / float64(len(held)), true
}
