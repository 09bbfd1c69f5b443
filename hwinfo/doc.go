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
// # gopsutil, and what is read without it
//
// gopsutil/v3 gives Windows' CPU time, memory and page files, and macOS' swap;
// on Linux a test holds our own figures against it. Left out, and why:
//
//   - Linux: proc and sys are read by our own readers, because tests put
//     machines there as an [io/fs.FS] and gopsutil takes a folder. It also
//     knows no control groups of version 2, calls a container on bare metal a
//     guest, names no ARM core newer than 2022, and starts lsb_release.
//   - Temperatures: gopsutil reads every sensor of every device for one
//     figure; we open the processor's. On Windows it asks WMI, as
//     administrator, for a zone that is not the processor.
//   - macOS memory: without cgo gopsutil starts vm_stat for each figure.
//   - macOS CPU time: without cgo gopsutil has none; see mach_darwin.go.
//   - Windows cores: gopsutil asks WMI, which takes seconds the first time.
//   - Windows swap: gopsutil gives what was promised to programs, so only its
//     list of page files is used.
//   - Processes: importing gopsutil's package process takes the debug privilege
//     on Windows; on macOS it starts ps; on Linux pgrep.
//   - Load averages: a share of CPU time is exact where a load average lags by
//     a minute, and on Windows gopsutil makes one up.
//
// go-m1cpu, which gopsutil needs, is held at v0.2.4: v0.1.6 ends the program
// on an M5 Pro or Max before main begins, where cgo is on.
package hwinfo
