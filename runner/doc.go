// Package runner runs engines and turns what they say into events: the
// scheduler, which walks a plan, and the search for engine builds on this
// machine. The adapters, the guard and the installer are its sub-packages.
//
// The scheduler's files, from the top: walk.go decides what comes next and
// cool.go waits before it; sentinel.go, serve.go and invoke.go start engines
// and follow them; control.go obeys whoever watches; rounds.go says what is
// left, outcome.go how it ended, record.go what becomes a fact; flight.go,
// mailbox.go, logs.go and files.go are what a start of an engine needs.
// scheduler.go is at the bottom: what the scheduler is given and remembers.
//
// It must not know screens, the journal, reports, models on disk or hardware:
// it gets a session and functions to emit facts with.
package runner
