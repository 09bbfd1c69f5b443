package vulkan

// Folders are the folders with the files that describe Vulkan drivers, one file
// for each driver. The paths are below the root of a Linux system, and are
// written with slashes. They are in the order in which the Vulkan loader reads
// them.
var Folders = []string{"etc/vulkan/icd.d", "usr/local/share/vulkan/icd.d", "usr/share/vulkan/icd.d"}
