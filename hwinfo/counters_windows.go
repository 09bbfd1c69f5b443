package hwinfo

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	getSystemTimes       = kernel32.NewProc("GetSystemTimes")
	getSystemPowerStatus = kernel32.NewProc("GetSystemPowerStatus")
	getProcessMemory     = kernel32.NewProc("K32GetProcessMemoryInfo")
)

func localCounters(Root) func(int, []int) counters { return countWindows }

// countWindows asks the system without WMI, whose calls take milliseconds.
func countWindows(engine int, own []int) counters {
	c := counters{at: time.Now(), memory: -1, swap: -1, swapIn: -1, swapOut: -1, engine: map[int]float64{}, own: map[int]float64{}, began: map[int]time.Time{}}
	var idle, kernel, user windows.Filetime
	if ok, _, _ := getSystemTimes.Call(uintptr(unsafe.Pointer(&idle)), uintptr(unsafe.Pointer(&kernel)), uintptr(unsafe.Pointer(&user))); ok != 0 {
		c.total = seconds(kernel) + seconds(user) // the kernel's time holds idle time
		c.busy = c.total - seconds(idle)
		_, c.cores = countCores()
	}
	if total, available, _ := memoryStatus(); total > 0 {
		c.memory = total - available
	}
	for _, pid := range own {
		countProcess(&c, c.own, pid)
	}
	c.engineMemory = countProcess(&c, c.engine, engine)
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
