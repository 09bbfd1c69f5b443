// Package manual is what is written about a command line: the help on the
// screen, the man page, and what a shell completes, all made from the same
// pages. A page describes one verb with its flags; the verbs themselves say
// what stands on it.
//
// It must not know any verb, flag or model: whoever asks for completion hands
// in what stands behind a metavar such as MODEL.
//
//	page.go      Program, Page, Flag: what there is to describe
//	takes.go     which words stand where on a command line
//	help.go      pages as text on a screen
//	man.go       all pages as one man page
//	complete.go  what may stand next on a command line that is being typed
//	words.go     a command line that is being typed, cut into words
//	scripts.go   what each shell loads to ask for completion
package manual
