//go:build unix

package hwinfo

import (
	"time"

	"golang.org/x/sys/unix"
)

const relativeThreadTime = false

// threadClock measures how much CPU time the calling thread has had.
type threadClock struct{}

func newThreadClock() threadClock { return threadClock{} }

func (threadClock) cpu() int64 {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts) != nil {
		return 0 // then all time counts as CPU time, and the figure is marked as doubtful
	}
	return ts.Nano()
}

var clockStart = time.Now()

func nanotime() int64 { return int64(time.Since(clockStart)) }
