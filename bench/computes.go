package bench

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Backend names what computes a job: the CPU, or the backends that the results
// name, or else those that the build offers. A build lists all its backends even
// if it was asked for one device, or for none, or found none.
func (j *JobState) Backend() string {
	listed := j.backendsListed()
	if j.OnCPU() {
		if GPUBackend(listed) == "" {
			return listed // "CPU" or "BLAS", or "" if nothing is known
		}
		return DeviceCPU
	}
	if j.namedDevices() == nil {
		return listed
	}
	computing := slices.DeleteFunc(strings.Split(listed, ","), func(backend string) bool {
		return !slices.ContainsFunc(j.DevicesUsed(), func(d Device) bool { return d.backend() == strings.TrimSpace(backend) })
	})
	return cmp.Or(strings.Join(computing, ","), listed)
}

// backendsListed are the backends that the engine listed with a result, or else
// those of the build. A result of a build for GPUs does not list the CPU, which
// every build has; so neither does a job that is not measured yet.
func (j *JobState) backendsListed() string {
	for _, t := range j.Tests {
		for _, r := range t.Results {
			if r.Backend != "" {
				return r.Backend
			}
		}
	}
	of := j.BuildUsed().Backends
	if GPUBackend(of...) != "" {
		of = slices.DeleteFunc(slices.Clone(of), func(backend string) bool { return backend == DeviceCPU })
	}
	return strings.Join(of, ",")
}

// OnCPU tells whether the CPU computes a job and reads its weights. That is so
// if the job asks for the CPU, if the engine said so, or if the build offers
// nothing else or found no device. It is not so if another machine computes, or
// if a server does not tell what computes. With no layers on the GPU (-ngl 0), the GPU
// may help with long prompts ([JobState.PromptsOn]), but the weights stay in
// the machine's memory.
func (j *JobState) OnCPU() bool {
	if j.AsksForCPU() {
		return true
	}
	if j.isRemote() || j.isHidden() {
		return false
	}
	first, _ := j.firstResult()
	return GPUBackend(j.backendsListed()) == "" || j.foundNoDevice(first)
}

// foundNoDevice tells whether a build for GPUs found no GPU. r is a result of
// the job, or empty if nothing is measured yet. Builds older than tellsDevices
// do not list the devices that they use. A published table names neither CPU nor
// GPU, so it does not say that there was none.
func (j *JobState) foundNoDevice(r Result) bool {
	b := j.BuildUsed()
	if r.Backend == "" {
		return b.FoundNoDevice()
	}
	if r.Published != nil && r.CPU == "" {
		return false
	}
	return r.BuildNumber >= tellsDevices && r.GPU == "" && len(b.Holders()) == 0
}

// FoundNoDevice tells whether a build for GPUs was asked for its devices and has
// none, so that the CPU computes. A build that was asked names the CPU among its
// backends.
func (b EngineBuild) FoundNoDevice() bool {
	asked := b.Number >= tellsDevices && slices.Contains(b.Backends, DeviceCPU)
	return asked && GPUBackend(b.Backends...) != "" && len(b.Holders()) == 0
}

// WhyNotLoaded says which backends for GPUs the build could not load, and why
// that may be; "" if there are none.
func (b EngineBuild) WhyNotLoaded() string {
	if len(b.Unloaded) == 0 {
		return ""
	}
	return "could not load " + Clean(strings.Join(b.Unloaded, ", ")) + ", so it computes on the CPU: a library or a driver is missing, or a variable names a driver that is not there; `dragstrip doctor` shows all of these"
}

// isRemote tells whether another machine may hold some of a job's weights.
// llama-bench lists the backend for other machines even if it uses no other
// machine. So only the devices show it.
func (j *JobState) isRemote() bool {
	return j.BuildUsed().Traits.Elsewhere || slices.ContainsFunc(j.DevicesUsed(), Device.Remote)
}

// isHidden tells whether nobody knows what computes a job: a server that serves
// models by name and does not tell.
func (j *JobState) isHidden() bool {
	return j.BuildUsed().Traits.Serves && j.backendsListed() == ""
}

// AsksForCPU tells whether a job asks for no layer on a GPU, or for no GPU.
func (j *Job) AsksForCPU() bool { return j.Params.AskForCPU() }

// AskForCPU tells whether parameters ask for no layer on a GPU, or for no GPU.
func (p Params) AskForCPU() bool {
	device := p["devices"]
	return p["n_gpu_layers"] == "0" || device == "none" || device == DeviceCPU
}

// AllLayers is the number of GPU layers from which on people mean all of them.
const AllLayers = 99

// IsSplit tells whether only some layers were put on the GPU. People write 99
// or more for "all".
func (j *Job) IsSplit() bool {
	if j.Params["n_cpu_moe"] != "" && j.Params["n_cpu_moe"] != "0" {
		return true
	}
	layers, err := strconv.Atoi(j.Params["n_gpu_layers"])
	return err == nil && layers >= 0 && layers < AllLayers
}

// soleDevice is the one device that holds the whole model, as far as is known:
// the requested one, or the only one.
func (j *JobState) soleDevice() (Device, bool) {
	used := j.DevicesUsed()
	if len(used) != 1 || j.IsSplit() {
		return Device{}, false
	}
	return used[0], true
}

// GPUBackend is the first of the given backends that computes on a GPU of this
// machine, or "". Each argument may be a list with commas: llama-bench lists
// all registered backends, even without a device.
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
