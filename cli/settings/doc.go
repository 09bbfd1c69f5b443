// Package settings keeps what people change of dragstrip: lines "name = value"
// in one small file, made to be edited by hand. A name may stand on several
// lines; what is not understood, and every remark (#), is kept as it is.
//
// It must not print, or know what the settings are used for.
package settings
