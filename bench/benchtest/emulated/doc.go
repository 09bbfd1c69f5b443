// Package emulated is for tests that an emulator of another processor runs, as
// .ci/run does it for ARM.
//
// It must not know what is tested.
//
// # Where things are
//
//	skip.go  skips a test that cannot start itself in an emulator
package emulated
