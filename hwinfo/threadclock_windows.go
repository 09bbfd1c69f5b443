package hwinfo

import (
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// On Windows the times of threads advance in steps of 16 ms. So cycles are
// counted, which are exact, and scaleThreadTime turns them into time.
const relativeThreadTime = true

var (
	queryThreadCycleTime      = kernel32.NewProc("QueryThreadCycleTime")
	queryPerformanceCounter   = kernel32.NewProc("QueryPerformanceCounter")
	queryPerformanceFrequency = kernel32.NewProc("QueryPerformanceFrequency")
)

type threadClock struct{ cycles *uint64 }

func newThreadClock() threadClock { return threadClock{new(uint64)} }

func (c threadClock) cpu() int64 {
	if ok, _, _ := queryThreadCycleTime.Call(uintptr(windows.CurrentThread()), uintptr(unsafe.Pointer(c.cycles))); ok == 0 {
		return 0
	}
	return int64(*c.cycles)
}

var counterRate = sync.OnceValue(func() float64 {
	var rate int64
	queryPerformanceFrequency.Call(uintptr(unsafe.Pointer(&rate)))
	return float64(max(rate, 1))
})

// nanotime reads the performance counter, because Go's clock may advance in
// steps of more than half a millisecond.
func nanotime() int64 {
	var now int64
	queryPerformanceCounter.Call(uintptr(unsafe.Pointer(&now)))
	return int64(float64(now) / counterRate() * float64(time.Second))
}
