package device

import (
	"context"
	"fmt"
	"os"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
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
	Memory  Memory
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

// Measure measures the bandwidth of a device and remembers it. report, which
// may be nil, hears how far it is, from one goroutine at a time. A canceled ctx
// ends it, and its engine, with ctx's error.
func Measure(ctx context.Context, here Here, ask Ask, report func(Step)) (bench.DeviceBandwidth, error) {
	if report == nil {
		report = func(Step) {}
	}
	m := &measurement{Ask: ask, Here: here, report: report}
	d, err := m.measure(ctx)
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	if err != nil {
		return d, fmt.Errorf("measure the bandwidth of a device: %w", err)
	}
	return d, nil
}

func (m *measurement) measure(ctx context.Context) (bench.DeviceBandwidth, error) {
	var none bench.DeviceBandwidth
	pairs, err := m.pairs()
	if err != nil {
		return none, err
	}
	m.report(Step{Text: "looking for engines and devices"})
	m.machine = m.Memory.Describe(ctx)
	if err := m.choose(ctx); err != nil {
		return none, err
	}
	if err := os.MkdirAll(m.Folder, 0o700); err != nil {
		return none, fmt.Errorf("make the folder of the stand-ins: %w", err)
	}
	lock, err := m.takeMachine(ctx)
	if err != nil {
		return none, err
	}
	defer lock.Release()
	pair, tokens, err := m.pilot(ctx, pairs)
	if err != nil {
		return none, err
	}
	if err := m.provide(ctx, pair.Deep, pair.DeepFigures); err != nil {
		return none, err
	}
	session, err := m.walk(ctx, m.plan(pair, tokens))
	if err != nil {
		return none, err
	}
	d, err := m.conclude(session, pair)
	if err != nil {
		return none, err
	}
	m.keep(pair)
	return d, m.Memory.Remember(m.machine, d)
}

// takeMachine waits until nothing else is measured here.
func (m *measurement) takeMachine(ctx context.Context) (*journal.MachineLock, error) {
	lock := journal.NewMachineLock(m.MachineLock)
	me := journal.Me("machine-gpu")
	for {
		ok, holder, err := lock.Try(me)
		if err != nil || ok {
			return lock, err
		}
		m.report(Step{Text: "waiting " + holder.WaitText(me)})
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
