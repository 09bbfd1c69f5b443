//go:build !linux

package guard

// ProcessLimit is told on Linux only.
func ProcessLimit() string { return "" }
