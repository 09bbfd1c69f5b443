// Package linebreak breaks texts into lines between words. It never breaks after
// a hyphen: texts name flags, commands and sessions, which nobody can read or
// copy without their hyphens. Widths are cells, as a terminal counts them.
//
// It must not know what a text is about, or where it is shown.
//
// # Where things are
//
//	lines.go  lines that fit a screen exactly, and lines for a terminal that breaks long words itself
package linebreak
