package hwinfo

import (
	"time"
	"unsafe"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/mem"
	"golang.org/x/sys/windows"
)

var (
	getSystemPowerStatus = kernel32.NewProc("GetSystemPowerStatus")
	getProcessMemory     = kernel32.NewProc("K32GetProcessMemoryInfo")
)

func localCounters(Root) func(_, _ []int) counters { return countWindows }

// countWindows reads the counters. It does not use WMI, because calls of WMI
// take milliseconds. CPU time and memory of the system come from gopsutil.
// Processes are read without gopsutil, because its package process takes the
// debug privilege as soon as it is imported.
func countWindows(engine, own []int) counters {
	c := counters{at: time.Now(), memory: -1, swap: -1, swapIn: -1, swapOut: -1, engine: map[int]float64{}, own: map[int]float64{}, began: map[int]time.Time{}}
	if times, err := cpu.Times(false); err == nil && len(times) == 1 {
		c.busy = times[0].User + times[0].System
		c.total = c.busy + times[0].Idle
		_, c.cores = countCores()
	}
	if m, err := mem.VirtualMemory(); err == nil {
		c.memory = int64(m.Used)
	}
	// gopsutil's SwapMemory is the total that programs may use. The swapped
	// memory is what the page files hold.
	if files, err := mem.SwapDevices(); err == nil {
		c.swap = 0
		for _, f := range files {
			c.swap += int64(f.UsedBytes)
		}
	}
	for _, pid := range own {
		countProcess(&c, c.own, pid)
	}
	for _, pid := range engine {
		c.engineMemory += countProcess(&c, c.engine, pid)
	}
	var power struct {
		ac, flags, percent, system byte
		left, full                 uint32
	}
	if ok, _, _ := getSystemPowerStatus.Call(uintptr(unsafe.Pointer(&power))); ok != 0 && power.flags&128 == 0 && power.flags != 255 && power.ac <= 1 {
		c.onBattery = new(power.ac == 0)
	}
	return c
}

func seconds(f windows.Filetime) float64 {
	return float64(uint64(f.HighDateTime)<<32|uint64(f.LowDateTime)) / 1e7
}

func countProcess(c *counters, into map[int]float64, pid int) (resident int64) {
	if pid <= 0 {
		return 0
	}
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return 0
	}
	defer windows.CloseHandle(h)
	var began, ended, kernel, user windows.Filetime
	if windows.GetProcessTimes(h, &began, &ended, &kernel, &user) != nil || seconds(ended) > 0 {
		return 0
	}
	into[pid] = seconds(kernel) + seconds(user)
	c.began[pid] = time.Unix(0, began.Nanoseconds())
	var memory struct {
		size, faults                                                               uint32
		peak, workingSet, peakPaged, paged, peakNonPaged, nonPaged, file, peakFile uintptr
	}
	memory.size = uint32(unsafe.Sizeof(memory))
	if ok, _, _ := getProcessMemory.Call(uintptr(h), uintptr(unsafe.Pointer(&memory)), uintptr(memory.size)); ok != 0 {
		return int64(memory.workingSet)
	}
	return 0
}
