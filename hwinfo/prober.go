package hwinfo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dragstrip/bench"
)

// prober reads memory again and again, each time for a window of time, until
// the time budget is used up.
type prober struct {
	ctx    context.Context
	memory []byte
	until  time.Time
	read   func(memory []byte, threads int, window time.Duration) bench.ThreadBandwidth
	// grow maps in more memory after the present buffer, within a time limit,
	// and returns the whole buffer. grow is nil if there is no more memory.
	grow func(ctx context.Context, threads int, within time.Duration) []byte
}

// measure reads with each number of threads. Then it reads half the buffer with
// the fastest number of threads. If half the buffer is read faster, a part of
// the figure came from a cache. In that case measure doubles the buffer once,
// if time and memory allow, and reads again. The figures of the first buffer
// then serve as those of half the buffer.
func (p *prober) measure(threads []int) bench.Bandwidth {
	// Keep half a window for reading half the buffer.
	window := min(max(time.Until(p.until)*2/time.Duration(2*len(threads)+1), shortestWindow), longestWindow)
	list := p.sweep(threads, window)
	if len(list) == 0 {
		return bench.Bandwidth{}
	}
	top := best(list)
	half := p.read(p.memory[:len(p.memory)/2/int(mib)*int(mib)], top.Threads, max(window/2, shortestWindow))
	if rises(half, top) && p.double(threads) {
		window = min(max(time.Until(p.until)/time.Duration(len(threads)), shortestWindow), longestWindow)
		if again := p.sweep(threads, window); len(again) == len(list) {
			half = list[slices.IndexFunc(list, func(t bench.ThreadBandwidth) bool { return t.Threads == best(again).Threads })]
			list, top = again, best(again)
		}
	}
	return judge(list, top, half)
}

// sweep measures with each number of threads, until ctx ends.
func (p *prober) sweep(threads []int, window time.Duration) []bench.ThreadBandwidth {
	var list []bench.ThreadBandwidth
	for _, n := range threads {
		if p.ctx.Err() != nil {
			break
		}
		list = append(list, p.read(p.memory, n, window))
	}
	return list
}

// double doubles the buffer, if there is time to map in the memory and to read
// the buffer once more with every number of threads. It returns whether it did.
func (p *prober) double(threads []int) bool {
	left := time.Until(p.until) - time.Duration(len(threads))*shortestWindow
	if p.grow == nil || left <= 0 {
		return false
	}
	more := p.grow(p.ctx, slices.Max(threads), left)
	if len(more) < 2*len(p.memory) {
		return false
	}
	p.memory = more
	return true
}

// rises tells whether half the buffer is read faster than the whole buffer,
// because it was in a cache. It returns false for estimates from CPU time,
// because these are too rough.
func rises(half, whole bench.ThreadBandwidth) bool {
	return half.MedianGBps > whole.MedianGBps*(1+plateauWithin) && !half.FromCPUTime && !whole.FromCPUTime
}

func judge(list []bench.ThreadBandwidth, top, half bench.ThreadBandwidth) bench.Bandwidth {
	b := bench.Bandwidth{ByThreads: list, PeakGBps: top.GBps, Threads: top.Threads, SpreadFraction: top.SpreadFraction}
	for _, t := range list {
		if t.Threads == 1 {
			b.SingleCoreGBps = t.GBps
		}
	}
	b.Clean = !top.FromCPUTime && !top.WallClock && top.CleanFraction >= cleanEnough
	switch {
	case top.WallClock:
		b.Doubts = append(b.Doubts, "this system does not tell how much CPU time a thread had: the figure is too low if other programs were busy")
	case top.FromCPUTime:
		b.Doubts = append(b.Doubts, "other programs were busy all the time: this is an estimate and may be twice the true figure")
	case !b.Clean:
		b.Doubts = append(b.Doubts, fmt.Sprintf("other programs were busy: only %.0f %% of the time counts", 100*top.CleanFraction))
	}
	// With more threads the memory may have been faster, but other programs hid it.
	hidden := slices.IndexFunc(list, func(t bench.ThreadBandwidth) bool {
		return t.Threads > top.Threads && (t.FromCPUTime || !t.WallClock && t.CleanFraction < cleanEnough)
	})
	if hidden >= 0 && b.Clean {
		b.Doubts = append(b.Doubts, fmt.Sprintf("other programs were busy while %d threads read, so the true figure may be higher", list[hidden].Threads))
		b.Clean = false
	}
	if rises(half, top) {
		b.Doubts = append(b.Doubts, fmt.Sprintf("a buffer of half the size reads %.0f %% faster: the figure includes a cache", 100*(half.MedianGBps/top.MedianGBps-1)))
		b.Clean = false
	}
	return b
}

// spare makes the function grow for the mapped memory after the first bytes. It
// returns nil if there is too little. took is how long it took to map in the
// first bytes.
func spare(mapped []byte, first int, took time.Duration) func(context.Context, int, time.Duration) []byte {
	if len(mapped) < 2*first {
		return nil
	}
	return func(ctx context.Context, threads int, within time.Duration) []byte {
		if took > within {
			return nil // the second part would take as long as the first
		}
		more, err := faultIn(ctx, mapped[first:], threads, func(_ int, took time.Duration) bool { return took > within })
		if err != nil {
			return nil
		}
		return mapped[:first+len(more)]
	}
}

// best returns the highest figure. judge adds whether it was measured or
// estimated.
func best(list []bench.ThreadBandwidth) bench.ThreadBandwidth {
	return slices.MaxFunc(list, func(x, y bench.ThreadBandwidth) int {
		switch {
		case x.GBps < y.GBps:
			return -1
		case x.GBps > y.GBps:
			return 1
		}
		return 0
	})
}
