// Package linebreak breaks texts into lines between words. It never breaks
// after a hyphen, because texts name flags, commands and sessions, and nobody
// could read or copy a name that is broken there. Widths are in cells of a
// terminal.
//
// It must not know what a text is about, or where it is shown.
//
// # Where things are
//
//	lines.go  lines that fit a screen exactly, and lines for a terminal that breaks long words itself
package linebreak
