package bench

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// OnCPU tells whether the CPU computes a job and reads its weights: because that
// was asked for, or because the engine said so, or else because the build offers
// nothing else. With no layers on the GPU (-ngl 0), the GPU may help with long
// prompts, but the weights stay in the machine's memory.
func (j *JobState) OnCPU() bool {
	if j.AsksForCPU() {
		return true
	}
	first, _ := j.firstResult()
	return GPUBackend(cmp.Or(first.Backend, strings.Join(j.Build.Backends, ","))) == "" && !j.isRemote()
}

// isRemote tells whether another machine may hold some of a job's weights.
// llama-bench lists the backend of other machines even if it knows none, so
// only the devices tell.
func (j *JobState) isRemote() bool { return slices.ContainsFunc(j.DevicesUsed(), Device.Remote) }

// AsksForCPU tells whether a job asks for no layer on a GPU, or for no GPU.
func (j *Job) AsksForCPU() bool { return j.Params.AskForCPU() }

// AskForCPU tells whether parameters ask for no layer on a GPU, or for no GPU.
func (p Params) AskForCPU() bool {
	device := p["devices"]
	return p["n_gpu_layers"] == "0" || device == "none" || device == DeviceCPU
}

// isSplit tells whether only some layers were put on the GPU. People write 99
// or more for "all".
func (j *Job) isSplit() bool {
	if j.Params["n_cpu_moe"] != "" && j.Params["n_cpu_moe"] != "0" {
		return true
	}
	layers, err := strconv.Atoi(j.Params["n_gpu_layers"])
	return err == nil && layers >= 0 && layers < 99
}

// soleDevice is the one device that holds the whole model, as far as is known:
// the requested one, or the only one.
func (j *JobState) soleDevice() (Device, bool) {
	used := j.DevicesUsed()
	if len(used) != 1 || j.isSplit() {
		return Device{}, false
	}
	return used[0], true
}

// GPUBackend is the first of some backends that computes on a GPU of this
// machine, or "". Each may be a list with commas: llama-bench lists all
// registered backends, even without a device.
func GPUBackend(backends ...string) string {
	for part := range strings.SplitSeq(strings.Join(backends, ","), ",") {
		switch part = strings.TrimSpace(part); part {
		case DeviceCPU, "BLAS", "RPC", "ZenDNN", "AMX", "":
		default:
			return part
		}
	}
	return ""
}
