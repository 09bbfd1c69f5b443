//go:build linux || darwin

package hwinfo

import (
	"time"

	"golang.org/x/sys/unix"
)

// systemClocks reads two clocks: awakeClock stops while the machine sleeps, and
// everClock does not.
func systemClocks() (awake, asleep time.Duration, known bool) {
	var a, e unix.Timespec
	if unix.ClockGettime(awakeClock, &a) != nil || unix.ClockGettime(everClock, &e) != nil {
		return 0, 0, false
	}
	return time.Duration(a.Nano()), time.Duration(e.Nano() - a.Nano()), true
}
