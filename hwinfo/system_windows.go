package hwinfo

import (
	"fmt"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"

	"github.com/shirou/gopsutil/v3/mem"
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

var (
	kernel32               = windows.NewLazySystemDLL("kernel32.dll")
	getSystemFirmwareTable = kernel32.NewProc("GetSystemFirmwareTable")
	getLogicalProcessorEx  = kernel32.NewProc("GetLogicalProcessorInformationEx")
)

func withSystem(r Root) Root {
	if r.Firmware == nil {
		r.Firmware = firmware
	}
	if r.Registry == nil {
		r.Registry = registryValue
	}
	if r.Subkeys == nil {
		r.Subkeys = registrySubkeys
	}
	if r.Cores == nil {
		r.Cores = countCores
	}
	if r.Memory == nil {
		r.Memory = countMemory
	}
	if r.Listens == nil {
		r.Listens = listening
	}
	return r
}

// firmware reads the SMBIOS table. It needs no administrator rights, no WMI and
// no COM.
func firmware() ([]byte, error) {
	const rsmb = 0x52534D42
	if err := getSystemFirmwareTable.Find(); err != nil {
		return nil, err
	}
	size, _, err := getSystemFirmwareTable.Call(rsmb, 0, 0, 0)
	if size == 0 || size > maxOutput {
		return nil, fmt.Errorf("read firmware table: %w", err)
	}
	table := make([]byte, size)
	n, _, err := getSystemFirmwareTable.Call(rsmb, 0, uintptr(unsafe.Pointer(&table[0])), size)
	if n == 0 || n > size {
		return nil, fmt.Errorf("read firmware table: %w", err)
	}
	return table[:n], nil
}

func registryValue(key, name string) (string, error) {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, key, registry.QUERY_VALUE)
	if err != nil {
		return "", err
	}
	defer k.Close()
	if s, _, err := k.GetStringValue(name); err == nil {
		return s, nil
	}
	if n, _, err := k.GetIntegerValue(name); err == nil {
		return strconv.FormatUint(n, 10), nil
	}
	// Graphics drivers store the memory size as bytes, and the name as UTF-16
	// bytes.
	raw, _, err := k.GetBinaryValue(name)
	if err != nil {
		return "", err
	}
	return bytesAsText(raw), nil
}

func registrySubkeys(key string) []string {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, key, registry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return nil
	}
	defer k.Close()
	names, _ := k.ReadSubKeyNames(64)
	return names
}

// countMemory returns the bytes of memory and of page files. gopsutil's figure
// for swap is the sum of both, so memory is subtracted.
func countMemory() (memory, swap int64) {
	m, err := mem.VirtualMemory()
	if err != nil {
		return 0, 0
	}
	if limit, err := mem.SwapMemory(); err == nil {
		swap = max(int64(limit.Total)-int64(m.Total), 0)
	}
	return int64(m.Total), swap
}

func availableMemory() int64 {
	m, err := mem.VirtualMemory()
	if err != nil {
		return 0
	}
	return int64(m.Available)
}

// countCores counts the physical and logical cores. Windows returns one record
// for each physical core.
func countCores() (physical, logical int) {
	const relationCore = 0
	var size uint32
	getLogicalProcessorEx.Call(relationCore, 0, uintptr(unsafe.Pointer(&size)))
	if size == 0 || size > maxOutput {
		return 0, 0
	}
	buffer := make([]byte, size)
	if ok, _, _ := getLogicalProcessorEx.Call(relationCore, uintptr(unsafe.Pointer(&buffer[0])), uintptr(unsafe.Pointer(&size))); ok == 0 {
		return 0, 0
	}
	return coresOf(buffer[:size])
}

// asHelper starts a program without a window.
func asHelper(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}
