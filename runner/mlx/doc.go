// Package mlx drives MLX through mlx_lm, in one of two ways. One is a driver of
// dragstrip's own (driver.py, embedded in the binary and run by the Python of
// the chosen environment), which measures what llama-bench measures and reports
// it live. The other is mlx_lm.benchmark, because people quote its figures.
// What an environment can do is read from its files, not from a version number,
// and nothing is imported for that.
//
// It must not start anything. Argv, process environment and parsers are three
// pieces of code, as in package llama.
//
// # Where things are
//
//	name.go         the engines' names
//	kind.go         the two kinds of MLX
//	traits.go       what is known of both
//	find.go         finds Python environments with mlx-lm
//	places.go       folders where they may be
//	build.go        what an environment holds or lacks
//	adapter.go      what parameters mean to MLX; why a job is refused (a model with Python code of its own)
//	starts.go       work into starts of Python
//	variables.go    variables that MLX inherits, and those that are removed
//	invocation.go   command line and environment of our driver
//	tool.go         command lines of mlx_lm.benchmark
//	toolparser.go   what mlx_lm.benchmark prints
//	failure.go      Python's errors into words and remedies
//	setup.go        how MLX is installed, and which versions
//	setup_needs.go  what its packages need from a machine
package mlx
