package bench

import (
	"slices"
	"time"
)

// Machine is what this machine is. Unknown is absent, never zero dressed as a
// fact: an empty string or a zero count means "not known".
type Machine struct {
	// Line is what a person would say:
	// "Ryzen AI Max+ 395 · Radeon 8060S · 128 GiB LPDDR5X-8000".
	Line     string `json:"line"`
	HostName string `json:"host_name,omitempty"`
	OS       string `json:"os,omitempty"`     // "Debian 12", "macOS 26.1"
	Kernel   string `json:"kernel,omitempty"` // "Linux 6.12.3"
	Arch     string `json:"arch,omitempty"`   // GOARCH
	// Hypervisor and Container are empty on bare metal.
	Hypervisor string `json:"hypervisor,omitempty"`
	Container  string `json:"container,omitempty"`

	// Board is the computer or board the chip sits in: "Framework Desktop",
	// "Raspberry Pi 5 Model B Rev 1.0", "Mac14,14".
	Board string `json:"board,omitempty"`

	CPU           string     `json:"cpu,omitempty"`
	Sockets       int        `json:"sockets,omitempty"`
	PhysicalCores int        `json:"physical_cores,omitempty"`
	LogicalCores  int        `json:"logical_cores,omitempty"`
	CoreKinds     []CoreKind `json:"core_kinds,omitempty"` // fastest first; empty where all are alike
	MaxMHz        int        `json:"max_mhz,omitempty"`    // of the fastest core
	Caches        []Cache    `json:"caches,omitempty"`
	Features      []string   `json:"features,omitempty"` // "AVX2", "AMX", "SME" …
	// CPULimit is how many cores' time a container allows, where fewer.
	CPULimit float64 `json:"cpu_limit,omitempty"`
	// CPUSet is on how many logical cores this process may run, where fewer
	// (taskset, a container, a batch system), CPUSetCores how many cores they
	// are threads of, as far as that is known.
	CPUSet      int `json:"cpu_set,omitempty"`
	CPUSetCores int `json:"cpu_set_cores,omitempty"`
	// Translated: dragstrip itself runs through Rosetta, and so would its engines.
	Translated bool `json:"translated,omitempty"`

	MemoryBytes int64 `json:"memory_bytes,omitempty"`
	// MemoryLimitBytes is what a container allows, where less.
	MemoryLimitBytes int64  `json:"memory_limit_bytes,omitempty"`
	MemoryType       string `json:"memory_type,omitempty"` // "LPDDR5X-8000"
	// MemoryMTps is the configured rate in 10⁶ transfers a second, and
	// MemoryBusBits the width of all channels together.
	MemoryMTps    int            `json:"memory_mtps,omitempty"`
	MemoryBusBits int            `json:"memory_bus_bits,omitempty"`
	MemoryModules []MemoryModule `json:"memory_modules,omitempty"`
	SwapBytes     int64          `json:"swap_bytes,omitempty"`

	GPUs []GPU `json:"gpus,omitempty"`

	// DeviceBandwidth is what was once measured of each device an engine
	// offers, see `dragstrip machine --gpu`; each entry has its date.
	DeviceBandwidth []DeviceBandwidth `json:"device_bandwidth,omitempty"`

	// SpecifiedGBps is the memory bandwidth on paper, 10⁹ bytes a second.
	SpecifiedGBps float64 `json:"specified_gbps,omitempty"`
	// SpecifiedAtMost: the figure is an upper bound, because which modules
	// share a channel could not be told.
	SpecifiedAtMost bool   `json:"specified_at_most,omitempty"`
	Power           string `json:"power,omitempty"` // "AC", "battery 80 %", and mode
	// PowerMode says what the system trades speed for, each as the system
	// spells it: "governor" (powersave), "epp", "profile", "low power mode".
	PowerMode map[string]string `json:"power_mode,omitempty"`

	// HugePages says to whom the system gives large pages by itself, as Linux
	// spells it: "always", "madvise" (programs that ask; engines do not) or
	// "never". Empty where there is no such setting.
	HugePages string `json:"huge_pages,omitempty"`

	// Sources tells by JSON field name where a value was read.
	Sources map[string]string `json:"sources,omitempty"`
}

// CoreKind is one sort of core, where a chip has several.
type CoreKind struct {
	Name  string `json:"name"` // "Performance", "Efficiency", "Super", "Cortex-A720"
	Cores int    `json:"cores"`
	MHz   int    `json:"mhz,omitempty"` // the most it is allowed
}

// Cache is all caches of one level: their size together and how many there
// are. In a virtual machine it is what the host claims, not what is had.
type Cache struct {
	Level int   `json:"level"`
	Bytes int64 `json:"bytes"` // of all instances
	Count int   `json:"count,omitempty"`
}

// MemoryModule is one populated memory device. Serial numbers are never read.
type MemoryModule struct {
	Bytes     int64  `json:"bytes"`
	Type      string `json:"type,omitempty"` // "DDR5"
	RatedMTps int    `json:"rated_mtps,omitempty"`
	MTps      int    `json:"mtps,omitempty"` // as configured
	DataBits  int    `json:"data_bits,omitempty"`
	Slot      string `json:"slot,omitempty"`
	Part      string `json:"part,omitempty"`
}

// GPU is one graphics processor.
type GPU struct {
	Name          string  `json:"name"`
	MemoryBytes   int64   `json:"memory_bytes,omitempty"`
	Shared        bool    `json:"shared,omitempty"` // uses the machine's memory
	Driver        string  `json:"driver,omitempty"`
	Cores         int     `json:"cores,omitempty"`
	SpecifiedGBps float64 `json:"specified_gbps,omitempty"`
	Vendor        string  `json:"vendor,omitempty"` // "NVIDIA", "AMD", "Intel", "Apple"
	Bus           string  `json:"bus,omitempty"`    // PCI address
	Arch          string  `json:"arch,omitempty"`   // "gfx1151", "8.9"
	BusBits       int     `json:"bus_bits,omitempty"`
	MaxWatts      float64 `json:"max_watts,omitempty"`
	// Slice: this is a part of a card (MIG, vGPU); the card's bandwidth says
	// nothing about it.
	Slice bool `json:"slice,omitempty"`
	// UsableBytes is what engines may take of shared memory.
	UsableBytes int64 `json:"usable_bytes,omitempty"`
	// Sources tells by JSON field name where a value was read.
	Sources map[string]string `json:"sources,omitempty"`
}

// Bandwidth is what the memory really moved, reading only, in 10⁹ bytes a
// second.
type Bandwidth struct {
	PeakGBps       float64       `json:"peak_gbps"`
	SingleCoreGBps float64       `json:"single_core_gbps,omitempty"`
	Threads        int           `json:"threads,omitempty"`
	SpreadFraction float64       `json:"spread,omitempty"`
	Clean          bool          `json:"clean"`
	BufferBytes    int64         `json:"buffer_bytes,omitempty"`
	Elapsed        time.Duration `json:"elapsed_ns,omitempty"`
	// ByThreads holds one figure for each number of threads tried.
	ByThreads []ThreadBandwidth `json:"by_threads,omitempty"`
	HugePages bool              `json:"huge_pages,omitempty"`
	Kernel    string            `json:"kernel,omitempty"` // "avx2", "neon", "go"
	// Doubts says why a figure is not clean.
	Doubts []string `json:"doubts,omitempty"`
	// Measured is when it was, of one that was remembered.
	Measured time.Time `json:"measured,omitzero"`
}

// Better tells which of two probes of one memory is nearer to the truth. One
// that nothing disturbed is, then one that was measured in some quiet moments,
// then an estimate. Of two measured ones it is the higher, because other programs
// only take bandwidth away. Of two estimates it is the lower: each adds up what
// threads read that did not share the memory all the time, and may be twice too
// high.
func (b Bandwidth) Better(than Bandwidth) bool {
	switch {
	case b.Clean != than.Clean:
		return b.Clean
	case b.Estimated() != than.Estimated():
		return than.Estimated()
	case b.Estimated():
		return b.PeakGBps < than.PeakGBps
	}
	return b.PeakGBps > than.PeakGBps
}

// Estimated tells whether the figure was worked out from the CPU time the threads
// had, because other programs were busy all the time.
func (b Bandwidth) Estimated() bool {
	return !b.Clean && slices.ContainsFunc(b.ByThreads, func(t ThreadBandwidth) bool { return t.Threads == b.Threads && t.FromCPUTime })
}

// ThreadBandwidth is what a number of threads moved together.
type ThreadBandwidth struct {
	Threads int `json:"threads"`
	// GBps is the 90th percentile of the clean bins, MedianGBps their median.
	GBps           float64 `json:"gbps"`
	MedianGBps     float64 `json:"median_gbps,omitempty"`
	SpreadFraction float64 `json:"spread,omitempty"` // (p90 − p10) ÷ median of the clean bins
	// CleanFraction is the part of the bins in which every thread really had
	// its CPU.
	CleanFraction float64 `json:"clean_fraction"`
	// FromCPUTime: no bin was clean, so bytes were divided by the CPU time the
	// threads had. Good only while memory itself is not saturated.
	FromCPUTime bool `json:"from_cpu_time,omitempty"`
}

// Reading is one hardware sample. A nil pointer is a value that could not be
// read.
type Reading struct {
	CPUBusy      *float64 `json:"cpu_busy,omitempty"`    // all cores, 0 to 1
	OtherCores   *float64 `json:"other_cores,omitempty"` // cores kept busy by others than dragstrip and the engine
	Steal        *float64 `json:"steal,omitempty"`       // 0 to 1
	MemoryBytes  *int64   `json:"memory_bytes,omitempty"`
	SwapBytes    *int64   `json:"swap_bytes,omitempty"`
	Celsius      *float64 `json:"celsius,omitempty"`
	MHz          *float64 `json:"mhz,omitempty"`
	Watts        *float64 `json:"watts,omitempty"`
	WattsOf      string   `json:"watts_of,omitempty"` // whose power Watts is: PowerPackage, PowerBoard, PowerMachine
	GPUBusy      *float64 `json:"gpu_busy,omitempty"`
	GPUCelsius   *float64 `json:"gpu_celsius,omitempty"`
	GPUWatts     *float64 `json:"gpu_watts,omitempty"`
	GPUBytes     *int64   `json:"gpu_bytes,omitempty"`
	Throttled    []string `json:"throttled,omitempty"`
	EngineCores  *float64 `json:"engine_cores,omitempty"`
	OwnCores     *float64 `json:"own_cores,omitempty"`
	EngineMemory *int64   `json:"engine_memory,omitempty"`
	GPUMHz       *float64 `json:"gpu_mhz,omitempty"`
	GPUMemoryMHz *float64 `json:"gpu_memory_mhz,omitempty"`
	// SwapInBytes and SwapOutBytes are what was swapped since the last
	// reading, in bytes a second.
	SwapInBytes  *float64 `json:"swap_in_bytes,omitempty"`
	SwapOutBytes *float64 `json:"swap_out_bytes,omitempty"`
	OnBattery    *bool    `json:"on_battery,omitempty"`
}
