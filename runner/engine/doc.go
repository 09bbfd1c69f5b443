// Package engine is the contract between the scheduler and the engine adapters:
// what work is, what an invocation is, and which facts a parser makes from an
// engine's output. An adapter (packages llama, mlx …) makes the argv and the
// environment of a process, and parses its output. Only Probe may start a
// program.
//
// It must not know any particular engine.
//
// # Where things are
//
//	kind.go     everything that dragstrip must know about an engine; a finder of builds
//	engine.go   work, invocation, parser, adapter: the contract
//	setup.go    how an engine is installed: offers and refusals
//	lines.go    lines of dragstrip's drivers
//	drive.go    starts a driver
//	haste.go    how soon a line must be read
//	folders.go  folders that an engine may use
package engine
