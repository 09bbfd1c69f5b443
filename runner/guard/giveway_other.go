//go:build !linux

package guard

// GiveWay does nothing. On this system, threads give way only if their share of
// processor time is reduced, too.
func GiveWay() (how string) { return "" }

func asBefore(start func() error) error { return start() }
