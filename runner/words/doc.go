// Package words helps engine adapters to make sense of an engine's output. It
// makes lines safe to show, and keeps the last lines. Its rules turn lines into
// failures that a person understands. It explains a death by signal, a program
// that does not start, and a program that cannot start another process. It
// looks at a model's path if an engine has one message for several problems.
// And it knows which variables of the environment GPU drivers and libraries
// read.
//
// It must not know any particular engine: each adapter brings its own rules.
//
// # Where things are
//
//	text.go       makes a line safe to keep
//	tail.go       keeps the last lines of an engine
//	rule.go       rules that turn lines into failures
//	death.go      a death by signal (killed, out of memory, crash)
//	refusal.go    a start that is refused
//	processes.go  "cannot start another process"
//	found.go      what is at a model's path
//	environment.go  variables of drivers and libraries (CUDA_…, OMP_… …) that every engine inherits
package words
