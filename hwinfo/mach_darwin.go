package hwinfo

import (
	"slices"
	"sync"
	"time"
	"unsafe"

	"github.com/ebitengine/purego"
)

// On macOS only Mach and libproc know the CPU time of all cores and of
// processes. gopsutil v3 needs cgo to call them; without cgo it starts ps or
// returns "not implemented". So this file calls a few functions of libSystem
// through purego. Every program on macOS is linked to libSystem anyway.
//
// Names, flavors and layouts come from mach/host_info.h, mach/machine.h,
// sys/resource.h and libproc.h. This file was only built and vetted, for arm64
// and amd64 without cgo; nobody has tried it on a Mac yet. If a call fails, its
// values are absent.

const (
	hostCPULoadInfo  = 3 // HOST_CPU_LOAD_INFO: ticks in user, system, idle, nice
	rusageInfoV0     = 0 // RUSAGE_INFO_V0
	procParentIsOnly = 6 // PROC_PPID_ONLY
)

type machTimebase struct{ numer, denom uint32 }

// rusageInfo is struct rusage_info_v0. Times are in Mach units.
type rusageInfo struct {
	_             [16]byte // the image's UUID
	user, system  uint64
	_             [4]uint64 // wake-ups of two kinds, pages brought in, wired bytes
	resident      uint64
	_             uint64 // footprint
	began, exited uint64
}

type machCalls struct {
	host         uint32
	nanoseconds  float64 // of a Mach unit of time: 1 on Intel, 125/3 on Apple's chips
	statistics   func(host uint32, flavor int32, info *[4]uint32, count *uint32) int32
	usage        func(pid, flavor int32, into *rusageInfo) int32
	list         func(kind, of uint32, into *[256]int32, bytes int32) int32
	absoluteTime func() uint64
}

// mach finds the functions at the first call. It returns nil if one of them is
// missing.
var mach = sync.OnceValue(func() *machCalls {
	lib, err := purego.Dlopen("/usr/lib/libSystem.B.dylib", purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return nil
	}
	var m machCalls
	var hostSelf func() uint32
	var timebase func(*machTimebase) int32
	for name, function := range map[string]any{
		"mach_host_self": &hostSelf, "mach_timebase_info": &timebase, "mach_absolute_time": &m.absoluteTime,
		"host_statistics": &m.statistics, "proc_pid_rusage": &m.usage, "proc_listpids": &m.list,
	} {
		at, err := purego.Dlsym(lib, name)
		if err != nil {
			return nil
		}
		purego.RegisterFunc(function, at)
	}
	var base machTimebase
	if timebase(&base) != 0 || base.denom == 0 {
		return nil
	}
	m.nanoseconds = float64(base.numer) / float64(base.denom)
	m.host = hostSelf() // each call takes a right to a port, so call it once
	return &m
})

// ticks returns the sums of the ticks of all cores since the start of the
// system.
func (m *machCalls) ticks() (ticks [4]uint32, ok bool) {
	count := uint32(len(ticks))
	return ticks, m.statistics(m.host, hostCPULoadInfo, &ticks, &count) == 0 && count == uint32(len(ticks))
}

// process reads one process. ok is false if the process has ended or belongs to
// another user.
func (m *machCalls) process(pid int) (cpuSeconds float64, resident int64, began time.Time, ok bool) {
	var u rusageInfo
	if pid <= 0 || m.usage(int32(pid), rusageInfoV0, &u) != 0 || u.exited != 0 {
		return 0, 0, time.Time{}, false
	}
	age := time.Duration(float64(m.absoluteTime()-u.began) * m.nanoseconds)
	return float64(u.user+u.system) * m.nanoseconds / 1e9, int64(u.resident), time.Now().Add(-age), true
}

// family lists processes and their descendants, about 256 at most.
func (m *machCalls) family(pids []int) []int {
	list := slices.Clone(pids)
	for i := 0; i < len(list) && len(list) < 256; i++ {
		var children [256]int32
		bytes := m.list(procParentIsOnly, uint32(list[i]), &children, int32(unsafe.Sizeof(children)))
		for _, child := range children[:min(max(int(bytes), 0)/4, len(children))] {
			if child > 0 && !slices.Contains(list, int(child)) {
				list = append(list, int(child))
			}
		}
	}
	return list
}
