// Package runner runs engines and turns what they say into events: the
// scheduler, which walks a plan, and the search for engine builds on this
// machine. The adapters, the guard, the questions to programs (package asking)
// and the installer are its sub-packages.
//
// It must not know screens, the journal, reports, models on disk or hardware:
// it gets a session and functions to emit facts with. Only kinds.go names
// engines; the rest of the package uses its table and treats all engines alike.
//
// # Where things are
//
// The scheduler:
//
//	scheduler.go  what the scheduler is given; how often it looks for controls
//	walk.go       what comes next: jobs, rounds, pause
//	rounds.go     which work remains; when precision is reached
//	tuning.go     blocks of a search for the best job
//	cool.go       waits until the machine is cool
//	sentinel.go   measures the first test again at the end (drift check)
//	serve.go      makes and follows the next start of an engine
//	invoke.go     starts an engine and passes its lines to the parser
//	control.go    what pause, skip, requeue, add and stop do, or why they are refused ("nothing is cooling down")
//	outcome.go    finishes jobs and the session
//	failures.go   failures of a start, in words
//	record.go     decides which facts are recorded
//	flight.go     one start of an engine while it lives
//	pourer.go     passes lines of a pipe on
//	mailbox.go    lines that wait for the scheduler, and its limits
//	logs.go       the engine's output in engine/*.out and .err
//	files.go      files that a start needs
//	links.go      makes the links that an engine asks for, and removes them (which: the engine's folder, runner/llama/link.go)
//	grant.go      which builds may be started
//
// The search for engine builds:
//
//	kinds.go       the table of engines
//	find.go        finds builds
//	find_servers.go  finds servers, without delaying the search for builds
//	find_named.go  the build that a user named with --engine
//	find_ask.go    asks each candidate what it is; how long
//	command.go     splits a command into words
//	buildid.go     the ID of a build
//	find_version.go  a build that was named by its version, as llama.cpp@b11669
//	best.go        the best build of an engine
//	as.go          a build for another engine; a recorded build found again
//	search.go      what a search is given
package runner
