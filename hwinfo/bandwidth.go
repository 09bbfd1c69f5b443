package hwinfo

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// Options are options for [MeasureBandwidth]. With zero Options it measures
// this machine.
type Options struct {
	// Threads lists the numbers of threads to try. If it is empty, these are
	// tried: 1, the number of cores of the fastest kind, of all cores, and of
	// all hardware threads.
	Threads []int
	// Budget is the time limit for the whole measurement; zero means two seconds.
	Budget time.Duration
	// BufferBytes is the size of the buffer to read; zero chooses a size that
	// is larger than the caches.
	BufferBytes int64
	// Machine is the description of this machine. If it is nil, the machine is
	// described first.
	Machine *bench.Machine
}

const (
	mib = int64(1) << 20

	smallestBuffer = 64 * mib  // a smaller buffer would measure a cache, not memory
	enoughFaulted  = 256 * mib // once this much is mapped in, the time for mapping more is limited
	faultBox       = 700 * time.Millisecond
	longestWindow  = 300 * time.Millisecond
	shortestWindow = 60 * time.Millisecond
	plateauWithin  = 0.05
	cleanEnough    = 0.3 // the share of bins that must be clean
)

// ErrNoMemory is returned if the free memory is too small for a buffer larger
// than the caches.
var ErrNoMemory = errors.New("too little free memory to measure bandwidth: close programs or raise the container's limit")

// MeasureBandwidth reads a large buffer with one, some and all cores and
// returns how much memory moved, in 10⁹ bytes a second. It takes at most
// Options.Budget and frees its memory. Time in which a thread did not have its
// CPU is not counted, so other programs lower the figure only a little. If
// other programs are busy all the time, the figure is an estimate; Clean and
// Doubts say so.
//
// On machines whose GPU shares the memory, the figure is a lower bound, because
// the GPU can move more than all cores together.
func MeasureBandwidth(ctx context.Context, o Options) (bench.Bandwidth, error) {
	begun := time.Now()
	if o.Budget <= 0 {
		o.Budget = 2 * time.Second
	}
	if o.Machine == nil {
		m := Describe(ctx, Root{Patience: time.Millisecond})
		o.Machine = &m
	}
	threads, room := o.threads(), memoryRoom(Root{}.or())
	size, doubts, err := o.bufferBytes(room)
	if err != nil {
		return bench.Bandwidth{}, err
	}
	buffer, err := mapMemory(o.withSpare(size, room))
	if err != nil {
		buffer, err = mapMemory(int(size))
	}
	if err != nil {
		return bench.Bandwidth{}, fmt.Errorf("map %s of memory to measure bandwidth: %w", bench.FormatBytes(size), err)
	}
	defer buffer.unmap()
	fetching := time.Now()
	usable, err := faultIn(ctx, buffer.bytes[:size], slices.Max(threads), enough)
	if err != nil {
		return bench.Bandwidth{}, err
	}
	if short := int64(len(usable)); short < size && short < enoughFaulted {
		doubts = append(doubts, fmt.Sprintf("only %s of %s of memory could be prepared in time", bench.FormatBytes(int64(len(usable))), bench.FormatBytes(size)))
	}
	k := fastest(usable)
	p := prober{ctx: ctx, memory: usable, until: begun.Add(o.Budget - 20*time.Millisecond), read: func(memory []byte, n int, window time.Duration) bench.ThreadBandwidth {
		return summarize(readFor(k, memory, n, window))
	}}
	if int64(len(usable)) == size {
		p.grow = spare(buffer.bytes, int(size), time.Since(fetching))
	}
	b := p.measure(threads)
	b.BufferBytes, b.HugePages, b.Kernel = int64(len(p.memory)), buffer.huge, k.name
	b.Doubts = append(doubts, b.Doubts...)
	b.Clean = b.Clean && len(doubts) == 0
	b.Elapsed = time.Since(begun)
	return b, ctx.Err()
}

// withSpare returns how much memory to map. It is twice the buffer if the check
// for caches may need that. Mapped pages that are never touched use no memory.
func (o Options) withSpare(size, room int64) int {
	if o.BufferBytes > 0 || room > 0 && 2*size > room/4 {
		return int(size)
	}
	return int(2 * size)
}

// threads lists the numbers of threads to try. No number is larger than
// GOMAXPROCS, which respects affinity and the container's CPU quota.
func (o Options) threads() []int {
	list := slices.Clone(o.Threads)
	if len(list) == 0 {
		list = []int{1, o.Machine.PhysicalCores, o.Machine.LogicalCores}
		if len(o.Machine.CoreKinds) > 1 {
			list = append(list, o.Machine.CoreKinds[0].Cores)
		}
		if o.Machine.LogicalCores == 0 {
			list = append(list, runtime.NumCPU())
		}
	}
	most := runtime.GOMAXPROCS(0)
	for i, n := range list {
		list[i] = min(n, most)
	}
	slices.Sort(list)
	list = slices.DeleteFunc(slices.Compact(list), func(n int) bool { return n < 1 })
	if len(list) == 0 {
		return []int{1}
	}
	return list
}

// bufferBytes chooses a size much larger than the last-level caches, and says
// what is doubtful about the size. In a virtual machine the reported cache
// sizes may be too large or too small, so the buffer has at least 512 MiB
// there.
func (o Options) bufferBytes(room int64) (size int64, doubts []string, err error) {
	var last int64
	for _, c := range o.Machine.Caches {
		if c.Level >= 2 {
			last = max(last, c.Bytes)
		}
	}
	size = o.BufferBytes
	if size == 0 {
		switch {
		case o.Machine.Hypervisor != "":
			size = min(max(4*last, 512*mib), 1024*mib)
		case last > 0 && last <= 4*mib:
			size = 128 * mib
		default:
			size = min(max(4*last, 256*mib), 2048*mib)
		}
	}
	if room > 0 {
		size = min(size, room/4)
	}
	size = size / (2 * mib) * (2 * mib)
	if size < smallestBuffer {
		return 0, nil, ErrNoMemory
	}
	// If a virtual machine reports a huge cache, it is the cache of the host.
	// There only the check with half the buffer decides.
	if last > 0 && size < 2*last && o.Machine.Hypervisor == "" {
		doubts = append(doubts, fmt.Sprintf("the buffer of %s is small compared with %s of cache", bench.FormatBytes(size), bench.FormatBytes(last)))
	}
	return size, doubts, nil
}

// memoryRoom returns how much memory can be used without swapping: the
// available memory of the system, or what the control groups still allow, if
// that is less. Zero means unknown.
func memoryRoom(r Root) int64 {
	room := kilobytes(r.read("proc/meminfo"))["MemAvailable"]
	if room == 0 {
		room = availableMemory()
	}
	v2, v1 := cgroupPaths(r.read("proc/self/cgroup"))
	less := func(limit, used int64) {
		if left := limit - used; limit > 0 && limit < 1<<60 && (room == 0 || left < room) {
			room = max(left, 1)
		}
	}
	rec := &record{Root: r}
	for _, dir := range rec.levels("sys/fs/cgroup/memory", v1["memory"]) {
		limit, _ := r.readInt(dir, "memory.limit_in_bytes")
		used, _ := r.readInt(dir, "memory.usage_in_bytes")
		less(limit, used-cachedBytes(r.read(dir, "memory.stat"), "total_inactive_file"))
	}
	for _, dir := range rec.levels("sys/fs/cgroup", v2) {
		limit, _ := r.readInt(dir, "memory.max")
		used, _ := r.readInt(dir, "memory.current")
		less(limit, used-cachedBytes(r.read(dir, "memory.stat"), "inactive_file"))
	}
	return room
}

// cachedBytes returns the size of the file cache of a control group. The kernel
// frees this cache when memory is needed.
func cachedBytes(stat, name string) int64 {
	for line := range strings.SplitSeq(stat, "\n") {
		if value, found := strings.CutPrefix(line, name+" "); found {
			n, _ := toInt(value)
			return n
		}
	}
	return 0
}
