package vulkan

// Folders are where files describe Vulkan drivers, one driver each, below the
// root of a Linux system and with slashes. They are in the order in which the
// Vulkan loader reads them.
var Folders = []string{"etc/vulkan/icd.d", "usr/local/share/vulkan/icd.d", "usr/share/vulkan/icd.d"}
