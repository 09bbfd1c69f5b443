package bench

import (
	"strings"
	"testing"
)

// A CPU set used to be shown nowhere, and two threads on one CPU used to count
// as clean. A quota used to be a doubt even about tests that stayed within it.
func TestThreadsAreHeldAgainstWhatMayBeUsed(t *testing.T) {
	gpu := Params{"n_gpu_layers": "99"}
	for what, c := range map[string]struct {
		set     int
		quota   float64
		threads int
		backend string
		params  Params
		want    string
	}{
		"no limit":                        {0, 0, 8, "CPU", nil, ""},
		"two threads on one CPU":          {1, 0, 2, "CPU", nil, "cpu_set: the engine ran 2 threads, but the process may use only 1 of 8 CPUs (CPU set)"},
		"one thread on one CPU":           {1, 0, 1, "CPU", nil, ""},
		"an engine that does not tell":    {4, 0, 0, "CPU", nil, "cpu_set: the engine did not say how many threads it ran, but the process may use only 4 of 8 CPUs (CPU set)"},
		"more than the quota":             {0, 1.5, 2, "CPU", nil, "cpu_limit: the engine ran 2 threads, but the container may use the CPU time of only 1.5 cores"},
		"within the quota":                {0, 1.5, 1, "CPU", nil, ""},
		"the set is the tighter of two":   {2, 4, 3, "CPU", nil, "cpu_set: the engine ran 3 threads, but the process may use only 2 of 8 CPUs (CPU set)"},
		"the quota is the tighter of two": {4, 2, 3, "CPU", nil, "cpu_limit: the engine ran 3 threads, but the container may use the CPU time of only 2 cores"},
		"on a GPU":                        {1, 0, 8, "CUDA", gpu, ""},
	} {
		s := tell(Plan{}, "a")
		s.Machine.LogicalCores, s.Machine.CPUSet, s.Machine.CPULimit = 8, c.set, c.quota
		s.Jobs[0].Params = c.params
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: c.backend, Threads: c.threads, SamplesNS: sixOfOneSecond, GPU: strings.TrimPrefix(c.backend, "CPU"), BuildNumber: 11669}})
		got := ""
		for _, w := range s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0]) {
			got += w.Code + ": " + w.Text
			if KindOf(w.Code).Grade != GradeThrottled || w.Remedy == "" {
				t.Errorf("%s: %+v", what, w)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q", what, got)
		}
	}
}

func TestThreadsThatFit(t *testing.T) {
	for want, m := range map[int]Machine{
		0: {LogicalCores: 16, PhysicalCores: 8},
		1: {LogicalCores: 16, PhysicalCores: 8, CPULimit: 0.5},
		2: {LogicalCores: 16, PhysicalCores: 8, CPUSet: 4, CPUSetCores: 2},
		3: {LogicalCores: 16, PhysicalCores: 8, CPUSet: 8, CPULimit: 3.9},
		4: {LogicalCores: 16, CPUSet: 4},
		8: {LogicalCores: 16, PhysicalCores: 8, CPUSet: 12},
	} {
		if got := m.FittingThreads(); got != want {
			t.Errorf("%+v: %d, want %d", m, got, want)
		}
	}
}
