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
// A piece of work takes this way through the package:
//
//	traits.go       what is known of both engines, and of a build for the CPU
//	build.go        what a Python environment holds or lacks
//	adapter.go      the two engines, and what a job's parameters mean to them
//	starts.go       work split into starts of Python
//	invocation.go   the driver's command line and environment
//	driver.py       measures, and writes the driver's lines, which package
//	                runner/driver reads
//	tool.go         mlx_lm.benchmark's command lines, for the tests it can do
//	toolparser.go   what mlx_lm.benchmark prints, its token count corrected
//	failure.go      what Python's last lines mean, in words for people
//
// find.go finds environments, also those that a user names; places.go says
// where to look. name.go holds the engines' names and kind.go their kinds.
// setup.go says how MLX is installed and which versions were tested together,
// setup_needs.go what its packages need from a machine.
package mlx
