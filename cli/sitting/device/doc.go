// Package device measures how fast an engine reads a device's memory. It uses
// the engine itself, because a program without the engine's drivers cannot
// measure that. The engine measures two stand-ins that differ only in their
// layers: see bench.DeviceBandwidth and standin.DepthPair. The result is
// remembered (cli/remembered).
//
// It must not print or read flags. It must not know which engine builds there
// are, or how they are found: the caller gives it the builds from which it may
// choose.
//
// # Where things are
//
//	measurement.go  what a measurement of a device gets from its caller: build, device, sizes
//	choose.go       chooses engine build and device
//	standins.go     the pairs of stand-ins by size; writes the chosen pair, and afterwards keeps or deletes it
//	unfinished.go   what a measurement that did not finish left on the disk
//	plan.go         a pilot chooses the largest pair that fits and is quick enough; repetitions and rounds
//	walk.go         lets the scheduler measure, without a journal
//	conclude.go     the bandwidth from the results, and doubts about it
//	measure.go      the whole measurement, step by step
package device
