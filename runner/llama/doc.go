// Package llama drives llama-bench of llama.cpp (also as "llama bench"), in
// builds since August 2024, and llama-server, which lies beside it. What a build
// can do is read from its --help, never from its version.
//
// It must not start anything except to ask a build a question (probe.go). Only
// the server's driver, a process of its own, starts the server (server_drive.go).
//
// # Where things are
//
// What a build is, and its command line:
//
//	name.go          the engine's name
//	kind.go          everything that dragstrip must know about llama.cpp
//	find.go          finds llama-bench
//	places.go        folders where llama.cpp may be
//	tool.go          what differs between the programs of llama.cpp
//	probe.go         asks a build what it can do
//	arguments.go     flags that a build's own arguments must not hold, because dragstrip writes them
//	capabilities.go  reads --help
//	says.go          what a build prints when it starts, for a bug report
//	notloaded.go     backends beside a build that it did not load, and which libraries they lack
//	version.go       reads --version and devices
//	software.go      devices that compute on the CPU
//	variants.go      environments in which a build may compute differently
//	choices.go       which values of the parameters a build takes, and what it cannot have together
//	translate.go     parameters into this build's flags, and since which version it has them
//	expand.go        which tests fit on one command line
//	environment.go   variables (GGML_…, LLAMA_…) that llama.cpp inherits, and those that are set or removed
//	invocation.go    command lines
//	link.go          harmless names (links) for model files whose names llama-bench cannot take: commas, odd letters
//
// What it prints:
//
//	line.go      takes each line
//	stdout.go    lines that are not results
//	stderr.go    lines of -v: what loads, and warnings of the engine (debug build, memory not locked)
//	noise.go     useless lines
//	progress.go  lines of --progress
//	ticks.go     live speed by tokens
//	memory.go    buffers: memory on each device
//	objects.go   JSON objects that arrive line by line
//	record.go    one result
//	confirmed.go  whether a result was measured with the parameters that were asked for
//	parser.go    turns all these into facts and phases (loading, new context, warm-up); results that were not asked for
//	end.go       how the process ended, and at which test it failed
//	failure.go   error texts into words and remedies (out of memory, unknown model …)
//	quote.go     adds the engine's own reason
//
// Its server (llama-server), measured through the network:
//
//	server_kind.go     everything that dragstrip must know about the server; where it lies
//	server_help.go     reads its --help
//	server_flags.go    parameters in its flags
//	server_draft.go    turns on speculation: a draft model, or a method
//	server_words.go    the settings of a job as words for llama-server (after a search)
//	server_adapter.go  its command line: context, slots, flags that make it comparable
//	server_drive.go    starts it, asks for its settings, measures it
//	server_parser.go   lines of the driver and of the server together; failures of the server
//	server_log.go      settings and memory in the server's log
//
// How it is installed:
//
//	setup.go          ways to install llama.cpp
//	setup_backend.go  which backend fits a machine, and which one a build has
//	setup_archive.go  which release archive fits (CUDA, Vulkan, ROCm)
package llama
