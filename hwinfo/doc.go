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
// # Where things are
//
// What the machine is:
//
//	describe           puts everything together
//	linuxmachine       Linux: the machine
//	linuxcpu           its processor; armparts names ARM cores
//	limits, cpuset     what control groups allow, and which CPUs
//	apple, winmachine  macOS and Windows
//	boards             boards that only say their own name
//	cpuid              what a processor says of itself and of a hypervisor
//	memorymodules      memory as the firmware lists it
//	processlimit       how many processes may be started
//	boot               which start of the machine this is
//	drm, amddriver,    graphics cards: the kernel's list, AMD's driver,
//	nvidia, jetson,    nvidia-smi, Jetson boards, and the names of cards
//	cardnames
//	specified, chips   the specified bandwidth; chips.tsv is written by
//	                   genchips
//
// What its memory moves:
//
//	bandwidth          the measurement
//	prober, bins       how the time is used; what is clean of what was read
//	kernel             the loop that reads
//	readthreads        the threads that read
//	threadclock        how much CPU time they had
//	buffer             the memory that they read
//
// What it does now, and whether it is fit:
//
//	sampler            readings, from the counters of each system
//	counters           counters of processor, memory and swap, for each system:
//	                   linuxcounters, mach for macOS, ticks of 32 bits
//	sensors            temperatures, clocks and power on Linux
//	gpustream          programs that print what a GPU or a Mac does
//	clocks             the clocks that tell a machine that slept
//	pulse              a sign of life of an engine
//	fitness            the rules that warn: other load, swap, heat, battery …
//
// Everything is read through:
//
//	root, system       a machine, and this one on each system
//	plainfiles         files of Linux, read without waking a thread
//	believed           bounds beyond which an answer is no answer
//	doctor             the sources as they are, for a bug report
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
