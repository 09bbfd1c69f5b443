// Package engine is the contract between the scheduler and the engine adapters:
// what work is, what an invocation is, and what a parser turns an engine's
// output into. An adapter (packages llama, mlx …) is three pieces of code:
// argv, process environment, parser. None of them starts a process, has a clock
// or opens a file, except Probe.
//
// It must not know any particular engine.
//
// # Where things are
//
//	kind.go     all that is known of an engine; a finder of builds
//	engine.go   work, invocation, parser, adapter: the contract
//	setup.go    how an engine is installed: offers and refusals
//	lines.go    lines of our own drivers
//	drive.go    starts a driver
//	haste.go    how soon a line must be read
//	folders.go  folders that an engine may use
package engine
