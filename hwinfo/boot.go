package hwinfo

import "strings"

// Boot names the time since this machine was started: it is the same until it
// is started again, and then another. Empty where the system does not say.
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
