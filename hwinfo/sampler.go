package hwinfo

import (
	"context"
	"os"
	"slices"
	"sync"
	"time"

	"dragstrip/bench"
)

// Sampler takes hardware readings: what the CPUs, memory, sensors and GPUs do
// while an engine is measured. A reading costs well under a millisecond and
// starts no process; one nvidia-smi (on macOS one macmon, where it is installed) is
// started with the sampler and lives as long.
type Sampler struct {
	root Root

	mu      sync.Mutex
	engine  int
	own     []int
	last    counters
	sensors []sensor
	gpu     gpuStream
}

// sensor adds what it can read to a reading.
type sensor struct {
	name string
	read func(*bench.Reading)
}

// NewSampler returns a sampler of the machine at root. The own processes are
// dragstrip's: this one is always among them. Streams of the programs it starts
// end with ctx.
func NewSampler(ctx context.Context, root Root, own ...int) *Sampler {
	s := &Sampler{root: root.or(), own: append(own, os.Getpid())}
	slices.Sort(s.own)
	s.own = slices.Compact(s.own)
	s.sensors = s.root.findSensors()
	s.gpu.start(ctx, s.root)
	s.last = s.root.count(s.engine, s.own)
	return s
}

// NewLoadSampler returns a sampler that reads how busy the machine is, and
// starts nothing for it: no sensors, no GPUs.
func NewLoadSampler(root Root) *Sampler {
	s := &Sampler{root: root.or()}
	if s.root.OS == "linux" {
		s.root.counters = s.root.countLoad
	}
	s.last = s.root.count(0, nil)
	return s
}

// Engine says which process is the engine's from now on; 0 for none. Its
// descendants count with it.
func (s *Sampler) Engine(pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.engine = pid
}

// Read takes a reading: shares of the time since the last one, and the state
// of now for the rest. What cannot be read is nil.
func (s *Sampler) Read() bench.Reading {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.root.count(s.engine, s.own)
	r := now.since(s.last)
	s.last = now
	for _, sensor := range s.sensors {
		sensor.read(&r)
	}
	s.gpu.add(&r)
	slices.Sort(r.Throttled) // two cards may give one reason
	r.Throttled = slices.Compact(r.Throttled)
	return r
}

// Each takes a reading every interval until ctx ends, and hands it over. A
// slow receiver makes readings rarer, never later.
func (s *Sampler) Each(ctx context.Context, interval time.Duration, got func(bench.Reading)) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			got(s.Read())
		}
	}
}

// Sensors lists what is read besides CPU time and memory, for a bug report.
func (s *Sampler) Sensors() []string {
	var names []string
	for _, sensor := range s.sensors {
		names = append(names, sensor.name)
	}
	return append(names, s.gpu.names()...)
}

// counters are what systems count up, at one moment.
type counters struct {
	at    time.Time
	cores int
	// busy, steal and total are CPU time of all cores together, in one unit.
	busy, steal, total float64
	hasSteal           bool
	// engine and own are CPU seconds by process; processes that began since
	// the last look count from nothing.
	engine, own     map[int]float64
	began           map[int]time.Time
	engineMemory    int64
	engineHidden    bool  // there is one, whose CPU time cannot be read
	memory, swap    int64 // bytes in use; -1 not known
	swapIn, swapOut int64 // bytes since the start of the system; -1 not known
	onBattery       *bool
}

// since tells what happened between two moments.
func (c counters) since(before counters) bench.Reading {
	var r bench.Reading
	seconds := c.at.Sub(before.at).Seconds()
	busy := 0.0
	total := c.total - before.total
	if known := total > 0 && c.cores > 0 && seconds > 0; known {
		share := min(max((c.busy-before.busy)/total, 0), 1)
		busy = share * float64(c.cores)
		r.CPUBusy = &share
		if c.hasSteal {
			r.Steal = new(min(max((c.steal-before.steal)/total, 0), 1))
		}
	}
	engine, engineKnown := spent(c.engine, before.engine, c.began, before.at, seconds)
	own, ownKnown := spent(c.own, before.own, c.began, before.at, seconds)
	if engineKnown && len(c.engine) > 0 {
		r.EngineCores = &engine
	}
	if ownKnown && len(c.own) > 0 {
		r.OwnCores = &own
	}
	// A process that ended took its count along: what was the engine's would
	// look like others'.
	if r.CPUBusy != nil && engineKnown && ownKnown && !c.engineHidden && !before.engineHidden {
		r.OtherCores = new(max(busy-engine-own, 0))
	}
	if c.memory >= 0 {
		r.MemoryBytes = new(c.memory)
	}
	if c.swap >= 0 {
		r.SwapBytes = new(c.swap)
	}
	if c.swapIn >= 0 && before.swapIn >= 0 && seconds > 0 {
		r.SwapInBytes = new(max(float64(c.swapIn-before.swapIn)/seconds, 0))
		r.SwapOutBytes = new(max(float64(c.swapOut-before.swapOut)/seconds, 0))
	}
	if c.engineMemory > 0 {
		r.EngineMemory = new(c.engineMemory)
	}
	r.OnBattery = c.onBattery
	return r
}

// spent adds up the cores that processes kept busy. known is false where one
// of them ended or was first seen with a past.
func spent(now, before map[int]float64, began map[int]time.Time, from time.Time, seconds float64) (cores float64, known bool) {
	known = true
	for pid := range before {
		if _, lives := now[pid]; !lives {
			known = false
		}
	}
	for pid, used := range now {
		past, seen := before[pid]
		switch {
		case seen:
			cores += max(used-past, 0)
		case !began[pid].IsZero() && began[pid].After(from.Add(-50*time.Millisecond)):
			cores += used
		default:
			known = false
		}
	}
	if seconds <= 0 {
		return 0, false
	}
	return cores / seconds, known
}
