package sessions

import (
	"testing"

	"dragstrip/bench"
)

func TestASessionIsToldByWhatWasMeasured(t *testing.T) {
	prompt, generation := bench.Test{Prompt: 512}, bench.Test{Generation: 128}
	result := func(test bench.Test, ns int64) *bench.TestState {
		return &bench.TestState{Test: test, State: bench.StateFinished, Results: []bench.Result{{Test: test, SamplesNS: []int64{ns, ns}}}}
	}
	job := func(backend, fa string, ns int64) *bench.JobState {
		return &bench.JobState{
			Job: bench.Job{
				Model: bench.Model{Name: "Qwen2.5 14B", Quant: "Q4_K_M"}, Params: bench.Params{"flash_attn": fa},
				Build: bench.EngineBuild{Engine: "llama.cpp", Version: "b11669", Backends: []string{backend}},
			},
			Tests: []*bench.TestState{result(prompt, 1e9), result(generation, ns)},
		}
	}
	jobs := []*bench.JobState{job("Vulkan", "on", 4e9), job("ROCm", "off", 2e9), job("Vulkan", "off", 8e9)}
	if got := measuredWith(jobs); got != "Qwen2.5 14B Q4_K_M · Vulkan, ROCm · fa on/off" {
		t.Errorf("%q", got)
	}
	other := job("ROCm", "off", 4e9)
	other.Model.Name = "Qwen3 8B"
	if got := measuredWith(append(jobs, other)); got != "Vulkan, ROCm · fa on/off · Qwen2.5 14B Q4_K_M, Qwen3 8B Q4_K_M" {
		t.Errorf("%q", got)
	}
	// A variable of the environment used to crowd out the names of the models.
	passive := job("ROCm", "off", 4e9)
	passive.Build.Env = []string{"OMP_WAIT_POLICY=passive"}
	if got := measuredWith([]*bench.JobState{passive, other}); got != "ROCm · fa off · Qwen2.5 14B Q4_K_M, Qwen3 8B Q4_K_M · OMP_WAIT_POLICY=passive/without OMP_WAIT_POLICY" {
		t.Errorf("%q", got)
	}
	if got := measuredWith([]*bench.JobState{passive}); got != "Qwen2.5 14B Q4_K_M · ROCm · fa off · OMP_WAIT_POLICY=passive" {
		t.Errorf("%q", got)
	}
	if test, tps, _ := fastest(&bench.Session{Jobs: jobs}); test != "tg128" || tps < 63 || tps > 65 {
		t.Errorf("the best is %s with %g", test, tps)
	}
	if test, _, _ := fastest(&bench.Session{Jobs: []*bench.JobState{{Tests: []*bench.TestState{result(prompt, 1e9), {Test: generation}}}}}); test != "pp512" {
		t.Errorf("without a generation the best is %q", test)
	}
	if got := measuredWith(nil); got != "" {
		t.Errorf("%q", got)
	}
}
