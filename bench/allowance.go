package bench

import (
	"fmt"
	"math"
)

// AllowedCPUs is how much CPU time this process and its engines may use,
// counted in CPUs. A CPU set (taskset, a container, a batch system) or a quota
// can limit it. If neither does, limited is false.
func (m Machine) AllowedCPUs() (n float64, limited bool) {
	n = math.Inf(1)
	if m.CPUSet > 0 {
		n = float64(m.CPUSet)
	}
	if m.CPULimit > 0 {
		n = min(n, m.CPULimit)
	}
	return n, !math.IsInf(n, 1)
}

// FittingThreads is how many threads fit into the allowance, at most one for
// each core. Engines by themselves start one thread for each core of the
// machine, even if they may use only a few. Without a limit their choice is
// good, and FittingThreads is 0.
func (m Machine) FittingThreads() int {
	n, limited := m.AllowedCPUs()
	if !limited {
		return 0
	}
	for _, cores := range []int{m.CPUSetCores, m.PhysicalCores} {
		if cores > 0 {
			n = min(n, float64(cores))
		}
	}
	return max(int(n), 1)
}

// Allowance describes each limit in words; it is empty if there is none.
func (m Machine) Allowance() []string {
	var out []string
	if m.CPUSet > 0 {
		out = append(out, fmt.Sprintf("may use %d of %s (CPU set)", m.CPUSet, Plural(m.LogicalCores, "CPU")))
	}
	if m.CPULimit > 0 {
		out = append(out, fmt.Sprintf("limited to the CPU time of %.3g cores", m.CPULimit))
	}
	return out
}

// overAllowance is the doubt about a test with more threads than CPUs that the
// process may use. Such threads wait for each other. A test whose number of
// threads is unknown is doubted, too.
func overAllowance(s *Session, j *JobState, t *TestState) (Warning, bool) {
	allowed, limited := s.Machine.AllowedCPUs()
	if !limited || !j.OnCPU() {
		return Warning{}, false
	}
	threads := 0
	for _, r := range t.Results {
		threads = max(threads, r.Threads)
	}
	if threads > 0 && float64(threads) <= allowed {
		return Warning{}, false
	}
	who := "the engine did not say how many threads it ran"
	if threads > 0 {
		who = "the engine ran " + Plural(threads, "thread")
	}
	if set := s.Machine.CPUSet; set > 0 && float64(set) <= allowed {
		return doubted("cpu_set", fmt.Sprintf("%s, but the process may use only %d of %s (CPU set)", who, set, Plural(s.Machine.LogicalCores, "CPU"))), true
	}
	return doubted("cpu_limit", fmt.Sprintf("%s, but the container may use the CPU time of only %.3g cores", who, allowed)), true
}
