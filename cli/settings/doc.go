// Package settings keeps what people change of dragstrip: lines "name = value"
// in one small file, made to be edited by hand. A name may stand on several
// lines; what is not understood, and every remark (#), is kept as it is.
//
// It must not print, or know what the settings are used for.
//
// # Where things are
//
//	file.go     the settings file: reads and writes it, keeps remarks
//	folders.go  model folders that were added
//	presets.go  saved presets
package settings
