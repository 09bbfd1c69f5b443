package hwinfo

import (
	"context"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"

	"dragstrip/bench"
)

const (
	winVersion = `SOFTWARE\Microsoft\Windows NT\CurrentVersion`
	winCPU     = `HARDWARE\DESCRIPTION\System\CentralProcessor\0`
	winBIOS    = `HARDWARE\DESCRIPTION\System\BIOS`
	// winDisplay is the device class of display adapters.
	winDisplay = `SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}`
)

// windows describes a Windows machine. It reads the registry, the firmware
// table and nvidia-smi. It needs no administrator rights. It does not use WMI,
// because the first call of WMI takes seconds.
func (r *record) windows(ctx context.Context) {
	smi := make(chan nvidiaAnswer, 1)
	go func() { smi <- askNVIDIA(ctx, r.Root) }()
	r.windowsSystem()
	id := r.CPUID()
	put(r, "cpu", &r.m.CPU, r.registry(winCPU, "ProcessorNameString"), "registry ProcessorNameString")
	put(r, "cpu", &r.m.CPU, id.Brand, "CPUID")
	if len(id.Features) > 0 {
		r.m.Features = id.Features
		r.from("features", "CPUID")
	}
	physical, logical := r.Cores()
	put(r, "physical_cores", &r.m.PhysicalCores, physical, "GetLogicalProcessorInformationEx")
	put(r, "logical_cores", &r.m.LogicalCores, logical, "GetLogicalProcessorInformationEx")
	memory, swap := r.Memory()
	put(r, "memory_bytes", &r.m.MemoryBytes, memory, "GlobalMemoryStatusEx")
	put(r, "swap_bytes", &r.m.SwapBytes, swap, "GetPerformanceInfo")
	// If Hyper-V is on, Windows itself runs under Hyper-V, and the processor
	// names Hyper-V on bare metal, too. So only the name of another hypervisor
	// counts here.
	if id.Hypervisor != "" && id.Hypervisor != "Hyper-V" {
		put(r, "hypervisor", &r.m.Hypervisor, id.Hypervisor, "CPUID leaf 0x40000000")
	}
	if strings.Contains(r.registry(winBIOS, "SystemProductName"), "Virtual Machine") {
		put(r, "hypervisor", &r.m.Hypervisor, "Hyper-V", "registry SystemProductName")
	}
	r.modules()
	r.nvidia(<-smi)
	r.windowsCards()
}

func (r *record) registry(key, name string) string {
	s, err := r.Registry(key, name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(strings.Trim(s, "\x00"))
}

func (r *record) windowsSystem() {
	put(r, "host_name", &r.m.HostName, r.registry(`SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName`, "ComputerName"), "registry ComputerName")
	name, build := r.registry(winVersion, "ProductName"), r.registry(winVersion, "CurrentBuildNumber")
	// Windows 11 still calls itself 10 here.
	if n, _ := toInt(build); n >= 22000 {
		name = strings.Replace(name, "Windows 10", "Windows 11", 1)
	}
	put(r, "os", &r.m.OS, strings.TrimSpace(name+" "+r.registry(winVersion, "DisplayVersion")), "registry ProductName")
	if build != "" {
		put(r, "kernel", &r.m.Kernel, "Windows NT 10.0."+build, "registry CurrentBuildNumber")
	}
	vendor, product := r.registry(winBIOS, "SystemManufacturer"), r.registry(winBIOS, "SystemProductName")
	if !isPlaceholder(product) {
		if isPlaceholder(vendor) || strings.HasPrefix(product, vendor) {
			vendor = ""
		}
		put(r, "board", &r.m.Board, strings.TrimSpace(vendor+" "+product), "registry SystemProductName")
	}
}

// windowsCards lists display adapters from the registry. There the memory is a
// 64-bit number; WMI's AdapterRAM cannot be more than 4 GiB.
func (r *record) windowsCards() {
	for _, sub := range r.Subkeys(winDisplay) {
		key := winDisplay + `\` + sub
		name := r.registry(key, "DriverDesc")
		if name == "" || hasGPU(r.m.GPUs, name) || strings.HasPrefix(name, "Microsoft ") {
			continue
		}
		g := bench.GPU{Name: name, Driver: r.registry(key, "DriverVersion"), Vendor: vendorOf(name), Sources: map[string]string{"name": "registry DriverDesc"}}
		if bytes, ok := toInt(r.registry(key, "HardwareInformation.qwMemorySize")); ok && bytes > 0 && bytes <= mostBytes {
			g.MemoryBytes = bytes
			g.Sources["memory_bytes"] = "registry HardwareInformation.qwMemorySize"
		}
		g.Shared = isIntegrated(name)
		r.specifyByName(&g)
		r.addGPU(g, "registry display class")
	}
}

func hasGPU(gpus []bench.GPU, name string) bool {
	for _, g := range gpus {
		if strings.EqualFold(g.Name, name) {
			return true
		}
	}
	return false
}

func vendorOf(name string) string {
	for _, v := range []string{"NVIDIA", "AMD", "Intel", "Qualcomm"} {
		if strings.Contains(strings.ToUpper(name), strings.ToUpper(v)) {
			return v
		}
	}
	return ""
}

// bytesAsText reads a value that drivers store as bytes: a little-endian number
// of four or eight bytes, or a text in UTF-16.
func bytesAsText(raw []byte) string {
	switch len(raw) {
	case 4:
		return strconv.FormatUint(uint64(binary.LittleEndian.Uint32(raw)), 10)
	case 8:
		return strconv.FormatUint(binary.LittleEndian.Uint64(raw), 10)
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}

// coresOf counts cores in the records of GetLogicalProcessorInformationEx. Each
// record has relation, size, flags, efficiency class, 20 reserved bytes, the
// number of groups, and a mask of 16 bytes for each group.
func coresOf(buffer []byte) (physical, logical int) {
	for len(buffer) >= 8 {
		relation, size := binary.LittleEndian.Uint32(buffer), binary.LittleEndian.Uint32(buffer[4:])
		if size < 8 || int(size) > len(buffer) {
			return physical, logical
		}
		if relation == 0 && size >= 32 {
			physical++
			groups := int(binary.LittleEndian.Uint16(buffer[30:]))
			for g := range groups {
				at := 32 + 16*g
				if at+8 > int(size) {
					break
				}
				for mask := binary.LittleEndian.Uint64(buffer[at:]); mask != 0; mask &= mask - 1 {
					logical++
				}
			}
		}
		buffer = buffer[size:]
	}
	return physical, logical
}
