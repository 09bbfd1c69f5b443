// Package llama drives llama.cpp's llama-bench (also as "llama bench"), from
// builds of August 2024 to today: what a build can do is read from its
// --help, never from its version; argv, process environment and parser are
// three pieces of code.
//
// It must not start anything but the questions of Probe.
//
// The way of a piece of work through the package:
//
//	translate.go  a job's parameters in this build's flags, or why not
//	expand.go     which work one command line can carry, in which order
//	invocation.go the command lines
//	line.go       each line the engine says back, to who understands it
//	              (stdout.go, stderr.go, progress.go)
//	parser.go     what comes of it
//	failure.go    what its last words mean for a person
//
// find.go finds builds and takes those that a user names, places.go says where
// they lie. setup.go says how llama.cpp is got, setup_archive.go which of the
// project's archives fits a machine.
package llama
