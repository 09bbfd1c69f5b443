package predict

import (
	"slices"

	"dragstrip/bench"
)

// The sorts of devices, besides bench.DeviceCPU.
const (
	deviceSoftware = "software"
	deviceGPU      = "GPU"
)

// deviceSort says on what sort of device a job will compute.
func deviceSort(j *bench.Job) string {
	switch devices := j.DevicesMeant(); {
	case len(devices) == 0:
		return bench.DeviceCPU
	case slices.ContainsFunc(devices, func(d bench.Device) bool { return d.Software }):
		return deviceSoftware
	}
	return deviceGPU
}
