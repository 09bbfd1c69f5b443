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

// Here is what a sitting must know about this machine.
type Here struct {
	// Version is the version of dragstrip, for the journal.
	Version string
	// MachineLock is the path of the machine's lock, "" for the usual one.
	MachineLock string
	// Digests is the folder with the remembered digests of files.
	Digests string
	// Moved gives the folders that jobs name by their former places, with their
	// present places. Plans from before the folders were taken over need this.
	Moved func(jobs ...*bench.Job) []bench.MovedFolder
	// Describe says what the machine is.
	Describe func(context.Context) bench.Machine
	// Learn says what the finished sessions of this machine show about jobs. It
	// is asked only after a wait, because sessions have finished meanwhile.
	Learn func(context.Context, []bench.Job) ([]bench.JobScatter, []bench.JobExpected)
	// Probes remembers the measured memory bandwidth.
	Probes remembered.Probes
	// Adapter gives the adapter of an engine.
	Adapter func(name string) (engine.Adapter, error)
	// Report says what the report must leave out.
	Report report.Options
	// Sensors says where readings come from. The zero value is this machine.
	Sensors hwinfo.Root
	// GivesWay says, for the journal, how this process avoids taking a
	// processor from the engine.
	GivesWay string
}

// Sitting is the work of one bench process on one session.
type Sitting struct {
	Here
	Folder journal.Folder
	// Grants are the engine builds that may be started. The session's files
	// cannot add any.
	Grants runner.Grants
	// Scatter is how far the results of earlier sessions on this machine
	// differ. It is written into the journal, because a report must not depend
	// on which other sessions its reader has.
	Scatter []bench.JobScatter
	// Expected is how fast the jobs' tests should be. It is written into the
	// journal, because the results of later sessions must not change it.
	Expected []bench.JobExpected
	// GoesOn says that the session existed before this sitting. Controls from
	// that time no longer apply.
	GoesOn bool
	// RetryFailed says that a resumed session measures failed tests again.
	RetryFailed bool

	journal *journal.Writer
	machine *journal.MachineLock
	resumed bool
	waited  bool // for another session that measured
	// observer watches the hardware. It is nil before and after the walk, and
	// if the plan asks for no probe.
	observer *observer
	still    *standstill
}
