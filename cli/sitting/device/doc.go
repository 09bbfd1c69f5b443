// Package device measures what an engine moves from a device's memory, with
// the engine itself and two stand-ins that differ in their layers alone, as no
// program without the engine's drivers could: see bench.DeviceBandwidth and
// standin.DepthPair. What was measured is remembered (cli/remembered).
//
//	measurement                 what it is told
//	choose, standins, plan      the device, the stand-ins, what is measured
//	walk, conclude              lets the scheduler measure; makes the figure
//	measure                     all of it in order
//
// It must not print, read flags, or know which engine builds there are and how
// they are found: it is handed those it may choose from.
package device
