package hwinfo

import "strings"

// Boot returns an ID of the current start of this machine. The ID stays the
// same until the machine is restarted. It is empty if the system has no such
// ID.
func Boot(r Root) string {
	r = r.or()
	switch r.OS {
	case "linux":
		return r.read("proc/sys/kernel/random/boot_id")
	case "darwin":
		id, _ := r.Sysctl("kern.bootsessionuuid")
		return strings.TrimSpace(id)
	case "windows":
		id, _ := r.Registry(`SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters`, "BootId")
		return id
	}
	return ""
}
