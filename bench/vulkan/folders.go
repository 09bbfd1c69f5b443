package vulkan

// Folders are the folders with the files that describe Vulkan drivers, one file
// for each driver. The paths are below the root of a Linux system, and are
// written with slashes. They are in the order in which the Vulkan loader reads
// them.
var Folders = []string{"etc/vulkan/icd.d", "usr/local/share/vulkan/icd.d", "usr/share/vulkan/icd.d"}

// Variables are the environment variables that name the files of drivers. If one
// is set, the loader does not look into the folders. The first one that is set
// is obeyed. Their values are lists, as the system writes lists of paths.
var Variables = []string{"VK_DRIVER_FILES", "VK_ICD_FILENAMES"}
