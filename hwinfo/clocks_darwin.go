package hwinfo

// On macOS, the clock that POSIX calls monotonic runs during sleep. Apple's
// CLOCK_UPTIME_RAW stops during sleep (sys/_types/_clock_id.h, time.h).
const awakeClock, everClock = 8, 4 // CLOCK_UPTIME_RAW, CLOCK_MONOTONIC_RAW
