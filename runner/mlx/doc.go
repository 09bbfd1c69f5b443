// Package mlx drives MLX through mlx_lm. There are three ways. dragstrip's driver
// (driver.py, embedded in the binary) runs in the Python of the chosen
// environment; it measures what llama-bench measures, and reports it live.
// mlx_lm.benchmark is the second way, because people quote its figures. The third
// way is mlx_lm.server, measured through its network interface. What an
// environment can do is read from its files, not from a version number, and
// without running Python.
//
// It must not start anything. Only the server's driver, a process of its own,
// starts the server (server_drive.go).
//
// # Where things are
//
//	name.go         the engines' names
//	kind.go         the kinds of MLX
//	traits.go       what is known about each kind
//	find.go         finds Python environments with mlx-lm
//	places.go       folders where Python environments may be
//	build.go        what an environment holds or lacks
//	adapter.go      what parameters mean to MLX; why a job is refused (a model with Python code of its own)
//	starts.go       splits work into starts of Python
//	variables.go    variables that MLX inherits, and those that are removed
//	invocation.go   command line and environment of dragstrip's driver
//	tool.go         command lines of mlx_lm.benchmark
//	toolparser.go   what mlx_lm.benchmark prints
//	server_start.go   the command line of mlx_lm.server
//	server_drive.go   starts it, waits for its first answer, measures it
//	server_log.go     finds the error that makes a running server useless
//	server_parser.go  lines of the driver and of the server together; failures of the server
//	failure.go      turns errors of Python into words and remedies
//	setup.go        how MLX is installed, and which versions
//	setup_needs.go  what MLX's packages need from a machine
package mlx
