package hwinfo

// askHugePages: macOS has pages of 16 KiB and no larger ones to ask for.
func askHugePages([]byte) bool { return false }

// availableMemory counts pages that are free or given up at once. The file
// cache would be given up too, so this is never too much.
func availableMemory() int64 {
	r := Root{Sysctl: sysctl}
	pages := r.sysctlInt("vm.page_free_count") + r.sysctlInt("vm.page_speculative_count") + r.sysctlInt("vm.page_purgeable_count")
	return pages * r.sysctlInt("hw.pagesize")
}
