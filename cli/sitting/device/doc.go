// Package device measures what an engine moves from a device's memory, with
// the engine itself and two stand-ins that differ in their layers alone, as no
// program without the engine's drivers could: see bench.DeviceBandwidth and
// standin.DepthPair. What was measured is remembered (cli/remembered).
//
// It must not print, read flags, or know which engine builds there are and how
// they are found: it is handed those it may choose from.
//
// # Where things are
//
//	measurement.go  what a measurement of a device is told: build, device, sizes
//	choose.go       chooses engine build and device
//	standins.go     chooses and writes the two stand-ins; deletes them afterwards
//	plan.go         what is measured: repetitions and rounds
//	walk.go         lets the scheduler measure without a journal
//	conclude.go     the bandwidth from the results, and doubts about it
//	measure.go      all of it in order
package device
