package hwinfo

import (
	"strconv"
	"strings"
)

// Pulse shows whether an engine and the processes that it started are alive and
// working.
type Pulse struct {
	// Seconds is the CPU time used so far.
	Seconds float64
	// Stopped is set if a signal or a debugger has stopped one of the
	// processes. It is known only on Linux.
	Stopped bool
}

// Pulse reads the pulse of a process and its descendants. It returns false if
// there is no such process. On Linux it takes about ten microseconds.
func (r Root) Pulse(pid int) (Pulse, bool) {
	r = r.or()
	if r.OS == "linux" {
		return r.pulseLinux(pid)
	}
	c := r.count([]int{pid}, nil)
	var p Pulse
	for _, seconds := range c.engine {
		p.Seconds += seconds
	}
	return p, pid > 0 && len(c.engine) > 0
}

func (r Root) pulseLinux(pid int) (p Pulse, known bool) {
	for _, id := range r.family(pid) {
		if f := r.statFields(id); f != nil {
			p.Seconds += cpuSeconds(f)
			p.Stopped = p.Stopped || f[0] == "T" || f[0] == "t"
			known = true
		}
	}
	return p, known
}

// statFields returns the fields of /proc/PID/stat, beginning with the third
// field, the state. It returns nil if the process has ended.
func (r Root) statFields(pid int) []string {
	stat := r.read("proc", strconv.Itoa(pid), "stat")
	// The name may hold spaces and parentheses, so the fields begin after the last
	// parenthesis.
	at := strings.LastIndexByte(stat, ')')
	if at < 0 {
		return nil
	}
	f := strings.Fields(stat[at+1:])
	if len(f) < 22 || f[0] == "Z" {
		return nil
	}
	return f
}

// cpuSeconds returns the sum of user time and system time, from the fields of
// statFields.
func cpuSeconds(f []string) float64 {
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / clockTicks
}
