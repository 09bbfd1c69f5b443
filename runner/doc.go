// Package runner runs engines and turns what they say into events: the
// scheduler, which walks a plan, and the search for engine builds on this
// machine. The adapters, the guard and the installer are its sub-packages.
//
// It must not know screens, the journal, reports, models on disk or hardware:
// it gets a session and functions to emit facts with.
package runner
