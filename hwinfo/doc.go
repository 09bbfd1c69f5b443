// Package hwinfo knows this machine: what it is, what its memory moves
// (measured), and what it is doing now. Unknown is absent, never zero; every
// value knows where it was read.
//
// It must not know engines, models or sessions.
//
//   - [Describe] says what the machine is, in about a millisecond and the time
//     of the programs it has to ask.
//   - [MeasureBandwidth] reads memory for up to two seconds.
//   - [Sampler] takes readings while an engine works, without starting a
//     process for any.
//   - [Fitness] judges whether this is a fit place and moment to measure, and
//     [RawSources] collects what a bug report needs.
//
// Everything is read through a [Root], so that any system's machines can be
// described on any other: a Linux machine is a folder, a Mac a table of
// sysctl names and a few answers, a Windows machine a registry and a firmware
// table. Only files with a system's suffix touch the system.
//
// gopsutil is not used: on Linux it reads the files that are read here, on
// macOS without cgo it starts a process for each value, on Windows it goes
// through WMI, and what it calls virtualization is wrong in containers.
package hwinfo
