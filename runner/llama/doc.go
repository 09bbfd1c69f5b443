// Package llama drives llama.cpp's llama-bench (also as "llama bench"), from
// builds of August 2024 to today: what a build can do is read from its
// --help, never from its version; argv, process environment and parser are
// three pieces of code.
//
// It must not start anything but the questions of Probe.
//
// The way of a piece of work through the package:
//
//	probe.go      what a build is and can do (version.go, capabilities.go)
//	translate.go  a job's parameters in this build's flags, or why not
//	expand.go     which work one command line can carry, in which order
//	invocation.go the command lines; link.go for names they cannot carry
//	line.go       each line the engine says back, to who understands it
//	              (stdout.go, stderr.go, progress.go); noise.go knows those
//	              that nobody needs by their first bytes
//	parser.go     what comes of it: ticks.go live figures, memory.go buffers,
//	              record.go and objects.go results, end.go what has none
//	failure.go    what its last words mean for a person; quote.go adds them
//
// find.go finds builds and takes those that a user names, places.go says where
// they lie. name.go and kind.go say what the engine is called and all that is
// known of it. setup.go says how llama.cpp is got, setup_archive.go which of the
// project's archives fits a machine.
package llama
