package device

import (
	"context"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
	"dragstrip/runner/engine"
)

// Ask says what to measure. If it is empty, dragstrip chooses everything.
type Ask struct {
	Device  string // "Vulkan0", CPU
	Size    string // the name of a pair of stand-ins: large, medium, small or tiny
	Threads int    // number of CPU threads
	// Drop removes the stand-ins afterwards. Clear removes them if the measurement
	// is cancelled. Without Clear, the next measurement continues with them.
	Drop, Clear bool
}

// Stopped is the error of a measurement that was cancelled.
type Stopped struct {
	// Began says that the measurement had the machine for itself. Before that, the
	// stand-ins on the disk may belong to another process, so the measurement
	// leaves them alone.
	Began bool
	// LeftBytes is the size of the stand-ins with which the next measurement
	// continues.
	LeftBytes int64
	// Uncleared says why the stand-ins could not be removed.
	Uncleared error
}

func (s Stopped) Error() string {
	if s.Uncleared != nil {
		return "the measurement was stopped, but its stand-ins could not be removed: " + s.Uncleared.Error()
	}
	return "the measurement was stopped"
}

// Unwrap lets errors.Is find that the measurement was cancelled.
func (Stopped) Unwrap() error { return context.Canceled }

// Step says how far a measurement is. Done and Total count bytes while a file
// is written.
type Step struct {
	Text        string
	Done, Total int64
	// Waiting says that another process has the machine.
	Waiting bool
}

// Here is what a measurement must know about this machine.
type Here struct {
	Builds Builds
	// Adapter gives the adapter of an engine.
	Adapter func(name string) (engine.Adapter, error)
	Memory  remembered.Devices
	// Folder holds the stand-ins.
	Folder string
	// MachineLock is the path of the machine's lock, "" for the usual one.
	MachineLock string
}

// Builds gives the engine builds that may be used.
type Builds struct {
	// Chosen gives the builds that the user named, or else the best build.
	Chosen func(context.Context) ([]bench.EngineBuild, error)
	// Named says that the user named the builds that Chosen gives.
	Named bool
	// Every gives all builds of this machine.
	Every func(context.Context) []bench.EngineBuild
}

// measurement is one measurement of one device with one build.
type measurement struct {
	Ask
	Here
	report  func(Step)
	machine bench.Machine
	build   bench.EngineBuild
	device  bench.Device
	onCPU   bool
	stopped Stopped // the error if the measurement is cancelled
}
