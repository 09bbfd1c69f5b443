// Package engine is the contract between the scheduler and the engine adapters:
// what work is, what an invocation is, and what a parser turns an engine's
// output into. An adapter (packages llama, mlx …) is three pieces of code:
// argv, process environment, parser. None of them starts a process, has a clock
// or opens a file, except Probe.
//
// It must not know any particular engine.
//
//	kind.go     all that is known of an engine; setup.go how it is installed
//	engine.go   work, invocation, parser
//	haste.go    how soon a parser needs a line
//	lines.go    the lines of our own drivers; drive.go starts one
//	folders.go  the folders that an engine may use
package engine
