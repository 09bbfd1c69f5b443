package speed

import (
	"fmt"
	"testing"

	"dragstrip/bench"
)

// BenchmarkExpect prints what an expectation costs: on a machine with a chip of
// the set and many own results, and on a CPU. The screen Models shows an
// expectation for each model.
func BenchmarkExpect(b *testing.B) {
	for name, c := range map[string]struct {
		machine bench.Machine
		build   bench.EngineBuild
	}{"GPU": {rtx4090, cuda}, "CPU": {bench.Machine{CPU: "some CPU"}, onlyCPU}} {
		job := bench.Job{Model: llama, Build: c.build}
		var own []Measured
		for day := range mostLearned {
			job.Model = sized(llama, fmt.Sprint("model ", day), 0.2+float64(day)/10)
			own = append(own, measured(c.machine, day+1, job, 50, 50)...)
		}
		b.Run(name+"/machine", func(b *testing.B) {
			for b.Loop() {
				OnMachine(c.machine, own)
			}
		})
		h := OnMachine(c.machine, own)
		b.Run(name+"/model", func(b *testing.B) {
			for b.Loop() {
				h.Expect(&job, tg128)
			}
		})
	}
}
