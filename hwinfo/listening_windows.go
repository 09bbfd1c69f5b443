package hwinfo

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/shirou/gopsutil/v3/net"
	"golang.org/x/sys/windows"
)

// listening asks for the table of TCP connections. gopsutil's package net takes
// no privilege, other than its package process.
func listening(port int) (found []int) {
	all, err := net.Connections("tcp")
	if err != nil {
		return nil
	}
	for _, c := range all {
		if c.Status == "LISTEN" && int(c.Laddr.Port) == port && c.Pid > 0 && int(c.Pid) != os.Getpid() && !passesOn(programOf(uint32(c.Pid))) {
			found = append(found, int(c.Pid))
		}
	}
	return found
}

// programOf is the name of a process's program without .exe, or "".
func programOf(pid uint32) string {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(h)
	var name [windows.MAX_PATH]uint16
	size := uint32(len(name))
	if windows.QueryFullProcessImageName(h, 0, &name[0], &size) != nil {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(filepath.Base(windows.UTF16ToString(name[:size]))), ".exe")
}
