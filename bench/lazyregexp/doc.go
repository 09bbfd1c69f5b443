// Package lazyregexp compiles regular expressions when they are first used.
// Compiling all of dragstrip's expressions takes longer than everything else
// before the first line on the screen, and one run uses only a few of them. The
// package has the name and the shape of the one inside Go's own tools.
//
// It must not know what any expression is for.
//
// # Where things are
//
//	lazyregexp.go  an expression that is compiled once, by its first use
package lazyregexp
