package speed

import (
	"cmp"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// computer is what computes a job. The speed of one job helps to predict the
// speed of another if both have the same what and the same number of threads.
type computer struct {
	// what is the engine, the backend, the devices, and the part of the model on
	// a GPU.
	what string
	// cpu tells whether the CPU computes. If it does not, threads do not matter.
	cpu bool
	// threads is the number of threads that was asked for; "" leaves it to the
	// engine. used is the number that the engine reported; 0 if it reported none.
	threads string
	used    int
}

func computedOn(j *bench.Job) computer {
	var c computer
	parts := []string{j.Build.Engine, j.Model.Format}
	state := bench.JobState{Job: *j} // as planned, so that plans and results give the same text
	if c.cpu = state.OnCPU(); c.cpu {
		parts, c.threads = append(parts, bench.DeviceCPU), j.Params["n_threads"]
	} else {
		parts = append(parts, bench.GPUBackend(state.Backend()))
		for _, d := range j.DevicesMeant() {
			parts = append(parts, d.Name+" "+d.Description)
		}
	}
	if j.IsSplit() {
		parts = append(parts, j.Params["n_gpu_layers"], j.Params["n_cpu_moe"])
	}
	c.what = strings.Join(parts, "\x00")
	return c
}

// group names the group of results that help to predict a speed.
type group struct{ what, threads string }

// usualThreads are the numbers of threads that engines chose themselves, as the
// newest results say. The keys are those of computer.what.
type usualThreads map[string]string

// group is the group of what computes a job. A number of threads that was asked
// for and the same number by the engine's own choice are in one group.
func (u usualThreads) group(c computer) group {
	switch {
	case !c.cpu:
		return group{what: c.what}
	case c.threads == "" && c.used > 0:
		c.threads = strconv.Itoa(c.used)
	}
	return group{c.what, cmp.Or(c.threads, u[c.what])}
}
