package hwinfo

import "time"

// Clocks is what three clocks show at one moment.
type Clocks struct {
	// Wall is the time of day, which can be set.
	Wall time.Time
	// Awake counts the time in which the machine runs, Asleep the time in which
	// it sleeps. Nobody can set these clocks, and only differences matter.
	// Asleep stays zero if the system cannot measure sleep.
	Awake, Asleep time.Duration
}

// origin is the time from which Awake counts if the system has no clock for it.
var origin = time.Now()

// ReadClocks reads all three clocks.
func ReadClocks() Clocks {
	c := Clocks{Wall: time.Now().Round(0)}
	var known bool
	if c.Awake, c.Asleep, known = systemClocks(); !known {
		c.Awake, c.Asleep = time.Since(origin), 0
	}
	return c
}
