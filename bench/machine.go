package bench

import "time"

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

	CPU           string   `json:"cpu,omitempty"`
	PhysicalCores int      `json:"physical_cores,omitempty"`
	LogicalCores  int      `json:"logical_cores,omitempty"`
	Features      []string `json:"features,omitempty"` // "AVX2", "AMX", "SME" …

	MemoryBytes int64 `json:"memory_bytes,omitempty"`
	// MemoryLimitBytes is what a container allows, where less.
	MemoryLimitBytes int64  `json:"memory_limit_bytes,omitempty"`
	MemoryType       string `json:"memory_type,omitempty"` // "LPDDR5X-8000"

	GPUs []GPU `json:"gpus,omitempty"`

	// SpecifiedGBps is the memory bandwidth on paper, 10⁹ bytes a second.
	SpecifiedGBps float64 `json:"specified_gbps,omitempty"`
	Power         string  `json:"power,omitempty"` // "AC", "battery 80 %", and mode

	// Sources tells by JSON field name where a value was read.
	Sources map[string]string `json:"sources,omitempty"`
}

// GPU is one graphics processor.
type GPU struct {
	Name          string  `json:"name"`
	MemoryBytes   int64   `json:"memory_bytes,omitempty"`
	Shared        bool    `json:"shared,omitempty"` // uses the machine's memory
	Driver        string  `json:"driver,omitempty"`
	Cores         int     `json:"cores,omitempty"`
	SpecifiedGBps float64 `json:"specified_gbps,omitempty"`
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
}

// Reading is one hardware sample. A nil pointer is a value that could not be
// read.
type Reading struct {
	CPUBusy      *float64 `json:"cpu_busy,omitempty"`    // all cores, 0 to 1
	OtherCores   *float64 `json:"other_cores,omitempty"` // cores kept busy by others than dyno and the engine
	Steal        *float64 `json:"steal,omitempty"`       // 0 to 1
	MemoryBytes  *int64   `json:"memory_bytes,omitempty"`
	SwapBytes    *int64   `json:"swap_bytes,omitempty"`
	Celsius      *float64 `json:"celsius,omitempty"`
	MHz          *float64 `json:"mhz,omitempty"`
	Watts        *float64 `json:"watts,omitempty"`
	GPUBusy      *float64 `json:"gpu_busy,omitempty"`
	GPUCelsius   *float64 `json:"gpu_celsius,omitempty"`
	GPUWatts     *float64 `json:"gpu_watts,omitempty"`
	GPUBytes     *int64   `json:"gpu_bytes,omitempty"`
	Throttled    []string `json:"throttled,omitempty"`
	EngineCores  *float64 `json:"engine_cores,omitempty"`
	OwnCores     *float64 `json:"own_cores,omitempty"`
	EngineMemory *int64   `json:"engine_memory,omitempty"`
}
