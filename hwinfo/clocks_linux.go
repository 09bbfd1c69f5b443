package hwinfo

import "golang.org/x/sys/unix"

const awakeClock, everClock = unix.CLOCK_MONOTONIC, unix.CLOCK_BOOTTIME
