package naming_test

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

func ExampleJobs() {
	var jobs []*bench.JobState
	for _, backend := range []string{"Vulkan", "ROCm"} {
		for _, fa := range []string{"on", "off"} {
			jobs = append(jobs, &bench.JobState{Job: bench.Job{
				Model:  bench.Model{Name: "Llama 3.2 3B", Quant: "Q4_K_M"},
				Build:  bench.EngineBuild{Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Backends: []string{backend}},
				Params: bench.Params{"flash_attn": fa},
			}})
		}
	}
	names := naming.Jobs(jobs)
	fmt.Println("all:", names.Shared)
	for _, name := range names.Full {
		fmt.Println(name)
	}
	// Output:
	// all: Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669
	// Vulkan · fa on
	// Vulkan · fa off
	// ROCm · fa on
	// ROCm · fa off
}
