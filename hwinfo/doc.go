// Package hwinfo knows this machine: what it is, how much its memory moves
// (measured), and what it is doing now. An unknown value is absent, never zero.
// Every value is stored with its source.
//
// It must not know engines, models or sessions.
//
//   - [Describe] says what the machine is. It takes about a millisecond, and
//     the time of the programs it has to ask.
//   - [MeasureBandwidth] reads memory for up to two seconds.
//   - [Sampler] takes readings while an engine works. No reading starts a
//     process.
//   - [Fitness] judges whether machine and moment are fit for measuring, and
//     [RawSources] collects what a bug report needs.
//
// Everything is read through a [Root], so that tests on any system can describe
// machines of every system. A Linux machine is a folder, a Mac is a table of
// sysctl names and a few answers, a Windows machine is a registry and a
// firmware table. Only files with a system's suffix call the system.
//
// # gopsutil, and what is read without it
//
// gopsutil/v3 reads CPU time, memory and page files on Windows, and swap on
// macOS. On Linux a test compares our own figures with it. It is not used for
// the following, for these reasons:
//
//   - Linux: our own code reads proc and sys, because tests give machines as an
//     [io/fs.FS], and gopsutil needs a folder. gopsutil also does not know
//     control groups of version 2, takes a container on bare metal for a
//     virtual machine, names no ARM core newer than 2022, and starts
//     lsb_release.
//   - Temperatures: gopsutil reads every sensor of every device for one figure;
//     we only read the processor's. On Windows it asks WMI, as administrator,
//     for a thermal zone that is not the processor's.
//   - macOS memory: without cgo gopsutil starts vm_stat for each figure.
//   - macOS CPU time: without cgo gopsutil has none; see mach_darwin.go.
//   - Windows cores: gopsutil asks WMI, which takes seconds the first time.
//   - Windows swap: gopsutil returns what programs may use in total, so only
//     its list of page files is used.
//   - Processes: gopsutil's package process takes the debug privilege on
//     Windows as soon as it is imported; it starts ps on macOS and pgrep on
//     Linux.
//   - Load averages: a share of CPU time is exact, while a load average is a
//     minute late, and gopsutil invents one on Windows.
//
// go-m1cpu, which gopsutil needs, must stay at v0.2.4: with cgo, v0.1.6 ends
// the program on an M5 Pro or Max before main begins.
package hwinfo
