package hwinfo

import (
	"os"
	"path"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// askAMDDriver asks the driver behind a render node about its device. It does
// not need root, only the same access to the node as engines.
func askAMDDriver(render string) (amdDevice, bool) {
	if !strings.HasPrefix(render, "renderD") || path.Base(render) != render {
		return amdDevice{}, false
	}
	f, err := os.OpenFile("/dev/dri/"+render, os.O_RDWR, 0)
	if err != nil {
		return amdDevice{}, false
	}
	defer f.Close()
	const (
		ioctlAMDInfo = 0x40206445 // DRM_IOW(DRM_COMMAND_BASE + 5, 32 bytes)
		queryDevice  = 0x16
	)
	reply := make([]byte, 512) // larger than the struct of today; the kernel writes at most this much
	var pinner runtime.Pinner  // the kernel gets the address as a number, so the reply must not move
	pinner.Pin(&reply[0])
	defer pinner.Unpin()
	request := struct {
		pointer uint64
		size    uint32
		query   uint32
		rest    [16]byte
	}{size: uint32(len(reply)), query: queryDevice}
	request.pointer = uint64(uintptr(unsafe.Pointer(&reply[0])))
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, f.Fd(), ioctlAMDInfo, uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		return amdDevice{}, false
	}
	return parseAMDDevice(reply)
}
