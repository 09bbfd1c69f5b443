package hwinfo

import (
	"strconv"
	"strings"
)

// Pulse is a sign of life of an engine and what it started.
type Pulse struct {
	// Seconds of CPU time so far.
	Seconds float64
	// Stopped: one of the processes is stopped by a signal or a debugger. It
	// can be told on Linux only.
	Stopped bool
}

// Pulse feels the pulse of a process and its descendants; false where there is
// none to feel. It costs some ten microseconds on Linux.
func (r Root) Pulse(pid int) (Pulse, bool) {
	r = r.or()
	if r.OS == "linux" {
		return r.pulseLinux(pid)
	}
	c := r.count(pid, nil)
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

// statFields are those of /proc/PID/stat from the third, the state, on; nil
// where the process has ended.
func (r Root) statFields(pid int) []string {
	stat := r.read("proc", strconv.Itoa(pid), "stat")
	// The name may hold spaces and parentheses: fields begin after the last.
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

// cpuSeconds are the user's and the system's part together.
func cpuSeconds(f []string) float64 {
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / clockTicks
}
