// Package vulkan knows where a system describes its Vulkan drivers. An
// installation looks there to see whether a GPU has a driver. A bug report
// lists what is there.
//
// It must not know what a driver is needed for, and it reads no file.
//
// # Where things are
//
//	folders.go  the folders in which files describe drivers, and the variables that name files instead
package vulkan
