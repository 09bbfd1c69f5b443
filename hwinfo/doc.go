// Package hwinfo knows this machine: what it is, how much its memory moves
// (measured), and what it is doing now. An unknown value is absent, never zero.
// Values of the description are stored with their sources.
//
// It must not know engines, models or sessions.
//
//   - [Describe] says what the machine is. It takes a few milliseconds, plus
//     the time of the programs that it asks.
//   - [MeasureBandwidth] reads memory for up to two seconds.
//   - [Sampler] takes readings while an engine works. No reading starts a
//     process.
//   - [Fitness] judges whether the machine is fit for measuring now, and
//     [RawSources] collects what a bug report needs.
//
// Everything is read through a [Root], so that tests on any system can describe
// machines of every system. For a test, a Linux machine is a folder, a Mac is a
// table of sysctl names and a few answers, and a Windows machine is a registry
// and a firmware table. Only files with the suffix of a system call that
// system.
//
// # Where things are
//
// What the machine is:
//
//	changing.go       reads again what changes while a machine is on: power source, power saving, huge pages
//	describe.go       puts the description of the machine together, and its line in words
//	linuxmachine.go   Linux: system, memory, power source, container, virtual machine
//	linuxcpu.go       Linux: processor name, cores, instructions
//	armparts.go       names of ARM cores
//	apple.go          macOS: processor, performance and efficiency cores, GPU, power
//	winmachine.go     Windows: processor, memory, GPUs
//	boards.go         chip of boards that only say their own name (Raspberry Pi, Jetson, Asahi)
//	cpuid.go          what an x86 processor says about itself, and which hypervisor
//	cpuset.go         reads on which CPUs this process may run (CPU set)
//	limits.go         memory and CPU limits of a container (cgroups)
//	processlimit.go   how many processes may be started
//	memorymodules.go  memory modules: type, speed, channels
//	boot.go           which start (boot) of the machine this is
//	drm.go            Linux: graphics cards as the kernel lists them; AMD and Intel
//	amddriver.go      what AMD's driver says about a card
//	nvidia.go         NVIDIA cards, by nvidia-smi
//	jetson.go         Jetson: readings of GPU, power, temperature (its chip: boards.go)
//	cardnames.go      names of AMD and Intel cards
//	specified.go      the specified memory bandwidth of machine and cards
//	chips.go          the table of chips with their specified bandwidth (chips.tsv)
//	genchips.go       writes chips.tsv; not part of the program
//
// What its memory moves:
//
//	bandwidth.go      measures the memory's bandwidth: sizes, threads, time
//	prober.go         how the time of the measurement is used
//	bins.go           which moments of the measurement count as undisturbed
//	kernel.go         the loops that read memory, for each processor (AVX2)
//	readthreads.go    the threads that read
//	threadclock_*.go  how much CPU time a thread had: the clock of the bandwidth probe
//	buffer_*.go       the memory that is read, and how much is free
//
// What it does now, and whether it is fit:
//
//	sampler.go        readings while an engine works: CPU, GPU, temperature, power, memory
//	counters_*.go     counters of CPU, memory and swap of each system
//	linuxcounters.go  Linux: CPU time, memory, swap from /proc
//	mach_darwin.go    macOS: CPU time and memory from the kernel
//	ticks.go          adds up 32-bit counters that wrap around
//	sensors.go        Linux: temperatures, clocks, power, throttling
//	gpustream.go      nvidia-smi and other programs that print what a GPU does
//	clocks.go         clocks of each system that show whether the machine slept
//	listening.go      which processes listen at a port: a server that was there before
//	listening_windows.go  the same on Windows
//	pulse.go          whether an engine is alive and working
//	fitness.go        when dragstrip warns about a machine before measuring: load, swap, memory, heat, battery, power save
//	gpudrivers.go     drivers of GPUs, their device files and libraries, for a bug report
//	doctor.go         sources as they are, for a bug report, without serial numbers
//
// How everything is read:
//
//	root.go              a source from which a machine is read, so that tests can describe any machine
//	system_*.go          how this machine is read on each system
//	plainfiles_linux.go  reads files of Linux without waking a thread
//	believed.go          highest temperature, watts, clock, cores, memory that are believed; a higher figure counts as unknown
//
// # gopsutil, and what is read without it
//
// gopsutil/v3 reads CPU time, memory and page files on Windows, and swap on
// macOS. On Linux a test compares dragstrip's figures with those of gopsutil.
// It is not used for the following, for these reasons:
//
//   - Linux: dragstrip's code reads proc and sys, because tests give machines
//     as an [io/fs.FS], and gopsutil needs a folder. gopsutil also does not
//     know control groups of version 2, takes a container on bare metal for a
//     virtual machine, names no ARM core newer than 2022, and starts
//     lsb_release.
//   - Temperatures: gopsutil reads every sensor of every device for one figure;
//     dragstrip reads only the sensor of the processor. On Windows gopsutil
//     asks WMI, as administrator, for a thermal zone, which is not the
//     temperature of the processor.
//   - macOS memory: without cgo gopsutil starts vm_stat for each figure.
//   - macOS CPU time: without cgo gopsutil cannot read it; see mach_darwin.go.
//   - Windows cores: gopsutil asks WMI, which takes seconds the first time.
//   - Windows swap: gopsutil returns what programs may use in total, so only
//     its list of page files is used.
//   - Processes: gopsutil's package process takes the debug privilege on
//     Windows as soon as it is imported; it starts ps on macOS and pgrep on
//     Linux.
//   - Load averages: a share of CPU time is exact. A load average is a minute
//     late, and on Windows gopsutil invents it.
//
// go-m1cpu, which gopsutil needs, must stay at v0.2.4: with cgo, v0.1.6 ends
// the program on an M5 Pro or Max before main begins.
package hwinfo
