package bench

import (
	"fmt"
	"slices"
	"time"
)

// Machine describes this machine. An empty string or a zero count means "not
// known"; it is never a fact.
type Machine struct {
	// Line describes the machine as a person would: "Ryzen AI Max+ 395 · Radeon
	// 8060S · 128 GiB LPDDR5X-8000".
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
	CoreKinds     []CoreKind `json:"core_kinds,omitempty"` // fastest first; empty if all are alike
	MaxMHz        int        `json:"max_mhz,omitempty"`    // of the fastest core
	Caches        []Cache    `json:"caches,omitempty"`
	Features      []string   `json:"features,omitempty"` // "AVX2", "AMX", "SME" …
	// CPULimit is the CPU time that a container allows, in cores, if that is
	// less than the machine has.
	CPULimit float64 `json:"cpu_limit,omitempty"`
	// CPUSet is how many logical cores this process may use, if it may not use
	// all (taskset, a container, a batch system). CPUSetCores is how many
	// physical cores those belong to, if that is known.
	CPUSet      int `json:"cpu_set,omitempty"`
	CPUSetCores int `json:"cpu_set_cores,omitempty"`
	// Translated says that dragstrip itself runs through Rosetta, and that its
	// engines would, too.
	Translated bool `json:"translated,omitempty"`

	MemoryBytes int64 `json:"memory_bytes,omitempty"`
	// MemoryLimitBytes is how much memory a container allows, if that is less
	// than the machine has.
	MemoryLimitBytes int64  `json:"memory_limit_bytes,omitempty"`
	MemoryType       string `json:"memory_type,omitempty"` // "LPDDR5X-8000"
	// MemoryMTps is the configured rate in 10⁶ transfers a second, and
	// MemoryBusBits the width of all channels together.
	MemoryMTps    int            `json:"memory_mtps,omitempty"`
	MemoryBusBits int            `json:"memory_bus_bits,omitempty"`
	MemoryModules []MemoryModule `json:"memory_modules,omitempty"`
	SwapBytes     int64          `json:"swap_bytes,omitempty"`

	GPUs []GPU `json:"gpus,omitempty"`

	// DeviceBandwidth is the bandwidth that was measured earlier for each
	// device that an engine offers (`dragstrip machine --gpu`). Each entry has
	// its date.
	DeviceBandwidth []DeviceBandwidth `json:"device_bandwidth,omitempty"`

	// SpecifiedGBps is the specified memory bandwidth, in 10⁹ bytes a second.
	SpecifiedGBps float64 `json:"specified_gbps,omitempty"`
	// SpecifiedAtMost says that SpecifiedGBps is an upper bound, because it is
	// not known which modules share a channel.
	SpecifiedAtMost bool   `json:"specified_at_most,omitempty"`
	Power           string `json:"power,omitempty"` // "AC", "battery 80 %", and mode
	// PowerMode holds the settings that save power and may cost speed, as the
	// system spells them: "governor" (powersave), "epp", "profile", "low power
	// mode".
	PowerMode map[string]string `json:"power_mode,omitempty"`

	// HugePages says which programs the system gives large pages, as Linux
	// spells it: "always" means all of them, "madvise" only those that ask
	// (engines do not), "never" none. It is empty if there is no such setting.
	HugePages string `json:"huge_pages,omitempty"`

	// Sources tells where each value was read, by the name of its JSON field.
	Sources map[string]string `json:"sources,omitempty"`
}

// CoreKind is one sort of core of a chip that has several sorts.
type CoreKind struct {
	Name  string `json:"name"` // "Performance", "Efficiency", "Super", "Cortex-A720"
	Cores int    `json:"cores"`
	MHz   int    `json:"mhz,omitempty"` // the highest clock that it may have
}

// String writes the cores: "8 × Performance".
func (k CoreKind) String() string { return fmt.Sprintf("%d × %s", k.Cores, k.Name) }

// Cache is all caches of one level: their total size and their number. In a
// virtual machine it is what the host reports, which may be wrong.
type Cache struct {
	Level int   `json:"level"`
	Bytes int64 `json:"bytes"` // of all caches of the level
	Count int   `json:"count,omitempty"`
}

// String writes the caches: "L2 2.00 MiB (2 caches)".
func (c Cache) String() string {
	text := fmt.Sprintf("L%d %s", c.Level, FormatBytes(c.Bytes))
	if c.Count > 1 {
		text += fmt.Sprintf(" (%d caches)", c.Count)
	}
	return text
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
	// Slice says that this is a part of a card (MIG, vGPU). The card's
	// bandwidth does not apply to it.
	Slice bool `json:"slice,omitempty"`
	// UsableBytes is how much of the shared memory engines may use.
	UsableBytes int64 `json:"usable_bytes,omitempty"`
	// Sources tells where each value was read, by the name of its JSON field.
	Sources map[string]string `json:"sources,omitempty"`
}

// DriverSaid is the driver with the word before it, for people. It is "" if the
// driver is not known.
func (g GPU) DriverSaid() string { return labelled("driver", g.Driver) }

// BusSaid is the PCI address with the word before it.
func (g GPU) BusSaid() string { return labelled("PCI", g.Bus) }

// ArchSaid is the GPU's generation. NVIDIA's is a number, so words say what it
// counts.
func (g GPU) ArchSaid() string {
	if g.Vendor == "NVIDIA" {
		return labelled("compute capability", g.Arch)
	}
	return g.Arch
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

// Bandwidth is the memory's measured bandwidth, by reading only, in 10⁹ bytes a
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
	// Measured is when a remembered probe was taken.
	Measured time.Time `json:"measured,omitzero"`
}

// Better tells whether this probe is nearer to the truth than another probe of
// the same memory. An undisturbed probe is best, then one that was measured in
// some quiet moments, then an estimate. Of two measured probes the higher is
// better, because other programs can only take bandwidth away. Of two estimates
// the lower is better: an estimate adds up what threads read at different
// times, and may be twice as high as the truth.
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

// Estimated tells whether the figure was computed from the CPU time that the
// threads had, because other programs were busy all the time.
func (b Bandwidth) Estimated() bool {
	return !b.Clean && slices.ContainsFunc(b.ByThreads, func(t ThreadBandwidth) bool { return t.Threads == b.Threads && t.FromCPUTime })
}

// Doubted tells whether a figure of the probe needs a question mark: it was not
// measured in quiet moments, or something speaks against the whole probe, such
// as a cache.
func (b Bandwidth) Doubted(t ThreadBandwidth) bool {
	return !b.Clean || t.FromCPUTime || t.WallClock
}

// ThreadBandwidth is the bandwidth that a number of threads reached together.
type ThreadBandwidth struct {
	Threads int `json:"threads"`
	// GBps is the 90th percentile of the clean bins (short parts of the probe's
	// time). MedianGBps is their median.
	GBps           float64 `json:"gbps"`
	MedianGBps     float64 `json:"median_gbps,omitempty"`
	SpreadFraction float64 `json:"spread,omitempty"` // (p90 − p10) ÷ median of the clean bins
	// CleanFraction is the part of the bins in which every thread had its CPU
	// nearly all the time.
	CleanFraction float64 `json:"clean_fraction"`
	// FromCPUTime says that no bin was clean, so the bytes were divided by the
	// CPU time that the threads had. That is right only while the memory is not
	// saturated.
	FromCPUTime bool `json:"from_cpu_time,omitempty"`
	// WallClock says that the system does not tell how much CPU time a thread
	// had. So all the time counts, including the time that other programs took.
	WallClock bool `json:"wall_clock,omitempty"`
}

// Reading is one hardware sample. A nil pointer is a value that could not be
// read.
type Reading struct {
	CPUBusy      *float64 `json:"cpu_busy,omitempty"`    // all cores, 0 to 1
	OtherCores   *float64 `json:"other_cores,omitempty"` // cores kept busy by programs other than dragstrip and the engine
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
