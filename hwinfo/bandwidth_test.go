package hwinfo

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"dragstrip/bench"
)

func medianOf(list []float64) float64 {
	list = slices.Clone(list)
	slices.Sort(list)
	return quantile(list, 0.5)
}

// made makes the steps of a thread that reads at a speed (GB/s), in steps of
// 0.25 ms. share says, for each millisecond, how much of its CPU the thread
// has.
func made(start, ms int, speed float64, share func(ms int) float64) []step {
	var log []step
	for q := range 4 * ms {
		from := int64(start)*1e6 + int64(q)*250000
		s := share(q / 4)
		log = append(log, step{from: from, to: from + 250000, cpu: int64(250000 * s), bytes: int64(250000 * speed * s)})
	}
	return log
}

func always(int) float64 { return 1 }

func TestBinsWithoutTheCPUDoNotCount(t *testing.T) {
	// In every other 20 ms, something else uses half of the second thread's CPU.
	disturbed := func(ms int) float64 {
		if ms/20%2 == 1 {
			return 0.5
		}
		return 1
	}
	f := summarize([][]step{made(0, 300, 16, always), made(0, 300, 16, disturbed)})
	if math.Abs(f.GBps-32) > 0.4 || math.Abs(f.MedianGBps-32) > 0.4 {
		t.Errorf("%+v, want 32 GB/s", f)
	}
	if f.CleanFraction < 0.4 || f.CleanFraction > 0.6 || f.FromCPUTime {
		t.Errorf("%+v, want half clean", f)
	}
}

func TestWithoutACleanBinTheCPUTimeDecides(t *testing.T) {
	f := summarize([][]step{made(0, 300, 16, func(int) float64 { return 0.7 }), made(0, 300, 16, always)})
	if !f.FromCPUTime || math.Abs(f.GBps-32) > 0.4 {
		t.Errorf("%+v, want an estimate of 32 GB/s", f)
	}
}

// Wine and some operating systems do not tell how much CPU time a thread used.
// The figure used to be 0 GB/s then, and the slowest read kernel was taken for
// the fastest.
func TestWithoutCPUTimesTheWallClockCounts(t *testing.T) {
	untold := func(speed float64) []step {
		log := made(0, 300, speed, always)
		for i := range log {
			log[i].cpu = 0
		}
		return log
	}
	f := summarize([][]step{untold(16), untold(8)})
	if !f.WallClock || f.FromCPUTime || math.Abs(f.GBps-24) > 0.4 || math.Abs(f.MedianGBps-24) > 0.4 {
		t.Errorf("%+v, want 24 GB/s by the wall clock", f)
	}
	if fast, slow := perCPUTime([][]step{untold(16)}), perCPUTime([][]step{untold(8)}); fast <= slow {
		t.Errorf("a kernel that reads 16 GB/s counts as %g, one that reads 8 as %g", fast, slow)
	}
	b := judge([]bench.ThreadBandwidth{f}, f, f)
	if b.Clean || b.Estimated() || len(b.Doubts) != 1 || !strings.Contains(b.Doubts[0], "does not tell how much CPU time") {
		t.Errorf("%+v", b)
	}
}

// Half of the true figure used to be called clean, because nothing had disturbed
// the one thread that reached it.
func TestAPeakBelowADisturbedStepIsNotClean(t *testing.T) {
	one := bench.ThreadBandwidth{Threads: 1, GBps: 23.6, MedianGBps: 23.6, CleanFraction: 1}
	for name, two := range map[string]bench.ThreadBandwidth{
		"estimated":  {Threads: 2, GBps: 23.57, FromCPUTime: true, CleanFraction: 0.018},
		"short":      {Threads: 2, GBps: 23.5, CleanFraction: 0.1},
		"no, slower": {Threads: 2, GBps: 20, CleanFraction: 0.9},
	} {
		b := judge([]bench.ThreadBandwidth{one, two}, one, one)
		if clean := name == "no, slower"; b.Clean != clean || len(b.Doubts) > 0 == clean {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

func TestOnlyTheTimeAllThreadsReadCounts(t *testing.T) {
	f := summarize([][]step{made(0, 200, 10, always), made(60, 200, 10, always)})
	if math.Abs(f.GBps-20) > 0.3 {
		t.Errorf("%+v, want 20 GB/s", f)
	}
}

func TestThreadsThatNeverReadGiveNothing(t *testing.T) {
	for _, logs := range [][][]step{{{}}, {made(0, 100, 5, always), {}}, {made(0, 3, 5, always)}, {{{from: 5, to: 5}}}, nil} {
		if f := summarize(logs); math.IsNaN(f.GBps) || math.IsInf(f.GBps, 0) || f.CleanFraction > 1 {
			t.Errorf("%+v", f)
		}
	}
}

func TestCyclesBecomeTime(t *testing.T) {
	log := made(0, 100, 10, func(ms int) float64 {
		if ms%10 == 3 {
			return 0.4
		}
		return 1
	})
	for i := range log {
		log[i].cpu = int64(float64(log[i].cpu) * 2.6) // a counter of 2.6 GHz
	}
	scaleThreadTime([][]step{log})
	if got := float64(log[0].cpu) / 250000; math.Abs(got-1) > 0.02 {
		t.Errorf("a thread with all its CPU has %g of it", got)
	}
}

func TestKernelsReadEveryLine(t *testing.T) {
	words := make([]uint64, int(mib)/8+8)
	for len(words) > 0 && uintptr(unsafe.Pointer(&words[0]))%64 != 0 {
		words = words[1:]
	}
	words = words[:int(mib)/8]
	for _, k := range kernels() {
		var want uint64
		for line := 0; line < len(words); line += 8 {
			words[line] = uint64(line)*0x9e3779b97f4a7c15 | 1
			want += words[line]
		}
		if k.name != "avx2" { // avx2 does not add up every word
			if got := k.read(unsafe.Pointer(&words[0]), int(mib)); got != want {
				t.Errorf("%s: sum %x, want %x", k.name, got, want)
			}
		}
		// A change in any line must change the kernel's result.
		before := k.read(unsafe.Pointer(&words[0]), int(mib))
		for line := 0; line < len(words); line += 8 {
			words[line] += 1 << 40
			if k.read(unsafe.Pointer(&words[0]), int(mib)) == before {
				t.Fatalf("%s does not read line %d", k.name, line/8)
			}
			words[line] -= 1 << 40
			if line > 8*300 {
				line += 8 * 61
			}
		}
	}
}

func TestBufferSize(t *testing.T) {
	cache := func(bytes int64) []bench.Cache {
		return []bench.Cache{{Level: 1, Bytes: 1 << 20}, {Level: 3, Bytes: bytes}}
	}
	for _, c := range []struct {
		what    string
		machine bench.Machine
		room    int64
		want    int64
		doubts  int
	}{
		{"a desktop", bench.Machine{Caches: cache(32 * mib)}, 64 << 30, 256 * mib, 0},
		{"a server", bench.Machine{Caches: cache(384 * mib)}, 512 << 30, 1536 * mib, 0},
		{"a server with stacked cache", bench.Machine{Caches: cache(1152 * mib)}, 512 << 30, 2048 * mib, 1},
		{"a board", bench.Machine{Caches: cache(2 * mib)}, 6 << 30, 128 * mib, 0},
		{"caches unknown", bench.Machine{}, 6 << 30, 256 * mib, 0},
		{"a guest told of its host's cache", bench.Machine{Caches: cache(480 * mib), Hypervisor: "KVM"}, 16 << 30, 1024 * mib, 0},
		{"a guest", bench.Machine{Caches: cache(32 * mib), Hypervisor: "KVM"}, 16 << 30, 512 * mib, 0},
		{"a full machine", bench.Machine{Caches: cache(32 * mib)}, 400 * mib, 100 * mib, 0},
		{"a full machine with a large cache", bench.Machine{Caches: cache(96 * mib)}, 400 * mib, 100 * mib, 1},
	} {
		got, doubts, err := Options{Machine: &c.machine}.bufferBytes(c.room)
		if err != nil || got != c.want || len(doubts) != c.doubts {
			t.Errorf("%s: %d MiB, %q, %v; want %d MiB", c.what, got/mib, doubts, err, c.want/mib)
		}
	}
	if _, _, err := (Options{Machine: &bench.Machine{}}).bufferBytes(100 * mib); !errors.Is(err, ErrNoMemory) {
		t.Errorf("with 100 MiB free: %v", err)
	}
}

func TestRoomIsWhatTheTightestGroupLeaves(t *testing.T) {
	room := memoryRoom(linuxRoot("amd64", map[string]string{
		"proc/meminfo": "MemAvailable: 8388608 kB\n", "proc/self/cgroup": "0::/box\n",
		"sys/fs/cgroup/box/memory.max": "2147483648\n", "sys/fs/cgroup/box/memory.current": "1610612736\n", "sys/fs/cgroup/box/memory.stat": "anon 1\ninactive_file 536870912\n",
	}))
	if room != 1<<30 {
		t.Errorf("%d", room)
	}
}

func TestMeasuringStaysWithinItsBudgetAndCoresAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("reads memory for a second")
	}
	begun := time.Now()
	b, err := MeasureBandwidth(t.Context(), Options{BufferBytes: 256 * mib, Budget: time.Second})
	if errors.Is(err, ErrNoMemory) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if b.PeakGBps <= 0 || b.SingleCoreGBps <= 0 || b.PeakGBps < b.SingleCoreGBps || b.Threads < 1 || len(b.ByThreads) == 0 || b.Kernel == "" {
		t.Errorf("%+v", b)
	}
	if b.Clean != (len(b.Doubts) == 0) {
		t.Errorf("clean %v with doubts %q", b.Clean, b.Doubts)
	}
	t.Logf("%.1f GB/s with %d threads, %.1f with one, %v, %q", b.PeakGBps, b.Threads, b.SingleCoreGBps, time.Since(begun), b.Doubts)
}

func TestMeasuringStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := MeasureBandwidth(ctx, Options{}); !errors.Is(err, context.Canceled) && !errors.Is(err, ErrNoMemory) {
		t.Errorf("%v", err)
	}
}

// BenchmarkBusyCore prints the figure with one core 30 % busy, divided by the
// figure without that. Both are taken in turns.
func BenchmarkBusyCore(b *testing.B) {
	var quiet, busy []float64
	for b.Loop() {
		for _, disturbed := range []bool{false, true} {
			var stop atomic.Bool
			var wait sync.WaitGroup
			if disturbed {
				wait.Go(func() { keepBusy(&stop, 0.3) })
			}
			m, err := MeasureBandwidth(b.Context(), Options{BufferBytes: 512 * mib})
			stop.Store(true)
			wait.Wait()
			if err != nil {
				b.Fatal(err)
			}
			if disturbed {
				busy = append(busy, m.PeakGBps)
			} else {
				quiet = append(quiet, m.PeakGBps)
			}
		}
	}
	b.ReportMetric(medianOf(quiet), "quiet-GB/s")
	b.ReportMetric(medianOf(busy)/medianOf(quiet), "busy/quiet")
}

// keepBusy spins for a share of each 10 ms on a thread of its own.
func keepBusy(stop *atomic.Bool, share float64) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const period = 10 * time.Millisecond
	for !stop.Load() {
		begun := time.Now()
		for time.Since(begun) < time.Duration(share*float64(period)) {
		}
		time.Sleep(period - time.Since(begun))
	}
}
