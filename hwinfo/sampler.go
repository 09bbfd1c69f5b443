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
// while an engine is measured. A reading takes well under a millisecond and
// starts no process. One nvidia-smi (on macOS one macmon, if installed) is
// started with the sampler and runs until the sampler's ctx ends.
type Sampler struct {
	root Root

	mu      sync.Mutex
	engine  []int
	hidden  bool // part of the engine cannot be seen
	own     []int
	last    counters
	sensors []sensor
	gpu     gpuStream
}

// sensor adds its values to a reading.
type sensor struct {
	name string
	read func(*bench.Reading)
}

// NewSampler returns a sampler of the machine at root. own are the processes of
// dragstrip; this process is added. Programs that the sampler starts end when
// ctx ends.
func NewSampler(ctx context.Context, root Root, own ...int) *Sampler {
	s := &Sampler{root: root.or(), own: append(own, os.Getpid())}
	slices.Sort(s.own)
	s.own = slices.Compact(s.own)
	s.sensors = s.root.findSensors()
	s.gpu.start(ctx, s.root)
	s.last = s.root.count(s.engine, s.own)
	return s
}

// NewLoadSampler returns a sampler that only reads how busy the machine is. It
// reads no sensors and no GPUs, and starts no program.
func NewLoadSampler(root Root) *Sampler {
	s := &Sampler{root: root.or()}
	if s.root.OS == "linux" {
		s.root.counters = s.root.countLoad
	}
	s.last = s.root.count(nil, nil)
	return s
}

// Engine sets which processes are the engine from now on; 0 is none. Their
// descendants count as the engine, too. hidden says that other processes, which
// cannot be seen, belong to the engine. Then nobody knows the load of other
// programs.
func (s *Sampler) Engine(hidden bool, pids ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.engine, s.hidden = slices.DeleteFunc(slices.Clone(pids), func(pid int) bool { return pid <= 0 }), hidden
}

// Read takes a reading. Shares of time are for the time since the last reading.
// All other values are of the present moment. What cannot be read is nil.
func (s *Sampler) Read() bench.Reading {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.root.count(s.engine, s.own)
	now.engineHidden = now.engineHidden || s.hidden
	r := now.since(s.last)
	s.last = now
	for _, sensor := range s.sensors {
		sensor.read(&r)
	}
	s.gpu.add(&r)
	slices.Sort(r.Throttled) // two cards may give the same reason
	r.Throttled = slices.Compact(r.Throttled)
	return r
}

// Each takes a reading every interval until ctx ends, and passes it to got. If
// got is slow, fewer readings are taken, but none is old when it is passed on.
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

// counters are the system's counters at one moment.
type counters struct {
	at    time.Time
	cores int
	// busy, steal and total are sums of CPU time over all cores, all in the
	// same unit.
	busy, steal, total float64
	hasSteal           bool
	// engine and own are CPU seconds by process. began is when each process
	// began.
	engine, own     map[int]float64
	began           map[int]time.Time
	engineMemory    int64
	engineHidden    bool  // an engine runs, but its CPU time cannot be read
	memory, swap    int64 // bytes in use; -1 means unknown
	swapIn, swapOut int64 // bytes since the start of the system; -1 means unknown
	onBattery       *bool
}

// since makes a reading from the counters at two moments.
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
	// If a process of the engine has ended, its counter is gone, and its CPU
	// time would look like the load of other programs.
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

// spent adds up how many cores the processes kept busy. known is false if a
// process has ended, or was already running when it was first seen.
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
