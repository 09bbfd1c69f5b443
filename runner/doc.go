// Package runner runs engines and turns what they say into events: the
// scheduler, which walks a plan, and the search for engine builds on this
// machine. The adapters, the guard, the questions to programs (package asking)
// and the installer are its sub-packages.
//
// The scheduler's files, from the top: walk.go decides what comes next and
// cool.go waits before it. sentinel.go, serve.go and invoke.go start engines
// and follow them. control.go obeys viewers. rounds.go finds the work that
// remains, outcome.go and failures.go say how work ended, record.go decides
// what becomes a fact. flight.go, pourer.go, mailbox.go, logs.go, files.go and
// links.go are the parts that every start of an engine needs. At the bottom are
// scheduler.go, with the scheduler's inputs and state, and grant.go, with the
// builds it may start.
//
// The search, from the top: find.go collects the builds that the kinds' finders
// see, find_named.go those that the user named (command.go splits a command
// into words). find_ask.go asks each candidate what it is, buildid.go gives it
// an ID, and best.go picks one. as.go converts a build for an engine that
// measures with another engine's builds, and finds a recorded build again.
// search.go is at the bottom, with the inputs of a search. Both halves use the
// table of kinds in kinds.go.
//
// It must not know screens, the journal, reports, models on disk or hardware:
// it gets a session and functions to emit facts with. It knows that there is a
// table of engines, but no single engine in it.
package runner
