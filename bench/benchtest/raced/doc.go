// Package raced is for tests that only compute, and compute much. The race
// detector makes them ten times slower and sees nothing in them, because
// nothing runs at the same time. So they compute less with it. .ci/run also runs
// them without it, where they compute everything.
//
// It must not know what is tested.
//
// # Where things are
//
//	on.go   the race detector is on
//	off.go  it is off
package raced
