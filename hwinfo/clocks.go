package hwinfo

import "time"

// Clocks are what three clocks say at one moment.
type Clocks struct {
	// Wall is the time of day, which anybody may set.
	Wall time.Time
	// Awake counts while the machine runs, Asleep while it sleeps; neither can
	// be set. From what moment they count does not matter. Where sleep cannot
	// be told, Asleep stays zero.
	Awake, Asleep time.Duration
}

// origin is what Awake counts from where the system has no clock of its own
// for it.
var origin = time.Now()

// ReadClocks reads all of them.
func ReadClocks() Clocks {
	c := Clocks{Wall: time.Now().Round(0)}
	var known bool
	if c.Awake, c.Asleep, known = systemClocks(); !known {
		c.Awake, c.Asleep = time.Since(origin), 0
	}
	return c
}
