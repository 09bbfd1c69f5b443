// Package settings keeps what people set in dragstrip: lines "name = value" in
// one small file that can be edited by hand. A name may stand on several lines.
// Lines that are not understood, and comments (#), are kept as they are.
//
// It must not print, or know what the settings are used for.
//
// # Where things are
//
//	file.go      the settings file: reads and writes it, keeps remarks
//	folders.go   model folders that were added
//	presets.go   saved presets
//	servers.go   servers that the screens offer
//	variants.go  environments in which builds are tried, too
package settings
