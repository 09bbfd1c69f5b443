package device

import (
	"context"

	"dragstrip/bench"
	"dragstrip/cli/remembered"
	"dragstrip/runner/engine"
)

// Ask says what to measure; the zero value leaves everything to dragstrip.
type Ask struct {
	Device  string // "Vulkan0", CPU
	Size    string // of the pair of stand-ins, one of Sizes
	Threads int    // of the CPU
	// Drop removes the stand-ins afterwards.
	Drop bool
}

// Step is how far a measurement is. Done and Total are bytes, where something
// is written.
type Step struct {
	Text        string
	Done, Total int64
}

// Here is what a measurement has to be told of where it takes place.
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

// Builds are the engine builds that may be measured with.
type Builds struct {
	// Chosen gives those that somebody named, or else the best one.
	Chosen func(context.Context) ([]bench.EngineBuild, error)
	// Named says that Chosen gives what somebody named.
	Named bool
	// Every gives all of them.
	Every func(context.Context) []bench.EngineBuild
}

// measurement is of one device by one build.
type measurement struct {
	Ask
	Here
	report  func(Step)
	machine bench.Machine
	build   bench.EngineBuild
	device  bench.Device
	onCPU   bool
}
