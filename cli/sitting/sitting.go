package sitting

import (
	"context"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
	"dragstrip/cli/remembered"
	"dragstrip/hwinfo"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// Here is what a sitting has to be told of where it takes place.
type Here struct {
	// Version of dragstrip, for the journal.
	Version string
	// MachineLock is the path of the machine's lock, "" for the usual one.
	MachineLock string
	// Digests is the folder in which digests of files are remembered.
	Digests string
	// Moved says what of the places that jobs name lies elsewhere now: plans
	// from before name models and engines by their former places.
	Moved func(jobs ...*bench.Job) []bench.MovedFolder
	// Describe says what the machine is.
	Describe func(context.Context) bench.Machine
	// Probes remembers what the memory moved.
	Probes remembered.Probes
	// Adapter gives the adapter of an engine.
	Adapter func(name string) (engine.Adapter, error)
	// Report says what the report must leave out.
	Report report.Options
	// Sensors is where readings are taken; the zero value is this machine.
	Sensors hwinfo.Root
	// GivesWay is how this process keeps off the engine's processors, for the
	// journal.
	GivesWay string
}

// Sitting is the work of one bench process on one session.
type Sitting struct {
	Here
	Folder journal.Folder
	// Grants are the engine builds that may be started, whatever the session's
	// files name.
	Grants runner.Grants
	// Scatter is how far earlier sessions of this machine lie apart, for the
	// journal: a report must not depend on what else its reader has.
	Scatter []bench.JobScatter
	// GoesOn says that the session was there before this sitting: what was
	// asked of it earlier is over.
	GoesOn bool
	// RetryFailed says that a resumed session tries again what failed.
	RetryFailed bool

	journal *journal.Writer
	machine *journal.MachineLock
	resumed bool
	// observer watches the hardware; nil before and after the walk, and where
	// the plan asks for no probing.
	observer *observer
	still    *standstill
}
