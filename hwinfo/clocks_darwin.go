package hwinfo

// On macOS the clock that POSIX calls monotonic goes on during sleep; the one
// that does not is Apple's CLOCK_UPTIME_RAW (sys/_types/_clock_id.h, time.h).
const awakeClock, everClock = 8, 4 // CLOCK_UPTIME_RAW, CLOCK_MONOTONIC_RAW
