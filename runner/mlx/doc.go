// Package mlx drives MLX by mlx_lm, in one of two ways: with a driver of
// dragstrip's own (driver.py, embedded in the binary and run by the Python of the
// chosen environment), which measures what llama-bench measures and tells it
// live; or with mlx_lm.benchmark itself, because that is what people quote.
// What an environment can do is read from its files, never from a version's
// number, and nothing is imported to find out.
//
// It must not start anything: argv, process environment and parsers are three
// pieces of code, as in package llama.
//
// The way of a piece of work through the package:
//
//	traits.go       what is known of both engines, and of a build for the CPU
//	build.go        what a Python environment holds, or what it lacks
//	adapter.go      the two engines, and what a job's parameters mean to them
//	starts.go       work split into starts of Python
//	invocation.go   the driver's command line and environment
//	driver.py       measures, and says the driver's lines, which package
//	                runner/driver reads
//	tool.go         mlx_lm.benchmark's command lines, for the tests it can do
//	toolparser.go   what that says back, its count corrected
//	failure.go      what Python's last words mean for a person
//
// find.go finds environments and takes those that a user names, places.go says
// where they lie. name.go and kind.go say what the engines are called and all
// that is known of them. setup.go says how MLX is got and which versions were tried
// together, setup_needs.go what its packages need of a machine.
package mlx
