//go:build !linux

package guard

// StepBack does nothing: the priority of one thread alone cannot be set here.
func StepBack() (nice int) { return 0 }
