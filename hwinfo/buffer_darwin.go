package hwinfo

// askHugePages does nothing: macOS has pages of 16 KiB and offers no larger
// ones.
func askHugePages([]byte) bool { return false }

// availableMemory counts pages that are free or can be freed at once. The
// figure is never too large, because the system could also free the file cache.
func availableMemory() int64 {
	r := Root{Sysctl: sysctl}
	pages := r.sysctlInt("vm.page_free_count") + r.sysctlInt("vm.page_speculative_count") + r.sysctlInt("vm.page_purgeable_count")
	return pages * r.sysctlInt("hw.pagesize")
}
