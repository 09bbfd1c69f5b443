// Package device measures what an engine moves from a device's memory, with
// the engine itself and two stand-ins that differ in their layers alone, as no
// program without the engine's drivers could: see bench.DeviceBandwidth and
// standin.DepthPair. What was measured is remembered for each machine.
//
// It must not print, read flags, or know which engine builds there are and how
// they are found: it is handed those it may choose from.
package device
