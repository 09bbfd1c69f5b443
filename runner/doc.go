// Package runner runs engines and turns what they say into events: the
// scheduler, which walks a plan, and the search for engine builds on this
// machine. The adapters, the guard, the questions under it and the installer are
// its sub-packages.
//
// The scheduler's files, from the top: walk.go decides what comes next and
// cool.go waits before it; sentinel.go, serve.go and invoke.go start engines
// and follow them; control.go obeys whoever watches; rounds.go says what is
// left, outcome.go and failures.go how it ended, record.go what becomes a fact;
// flight.go, pourer.go, mailbox.go, logs.go, files.go and links.go are what a
// start of an engine needs.
// scheduler.go is at the bottom: what the scheduler is given and remembers; and
// grant.go, what it may start.
//
// The search, from the top: find.go collects what the kinds' finders know and
// find_named.go what the user named (command.go parts its words), find_ask.go
// asks each candidate what it is, buildid.go names it, as.go makes it one of
// an engine that measures with it in another way and finds it again by what was
// recorded of it, best.go picks one.
// search.go is at the bottom: what a search is given. kinds.go is the table
// that both halves go by.
//
// It must not know screens, the journal, reports, models on disk or hardware:
// it gets a session and functions to emit facts with. Of engines it knows the
// table, and none of its lines.
package runner
