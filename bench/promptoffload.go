package bench

import (
	"fmt"
	"slices"
	"strconv"
)

// leastOffloaded is the smallest batch that llama.cpp gives to a GPU although
// the weights stay with the CPU.
const leastOffloaded = 32

// PromptsOn is the GPU backend that computes prompts of a job although the job
// keeps all layers on the CPU (-ngl 0), or "". llama.cpp copies the weights to
// the GPU for each large batch. Only -dev none and -nopo 1 prevent it.
func (j *JobState) PromptsOn() string {
	p := j.Params
	if p["n_gpu_layers"] != "0" || j.asksForNoDevice() || p["no_op_offload"] == "1" || !slices.ContainsFunc(j.Job.Tests, j.offloads) {
		return ""
	}
	first, _ := j.firstResult()
	backend := GPUBackend(j.backendsListed())
	listed := j.BuildUsed().Holders()
	switch {
	case backend == "", j.foundNoDevice(first):
		return ""
	case len(listed) > 0 && !slices.ContainsFunc(listed, j.lendsItself):
		return ""
	}
	return backend
}

// lendsItself tells whether a device of this machine may compute prompts of a
// job.
func (j *Job) lendsItself(d Device) bool {
	return !d.Remote() && j.asksFor(d)
}

// asksForNoDevice tells whether a job shuts out all devices besides the CPU.
func (j *Job) asksForNoDevice() bool {
	device := j.Params["devices"]
	return device == "none" || device == DeviceCPU
}

// offloads tells whether a test times a batch that is large enough for a GPU.
func (j *Job) offloads(t Test) bool {
	batch := t.Prompt
	for _, key := range []string{"n_batch", "n_ubatch"} {
		if n, err := strconv.Atoi(j.Params[key]); err == nil {
			batch = min(batch, n)
		}
	}
	return batch >= leastOffloaded
}

// BackendLabel is [JobState.Backend] for people. It also names the GPU that
// computes the prompts of a job whose layers are all on the CPU.
func (j *JobState) BackendLabel() string {
	if backend := j.PromptsOn(); backend != "" {
		return j.Backend() + ", prompts " + backend
	}
	return j.Backend()
}

// promptsOffloaded finds a prompt that a GPU computed although the job keeps
// all layers on the CPU. It is not the speed of the CPU.
func promptsOffloaded(_ *Session, j *JobState, t *TestState) (Warning, bool) {
	backend := j.PromptsOn()
	if backend == "" || !j.offloads(t.Test) {
		return Warning{}, false
	}
	return doubted("prompt_offload", fmt.Sprintf("the engine gives batches of %d tokens and more to %s, also with -ngl 0: this is not the speed of the CPU alone", leastOffloaded, Clean(backend))), true
}
