package hwinfo

import (
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// clockTicks is how many ticks of /proc are a second. It is 100 on every Linux
// in use, whatever the internal rate of the kernel is.
const clockTicks = 100

// pageSize is the page size of the kernel: 4 KiB, 16 KiB or 64 KiB.
var pageSize = int64(os.Getpagesize())

// countLinux reads CPU time and memory of the system and of processes.
func (r Root) countLinux(engine, own []int) counters {
	c := counters{at: time.Now(), memory: -1, swap: -1, swapIn: -1, swapOut: -1, engine: map[int]float64{}, own: map[int]float64{}, began: map[int]time.Time{}}
	boot := r.countStat(&c)
	fields := kilobytes(r.read("proc/meminfo"))
	if total, free := fields["MemTotal"], fields["MemAvailable"]; total > 0 && free > 0 {
		c.memory = total - free
	}
	if total, known := fields["SwapTotal"]; known {
		c.swap = total - fields["SwapFree"]
	}
	r.countSwapping(&c)
	for _, pid := range own {
		r.countProcess(&c, c.own, pid, boot)
	}
	for _, pid := range r.family(engine...) {
		if resident, ok := r.countProcess(&c, c.engine, pid, boot); ok {
			c.engineMemory += resident
		}
	}
	if _, battery := r.powerSupply(); battery {
		c.onBattery = new(true)
	} else if len(r.glob("sys/class/power_supply/BAT*")) > 0 {
		c.onBattery = new(false)
	}
	return c
}

// countLoad reads only CPU time.
func (r Root) countLoad(_, _ []int) counters {
	c := counters{at: time.Now(), memory: -1, swap: -1, swapIn: -1, swapOut: -1}
	r.countStat(&c)
	return c
}

// countStat reads the CPU time of all cores and their number from /proc/stat.
// It returns the time when the system was started.
func (r Root) countStat(c *counters) (boot time.Time) {
	for line := range strings.SplitSeq(r.read("proc/stat"), "\n") {
		name, rest, _ := strings.Cut(line, " ")
		switch {
		case name == "cpu":
			var ticks [8]float64 // user nice system idle iowait irq softirq steal; guests are part of user
			for i, f := range strings.Fields(rest) {
				if i < len(ticks) {
					ticks[i], _ = strconv.ParseFloat(f, 64)
					c.total += ticks[i]
				}
			}
			c.steal, c.hasSteal = ticks[7], true
			c.busy = c.total - ticks[3] - ticks[4] - ticks[7]
		case strings.HasPrefix(name, "cpu"):
			c.cores++
		case name == "btime":
			seconds, _ := toInt(rest)
			boot = time.Unix(seconds, 0)
		}
	}
	return boot
}

func (r Root) countSwapping(c *counters) {
	for line := range strings.SplitSeq(r.read("proc/vmstat"), "\n") {
		if v, ok := strings.CutPrefix(line, "pswpin "); ok {
			n, _ := toInt(v)
			c.swapIn = n * pageSize
		} else if v, ok := strings.CutPrefix(line, "pswpout "); ok {
			n, _ := toInt(v)
			c.swapOut = n * pageSize
		}
	}
}

// countProcess reads the CPU time and the memory of one process. ok is false if
// the process has ended.
func (r Root) countProcess(c *counters, into map[int]float64, pid int, boot time.Time) (resident int64, ok bool) {
	if pid <= 0 {
		return 0, false
	}
	f := r.statFields(pid)
	if f == nil {
		return 0, false
	}
	started, _ := strconv.ParseFloat(f[19], 64)
	pages, _ := toInt(f[21])
	into[pid] = cpuSeconds(f)
	if !boot.IsZero() {
		// The start of the system is known only in whole seconds.
		c.began[pid] = boot.Add(time.Duration(started / clockTicks * float64(time.Second))).Add(time.Second)
	}
	return pages * pageSize, true
}

// mostThreads is how many threads a process may have for all of them to be
// asked for children. Reading hundreds would take too much time.
const mostThreads = 32

// family lists processes and their descendants, each once, about 256 at most. Of a
// process with many threads it finds only the children of the first one.
func (r Root) family(pids ...int) []int {
	var list []int
	add := func(pid int) {
		if pid > 0 && !slices.Contains(list, pid) {
			list = append(list, pid)
		}
	}
	for _, pid := range pids {
		add(pid)
	}
	for i := 0; i < len(list) && len(list) < 256; i++ {
		id := strconv.Itoa(list[i])
		for _, thread := range r.threads(list[i]) {
			for f := range strings.FieldsSeq(r.read("proc", id, "task", thread, "children")) {
				if child, err := strconv.Atoi(f); err == nil {
					add(child)
				}
			}
		}
	}
	return list
}

// threads lists the threads of a process whose children are looked for.
func (r Root) threads(pid int) []string {
	id := strconv.Itoa(pid)
	first := []string{id}
	const count = 17 // field 20 of the line
	f := r.statFields(pid)
	if f == nil {
		return first
	}
	if n, err := strconv.Atoi(f[count]); err != nil || n < 2 || n > mostThreads {
		return first
	}
	all, err := fs.ReadDir(r.FS, "proc/"+id+"/task")
	if err != nil {
		return first
	}
	var names []string
	for _, thread := range all {
		names = append(names, thread.Name())
	}
	return names
}
