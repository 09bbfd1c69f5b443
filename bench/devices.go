package bench

import (
	"slices"
	"strings"
)

// Device is a device on which an engine build can compute.
type Device struct {
	Name        string `json:"name"` // "CUDA0", "Vulkan0", "MTL0"
	Description string `json:"description"`
	TotalBytes  int64  `json:"total_bytes,omitempty"`
	FreeBytes   int64  `json:"free_bytes,omitempty"`
	// Software says that the device is not a GPU but a program that computes on
	// the CPU, such as Mesa's llvmpipe.
	Software bool `json:"software,omitempty"`
}

// DeviceCPU is the processor as a device.
const DeviceCPU = "CPU"

// holdsNoModels tells whether the device is the CPU, or only makes the CPU
// faster.
func (d Device) holdsNoModels() bool {
	return d.Name == DeviceCPU || strings.HasPrefix(d.Name, "BLAS") || strings.HasPrefix(d.Name, "ZenDNN")
}

// Remote tells whether the device belongs to another machine, or to another
// process that is reached in the same way.
func (d Device) Remote() bool { return strings.HasPrefix(d.Name, "RPC") }

// Holders are the devices of a build that can hold models.
func (b EngineBuild) Holders() []Device {
	return slices.DeleteFunc(slices.Clone(b.Devices), Device.holdsNoModels)
}

// GPUs are the devices of a build that are GPUs of this machine: they hold
// models, are not behind a network, and do not compute on the CPU.
func (b EngineBuild) GPUs() []Device {
	return slices.DeleteFunc(b.Holders(), func(d Device) bool { return d.Remote() || d.Software })
}

// BestDevice is the device of this machine whose bandwidth is measured if nobody
// names one: the first GPU of the builds or, if no build sees a GPU, the first
// program that pretends to be one. It is false if there is neither.
func BestDevice(builds []EngineBuild) (EngineBuild, Device, bool) {
	for _, devices := range []func(EngineBuild) []Device{EngineBuild.GPUs, EngineBuild.localHolders} {
		for _, b := range builds {
			if here := devices(b); len(here) > 0 {
				return b, here[0], true
			}
		}
	}
	return EngineBuild{}, Device{}, false
}

// localHolders are the devices of this machine that can hold models.
func (b EngineBuild) localHolders() []Device { return slices.DeleteFunc(b.Holders(), Device.Remote) }

// Software is the first device of a build that is a program on the CPU; false
// if there is none.
func (b EngineBuild) Software() (Device, bool) {
	at := slices.IndexFunc(b.Devices, func(d Device) bool { return d.Software })
	if at < 0 {
		return Device{}, false
	}
	return b.Devices[at], true
}

// onSoftware finds a result that was computed on a program that pretends to be
// a GPU. The figure is right for that program, but it is neither the speed of a
// GPU nor the speed of the CPU.
func onSoftware(_ *Session, j *JobState, t *TestState) (Warning, bool) {
	device, found := j.softwareUsed()
	if !found || j.AsksForCPU() && (j.PromptsOn() == "" || !j.offloads(t.Test)) || !slices.ContainsFunc(t.Results, func(r Result) bool { return GPUBackend(r.Backend) != "" }) {
		return Warning{}, false
	}
	return doubted("software_device", "it was computed on "+Clean(device.Name)+", which is "+Clean(orName(device))+": a program on the CPU, not a GPU"), true
}

// DevicesUsed are the devices for models that a job computes on: those that it
// asks for, or all that its build has. The list is empty if the job asks for
// the CPU.
func (j *JobState) DevicesUsed() []Device {
	if j.AsksForCPU() {
		return nil
	}
	return slices.DeleteFunc(j.BuildUsed().Holders(), func(d Device) bool { return !j.asksFor(d) })
}

// asksFor tells whether a job asks for a device. A job that names no device
// asks for all.
func (j *Job) asksFor(d Device) bool {
	asked := j.namedDevices()
	return asked == nil || slices.Contains(asked, d.Name)
}

// namedDevices are the names of the devices that a job asks for; nil is all.
func (j *Job) namedDevices() []string {
	asked := j.Params["devices"]
	if asked == "" || asked == "auto" {
		return nil
	}
	return strings.Split(asked, "/")
}

// UsedGPU tells whether a result names a backend for GPUs. It is for results
// whose build does not list its devices. Engines name a backend even if it
// found no device.
func (j *JobState) UsedGPU() bool {
	return !j.AsksForCPU() && slices.ContainsFunc(j.Tests, func(t *TestState) bool {
		return slices.ContainsFunc(t.Results, func(r Result) bool { return GPUBackend(r.Backend) != "" })
	})
}

// softwareUsed is the device of a job that is a program on the CPU. If the job
// names devices, only those count.
func (j *JobState) softwareUsed() (Device, bool) {
	for _, d := range j.BuildUsed().Devices {
		if d.Software && j.asksFor(d) {
			return d, true
		}
	}
	return Device{}, false
}
