// Package manual writes everything about a command line: the help on the
// screen, the man page, and what a shell completes. All of these are made from
// the same pages. A page describes one verb with its flags. The verbs
// themselves say what is on their pages.
//
// It must not know any verb, flag or model. For completion, the caller gives it
// the words that a metavar such as MODEL stands for.
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
