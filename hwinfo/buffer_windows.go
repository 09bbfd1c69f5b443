package hwinfo

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

type buffer struct {
	bytes []byte
	huge  bool
}

func mapMemory(size int) (buffer, error) {
	at, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return buffer{}, err
	}
	// The address is not in the Go heap, so it may be held as a number.
	return buffer{bytes: unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size)}, nil
}

func (b buffer) unmap() {
	_ = windows.VirtualFree(uintptr(unsafe.Pointer(&b.bytes[0])), 0, windows.MEM_RELEASE)
}
