package hwinfo

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

const (
	chunkBytes = 4 << 20  // how many bytes are read between two looks at the clocks
	faultStep  = 64 << 20 // how many bytes are mapped in between two looks at the clock
	pageBytes  = 4096     // the smallest page of any system
)

// blackHole keeps the compiler from removing the reads.
var blackHole atomic.Uint64

// readFor reads memory with n threads for the time of window. Each thread reads
// its own part again and again. readFor returns the steps of each thread. Each
// thread looks at the clock and stops by itself, so no other thread has to wake
// up to stop it.
func readFor(k kernel, memory []byte, n int, window time.Duration) [][]step {
	logs := make([][]step, n)
	part := len(memory) / n / int(mib) * int(mib)
	if part == 0 {
		return logs
	}
	var ready atomic.Int32
	var wait sync.WaitGroup
	for i := range n {
		own := memory[i*part : (i+1)*part]
		wait.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			// The log must not be reallocated while the thread reads. So it has
			// room for one step of 4 MiB each 40 µs, which is 100 GB/s.
			log := make([]step, 0, min(int(window/(40*time.Microsecond))+16, 1<<16))
			clock := newThreadClock()
			ready.Add(1)
			for int(ready.Load()) < n {
				runtime.Gosched()
			}
			logs[i] = readLoop(k, own, clock, window, log)
		})
	}
	wait.Wait()
	if relativeThreadTime {
		scaleThreadTime(logs)
	}
	return logs
}

func readLoop(k kernel, own []byte, clock threadClock, window time.Duration, log []step) []step {
	var sum uint64
	from, cpu := nanotime(), clock.cpu()
	end := from + int64(window)
	for at := 0; from < end && len(log) < cap(log); {
		n := min(chunkBytes, len(own)-at)
		sum += k.read(unsafe.Pointer(&own[at]), n)
		if at += n; at == len(own) {
			at = 0
		}
		to, used := nanotime(), clock.cpu()
		log = append(log, step{from: from, to: to, cpu: used - cpu, bytes: int64(n)})
		from, cpu = to, used
	}
	blackHole.Add(sum)
	return log
}

// faultIn maps in memory: it writes to every page, in parallel and in steps. It
// uses as many threads as will read later, because the thread that touches a
// page first decides which memory bank holds the page. It stops early if enough
// returns true, and returns the part that is mapped in.
func faultIn(ctx context.Context, memory []byte, threads int, enough func(done int, took time.Duration) bool) ([]byte, error) {
	begun := time.Now()
	done := 0
	for done < len(memory) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if enough(done, time.Since(begun)) {
			break
		}
		part := memory[done:min(done+faultStep*max(threads/4, 1), len(memory))]
		perThread := (len(part)/threads/pageBytes + 1) * pageBytes
		var wait sync.WaitGroup
		for at := 0; at < len(part); at += perThread {
			own := part[at:min(at+perThread, len(part))]
			wait.Go(func() {
				for i := 0; i < len(own); i += pageBytes {
					own[i] = byte(i>>12) | 1 // pages that were never written all share one page of zeros
				}
			})
		}
		wait.Wait()
		done += len(part)
	}
	return memory[:done], nil
}

// enough limits the time for mapping in. Pages may come slowly, for example in
// a virtual machine whose host must find them first.
func enough(done int, took time.Duration) bool {
	return done >= int(enoughFaulted) && took > faultBox || done >= int(smallestBuffer) && took > 2*faultBox
}

// scaleThreadTime turns cycles into nanoseconds, for systems that only count
// cycles. Steps in which a thread had its CPU all the time give the rate.
func scaleThreadTime(logs [][]step) {
	var rates []float64
	for _, log := range logs {
		for _, s := range log {
			if s.to > s.from {
				rates = append(rates, float64(s.cpu)/float64(s.to-s.from))
			}
		}
	}
	if len(rates) == 0 {
		return
	}
	rate := topRate(rates)
	for _, log := range logs {
		for i := range log {
			log[i].cpu = int64(float64(log[i].cpu) / rate)
		}
	}
}
