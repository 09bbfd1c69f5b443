// Package llama drives llama.cpp's llama-bench (also as "llama bench"), from
// builds of August 2024 to today. What a build can do is read from its --help,
// never from its version. Argv, process environment and parser are three pieces
// of code.
//
// It must not start anything except for the questions of Probe.
//
// A piece of work takes this way through the package:
//
//	probe.go      what a build is and can do (version.go, capabilities.go)
//	translate.go  a job's parameters in this build's flags, or why not
//	expand.go     which work fits on one command line, and in which order
//	invocation.go the command lines; link.go makes links for file names that
//	              cannot stand on one
//	line.go       takes each line of the engine and passes it to stdout.go or
//	              stderr.go and progress.go; noise.go recognizes useless lines
//	              by their first bytes
//	parser.go     turns the lines into facts: ticks.go live figures, memory.go
//	              buffers, record.go and objects.go results, end.go failures
//	failure.go    what the engine's last lines mean, in words for people;
//	              quote.go adds the engine's own reason
//
// find.go finds builds, also those that a user names; places.go says where to
// look. name.go holds the engine's name and kind.go its kind. setup.go says how
// llama.cpp is installed, setup_archive.go which of the project's archives fits
// a machine.
package llama
