package benchtest

import "dragstrip/bench"

// RemoteHost is the name of the other machine in sessions in which another
// machine computed.
const RemoteHost = "attic.lan"

// Devices that builds offer, the results of engines on a CPU and on a card, and
// a clean bandwidth.
var (
	radeon  = bench.Device{Name: "Vulkan0", Description: "AMD Radeon RX 7900 XTX (RADV)", TotalBytes: 24 << 30, FreeBytes: 23 << 30}
	first   = bench.Device{Name: "CUDA0", Description: "NVIDIA GeForce RTX 3090", TotalBytes: 24 << 30, FreeBytes: 24 << 30}
	second  = bench.Device{Name: "CUDA1", Description: "NVIDIA GeForce RTX 3060", TotalBytes: 12 << 30, FreeBytes: 12 << 30}
	remote  = bench.Device{Name: "RPC0", Description: RemoteHost + ":50052", TotalBytes: 48 << 30}
	onCPU   = bench.Result{Backend: "CPU", Threads: 8, BuildNumber: 11669}
	onCard  = bench.Result{Backend: "Vulkan", GPU: "AMD Radeon RX 7900 XTX (RADV)", Threads: 8, BuildNumber: 11669}
	clean60 = bench.BandwidthMeasured{When: "before", Bandwidth: bench.Bandwidth{PeakGBps: 60, Threads: 8, Clean: true, SpreadFraction: 0.01}}
)

// desktop is a machine with a card that has its own memory.
func desktop() bench.Machine {
	return bench.Machine{
		Line: "Ryzen 7 · Radeon RX 7900 XTX", CPU: "Ryzen 7", PhysicalCores: 8, LogicalCores: 16, MemoryBytes: 64 << 30, SpecifiedGBps: 83,
		Caches: []bench.Cache{{Level: 3, Bytes: 32 << 20, Count: 1}}, HugePages: "madvise",
		GPUs: []bench.GPU{{Name: "AMD Radeon RX 7900 XTX", MemoryBytes: 24 << 30, SpecifiedGBps: 960}},
	}
}

// handheld is a machine whose GPU shares its memory.
func handheld() bench.Machine {
	return bench.Machine{
		Line: "Ryzen AI Max+ 395", CPU: "Ryzen AI Max+ 395", PhysicalCores: 16, MemoryBytes: 128 << 30, SpecifiedGBps: 256, HugePages: "madvise",
		GPUs: []bench.GPU{{Name: "Radeon 8060S", Shared: true}},
	}
}

// twoCards is a machine with two cards.
func twoCards() bench.Machine {
	m := desktop()
	m.Line, m.GPUs = "Ryzen 7 · 2 GPUs", []bench.GPU{{Name: first.Description, SpecifiedGBps: 936}, {Name: second.Description, SpecifiedGBps: 360}}
	for _, d := range []struct {
		bench.Device
		gbps float64
	}{{first, 700}, {second, 250}} {
		m.DeviceBandwidth = append(m.DeviceBandwidth, bench.DeviceBandwidth{
			Device: d.Name, Description: d.Description, Backend: "CUDA", Quant: "F16", ShallowBytes: 1 << 30, DeepBytes: 2 << 30,
			Slope: bench.Slope{MedianGBps: d.gbps, BestGBps: d.gbps}, Clean: true,
		})
	}
	return m
}

func vulkan(devices ...bench.Device) bench.EngineBuild {
	return bench.EngineBuild{Backends: []string{"Vulkan", "CPU"}, Devices: devices}
}

// deviceScenes differ in the devices that computed.
func deviceScenes() []scene {
	cuda := bench.EngineBuild{Backends: []string{"CUDA", "CPU"}, Devices: []bench.Device{first, second}}
	onCUDA := bench.Result{Backend: "CUDA", GPU: first.Description + ", " + second.Description, Threads: 8, BuildNumber: 11669}
	onRemote := bench.Result{Backend: "RPC", GPU: remote.Description, Threads: 8, BuildNumber: 11669}
	onBoth := bench.Result{Backend: "Vulkan,RPC", GPU: radeon.Description + ", " + remote.Description, Threads: 8, BuildNumber: 11669}
	lost := onCard
	lost.GPU = ""
	return []scene{
		{Judged: Judged{Name: "a GPU holds the model"}, build: vulkan(radeon), result: onCard, machine: desktop(), probes: []bench.BandwidthMeasured{clean60}, tps: 180},
		{Judged: Judged{Name: "a GPU that shares the memory"}, build: vulkan(radeon), result: onCard, machine: handheld(), tps: 50},
		{Judged: Judged{Name: "faster than the card's memory", Codes: []string{"impossible"}}, build: vulkan(radeon), result: onCard, machine: desktop(), tps: 300},
		{
			Judged: Judged{Name: "on the CPU although there is a GPU", Codes: []string{"cpu_fallback", "huge_pages"}},
			build:  vulkan(radeon), result: onCPU, machine: desktop(), probes: []bench.BandwidthMeasured{clean60}, tps: 12,
		},
		{Judged: Judged{Name: "no device was found", Codes: []string{"cpu_fallback", "huge_pages"}}, build: vulkan(), result: lost, machine: desktop(), tps: 12},
		{
			Judged: Judged{Name: "the build has no GPU", Codes: []string{"gpu_unused", "huge_pages"}},
			build:  bench.EngineBuild{Backends: []string{"CPU"}}, result: onCPU, machine: desktop(), tps: 12,
		},
		{Judged: Judged{Name: "two GPUs"}, build: cuda, result: onCUDA, machine: twoCards(), tps: 100},
		{
			Judged: Judged{Name: "one of two GPUs, too fast", Codes: []string{"impossible"}},
			build:  cuda, params: bench.Params{"devices": "CUDA1"}, result: onCUDA, machine: twoCards(), tps: 200,
		},
		{
			Judged: Judged{Name: "another machine alone"}, build: vulkan(remote),
			result: onRemote, machine: desktop(), probes: []bench.BandwidthMeasured{clean60}, tps: 400,
		},
		{
			Judged: Judged{Name: "a GPU and another machine"}, build: vulkan(radeon, remote),
			result: onBoth, machine: desktop(), probes: []bench.BandwidthMeasured{clean60}, tps: 400,
		},
		{
			Judged: Judged{Name: "no layers on the GPU", Codes: []string{"impossible", "huge_pages"}}, build: vulkan(radeon),
			params: bench.Params{"n_gpu_layers": "0"}, result: onCard, machine: desktop(), probes: []bench.BandwidthMeasured{clean60}, tps: 180,
		},
	}
}
