package hwinfo

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/host"
	"github.com/shirou/gopsutil/v3/mem"
)

// agree fails if two readers of one value differ by more than a given fraction.
func agree[T int | int64 | uint64 | float64](t *testing.T, what string, ours, theirs, share T) {
	t.Helper()
	if difference := max(ours, theirs) - min(ours, theirs); difference > share {
		t.Errorf("%s: %v here, %v there", what, ours, theirs)
	}
}

func TestThisMachineAgreesWithGopsutil(t *testing.T) {
	m := describe(t, Root{})
	if n, err := cpu.Counts(true); err == nil {
		agree(t, "logical cores", m.LogicalCores, n, 0)
	}
	if runtime.GOOS == "linux" {
		if n, err := cpu.Counts(false); err == nil && n > 0 && m.PhysicalCores > 0 {
			agree(t, "physical cores", m.PhysicalCores, n, 0)
		}
		if release, err := host.KernelVersion(); err == nil && m.Kernel != "Linux "+release {
			t.Errorf("kernel %q here, %q there", m.Kernel, release)
		}
	}
	memory, err := mem.VirtualMemory()
	if err != nil {
		t.Skip("gopsutil reads no memory here: ", err)
	}
	agree(t, "memory", m.MemoryBytes, int64(memory.Total), 0)
	c := Root{}.or().count(nil, []int{os.Getpid()})
	if used := int64(memory.Total - memory.Available); c.memory < 0 {
		t.Error("memory in use was not read")
	} else {
		agree(t, "memory in use", c.memory, used, 1<<30) // other programs allocate memory meanwhile
	}
}

func TestCPUTimeAgreesWithGopsutil(t *testing.T) {
	before := Root{}.or().count(nil, nil)
	times, err := cpu.Times(false)
	if err != nil || len(times) != 1 {
		t.Skip("gopsutil reads no CPU time here: ", err)
	}
	after := Root{}.or().count(nil, nil)
	unit := 1.0
	if runtime.GOOS == "linux" {
		unit = clockTicks
	}
	w := times[0]
	busy := w.User + w.Nice + w.System + w.Irq + w.Softirq
	if got := busy * unit; got < before.busy-0.01*unit || got > after.busy+0.01*unit {
		t.Errorf("busy time %.2f there, between %.2f and %.2f here", got, before.busy, after.busy)
	}
	if runtime.GOOS == "linux" && (w.Steal*unit < before.steal-1 || w.Steal*unit > after.steal+1) {
		t.Errorf("stolen time %.2f there, between %.2f and %.2f here", w.Steal*unit, before.steal, after.steal)
	}
}

// lscpuFields asks lscpu, which reads the same kernel files with its own code.
func lscpuFields(t *testing.T) map[string]string {
	t.Helper()
	out, err := exec.Command("lscpu", "--json").Output()
	if err != nil {
		t.Skip("lscpu is not here: ", err)
	}
	var answer struct{ Lscpu []field }
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Skip("lscpu speaks another form: ", err)
	}
	fields := map[string]string{}
	flatten(answer.Lscpu, fields)
	return fields
}

// field is a field of lscpu's answer. Newer versions of lscpu nest their
// fields.
type field struct {
	Field, Data string
	Children    []field
}

func flatten(list []field, into map[string]string) {
	for _, f := range list {
		into[strings.TrimSuffix(f.Field, ":")] = f.Data
		flatten(f.Children, into)
	}
}

func TestThisMachineAgreesWithLscpuAndProc(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("lscpu and proc are Linux'")
	}
	said, m := lscpuFields(t), describe(t, Root{})
	number := func(name string) int { n, _ := strconv.Atoi(said[name]); return n }
	if name := said["Model name"]; name != "" && name != "-" && runtime.GOARCH == "amd64" && name != m.CPU {
		t.Errorf("CPU %q here, %q there", m.CPU, name)
	}
	if n := len(parseCPUList(said["On-line CPU(s) list"])); n > 0 {
		agree(t, "logical cores", m.LogicalCores, n, 0)
	}
	if cores, sockets := number("Core(s) per socket"), number("Socket(s)"); cores > 0 && sockets > 0 && m.PhysicalCores > 0 {
		agree(t, "physical cores", m.PhysicalCores, cores*sockets, 0)
		if m.Sockets > 0 {
			agree(t, "sockets", m.Sockets, sockets, 0)
		}
	}
	flags := " " + said["Flags"] + " "
	for flag, feature := range map[string]string{"avx2": "AVX2", "avx512f": "AVX-512", "amx_int8": "AMX-INT8", "fma": "FMA", "asimd": "NEON", "sve": "SVE"} {
		if here := strings.Contains(" "+strings.Join(m.Features, " ")+" ", " "+feature+" "); here != strings.Contains(flags, " "+flag+" ") {
			t.Errorf("%s: %v here", feature, here)
		}
	}
	if vendor := said["Hypervisor vendor"]; vendor != "" && m.Hypervisor == "" {
		t.Errorf("no hypervisor here, %q there", vendor)
	}
	for _, c := range m.Caches {
		name := map[int]string{1: "L1d", 2: "L2", 3: "L3"}[c.Level]
		amount, unit, _ := strings.Cut(said[name], " ")
		size, err := strconv.ParseFloat(amount, 64)
		unit, _, _ = strings.Cut(unit, " ")
		scale := map[string]float64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}[unit]
		if err == nil && scale > 0 {
			agree(t, name, float64(c.Bytes), size*scale, 0.005*size*scale)
		}
	}
	raw, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(raw), "\n") {
		f := strings.Fields(line)
		if len(f) == 3 && (f[0] == "MemTotal:" || f[0] == "SwapTotal:") {
			kb, _ := strconv.ParseInt(f[1], 10, 64)
			agree(t, f[0], map[string]int64{"MemTotal:": m.MemoryBytes, "SwapTotal:": m.SwapBytes}[f[0]], kb<<10, 0)
		}
	}
	if name, err := os.Hostname(); err == nil && m.HostName != name {
		t.Errorf("host name %q here, %q there", m.HostName, name)
	}
}
