// Package emulated is for tests that run in an emulator of another processor.
// .ci/run uses one for ARM.
//
// It must not know what is tested.
//
// # Where things are
//
//	skip.go  skips a test that cannot start itself in an emulator
package emulated
