// Package manual is what is written about a command line: the help on the
// screen, the man page, and what a shell completes, all made from the same
// pages. A page describes one verb with its flags; the verbs themselves say
// what stands on it.
//
// It must not know any verb, flag or model: whoever asks for completion hands
// in what stands behind a metavar such as MODEL.
//
// # Where things are
//
//	page.go      what a page of the help holds: verb, usage, flags, examples
//	takes.go     which words stand where on a command line
//	help.go      help as text on a screen: widths, columns, groups
//	man.go       the man page
//	complete.go  what may come next on a command line (tab key)
//	words.go     cuts an unfinished command line into words
//	scripts.go   scripts of bash, zsh, fish and PowerShell that load completion
package manual
