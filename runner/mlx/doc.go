// Package mlx drives MLX through mlx_lm. There are two ways. dragstrip's driver
// (driver.py, embedded in the binary) runs in the Python of the chosen
// environment; it measures what llama-bench measures, and reports it live.
// mlx_lm.benchmark is the second way, because people quote its figures. What an
// environment can do is read from its files, not from a version number, and
// without running Python.
//
// It must not start anything.
//
// # Where things are
//
//	name.go         the engines' names
//	kind.go         the two kinds of MLX
//	traits.go       what is known about both kinds
//	find.go         finds Python environments with mlx-lm
//	places.go       folders where Python environments may be
//	build.go        what an environment holds or lacks
//	adapter.go      what parameters mean to MLX; why a job is refused (a model with Python code of its own)
//	starts.go       splits work into starts of Python
//	variables.go    variables that MLX inherits, and those that are removed
//	invocation.go   command line and environment of dragstrip's driver
//	tool.go         command lines of mlx_lm.benchmark
//	toolparser.go   what mlx_lm.benchmark prints
//	failure.go      turns errors of Python into words and remedies
//	setup.go        how MLX is installed, and which versions
//	setup_needs.go  what MLX's packages need from a machine
package mlx
