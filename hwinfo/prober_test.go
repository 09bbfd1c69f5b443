package hwinfo

import (
	"context"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// cached is a machine whose cache speeds up reading buffers of up to cacheUpTo
// bytes.
func cached(size int64, cacheUpTo int) (*prober, *[]int) {
	var reads []int
	return &prober{
		ctx: context.Background(), memory: make([]byte, size), until: time.Now().Add(time.Minute),
		read: func(memory []byte, threads int, _ time.Duration) bench.ThreadBandwidth {
			reads = append(reads, len(memory)>>20)
			speed := 16 * float64(threads)
			if len(memory) <= cacheUpTo {
				speed *= 1.2
			}
			return bench.ThreadBandwidth{Threads: threads, GBps: speed, MedianGBps: speed, CleanFraction: 1}
		},
	}, &reads
}

// grows lets a prober have more memory.
func grows(size int64) func(context.Context, int, time.Duration) []byte {
	return func(context.Context, int, time.Duration) []byte { return make([]byte, size) }
}

func TestPlateauOfTheBuffer(t *testing.T) {
	const whole = 64 * mib
	for _, c := range []struct {
		what      string
		cacheUpTo int64
		grow      func(context.Context, int, time.Duration) []byte
		late      bool
		peak      float64
		mib       int64
		doubt     string
	}{
		{"a buffer past the caches is read as it is", 0, grows(2 * whole), false, 32, 64, ""},
		{"half of it is cached: doubled", whole / 2, grows(2 * whole), false, 32, 128, ""},
		{"all of it is cached: half and whole agree, nothing is seen", whole, grows(2 * whole), false, 38.4, 64, ""},
		{"half of it is cached, and there is no more memory", whole / 2, nil, false, 32, 64, "a buffer of half the size reads 20 % faster"},
		{"half of it is cached, and no time is left", whole / 2, grows(2 * whole), true, 32, 64, "a buffer of half the size reads 20 % faster"},
		{"half of it is cached, and more memory comes too slowly", whole / 2, grows(whole + whole/2), false, 32, 64, "a buffer of half the size reads 20 % faster"},
	} {
		t.Run(c.what, func(t *testing.T) {
			p, reads := cached(whole, int(c.cacheUpTo))
			p.grow = c.grow
			if c.late {
				p.until = time.Now()
			}
			b := p.measure([]int{1, 2})
			if b.PeakGBps != c.peak || b.SingleCoreGBps != c.peak/2 || int64(len(p.memory)) != c.mib*mib {
				t.Errorf("%g GB/s, %g with one thread, in %d MiB; read %v", b.PeakGBps, b.SingleCoreGBps, len(p.memory)>>20, *reads)
			}
			if got := strings.Join(b.Doubts, "; "); !strings.HasPrefix(got, c.doubt) || c.doubt == "" && got != "" || b.Clean != (c.doubt == "") {
				t.Errorf("clean %v, doubts %q", b.Clean, got)
			}
		})
	}
}

// This cache is so large that even a buffer of twice the size is read faster
// than one of four times the size.
func TestBufferThatIsDoubledInVainIsDoubted(t *testing.T) {
	p, reads := cached(64*mib, 0)
	p.grow = grows(128 * mib)
	speeds := map[int]float64{32: 50, 64: 45, 128: 40}
	p.read = func(memory []byte, threads int, _ time.Duration) bench.ThreadBandwidth {
		*reads = append(*reads, len(memory)>>20)
		v := speeds[len(memory)>>20]
		return bench.ThreadBandwidth{Threads: threads, GBps: v, MedianGBps: v, CleanFraction: 1}
	}
	b := p.measure([]int{2})
	if b.PeakGBps != 40 || b.Clean || len(b.Doubts) != 1 || len(*reads) != 3 {
		t.Errorf("%+v, read %v", b, *reads)
	}
}

func TestEstimatesDoNotDoubleTheBuffer(t *testing.T) {
	p, reads := cached(64*mib, int(32*mib))
	read := p.read
	p.read = func(memory []byte, threads int, window time.Duration) bench.ThreadBandwidth {
		f := read(memory, threads, window)
		f.FromCPUTime = true
		return f
	}
	p.grow = grows(128 * mib)
	if b := p.measure([]int{1, 2}); b.Clean || len(*reads) != 3 {
		t.Errorf("%+v, read %v", b, *reads)
	}
}

func TestSpareMemoryIsFetchedOnlyInTime(t *testing.T) {
	mapped := make([]byte, 4*mib)
	if spare(mapped, int(3*mib), 0) != nil {
		t.Error("less than as much again is no spare")
	}
	grow := spare(mapped, int(2*mib), 50*time.Millisecond)
	if got := grow(t.Context(), 2, 10*time.Millisecond); got != nil {
		t.Error("it was fetched although the first half had taken longer")
	}
	if got := grow(t.Context(), 2, time.Minute); len(got) != len(mapped) {
		t.Errorf("%d bytes", len(got))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := grow(ctx, 2, time.Minute); got != nil {
		t.Error("it was fetched after the end")
	}
}

func TestNoSpareWhereTheSizeIsGivenOrMemoryIsShort(t *testing.T) {
	for _, c := range []struct {
		o          Options
		size, room int64
		want       int64
	}{
		{Options{}, 512 * mib, 16 << 30, 1024 * mib},
		{Options{}, 512 * mib, 0, 1024 * mib},
		{Options{}, 512 * mib, 3 << 30, 512 * mib},
		{Options{BufferBytes: 512 * mib}, 512 * mib, 16 << 30, 512 * mib},
	} {
		if got := c.o.withSpare(c.size, c.room); int64(got) != c.want {
			t.Errorf("%+v: %d MiB", c, int64(got)/mib)
		}
	}
}
