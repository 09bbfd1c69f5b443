//go:build !linux

package guard

// GiveWay does nothing. On this system, threads can only be made to wait by
// reducing their share of processor time, too.
func GiveWay() (how string) { return "" }

func asBefore(start func() error) error { return start() }
