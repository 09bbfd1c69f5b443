package bench

import "testing"

// Results that the CPU computed used to be labelled "Vulkan", because the build
// has that backend.
func TestTheLabelIsWhatComputed(t *testing.T) {
	radeon := []Device{{Name: "Vulkan0", Description: "Radeon 8060S"}}
	two := append([]Device{{Name: "RPC0", Description: "192.0.2.1:50052"}}, radeon...)
	onCard := Result{Backend: "Vulkan", GPU: "Radeon 8060S", BuildNumber: 11669}
	nothing := Result{Backend: "Vulkan", BuildNumber: 11669}
	for _, c := range []struct {
		what    string
		devices []Device
		params  Params
		result  Result // no backend is known, because nothing was measured yet
		want    string
	}{
		{"on the GPU", radeon, nil, onCard, "Vulkan"},
		{"no layer on the GPU", radeon, Params{"n_gpu_layers": "0"}, onCard, "CPU"},
		{"no device", radeon, Params{"devices": "none"}, onCard, "CPU"},
		{"no device, not measured yet", radeon, Params{"devices": "none"}, Result{}, "CPU"},
		{"one device, not measured yet", radeon, Params{"devices": "Vulkan0"}, Result{}, "Vulkan"},
		{"all devices, not measured yet", radeon, nil, Result{}, "Vulkan"},
		{"no device was found", nil, nil, nothing, "CPU"},
		{"no device was found, not measured yet", nil, nil, Result{}, "CPU"},
		{"no device was found, with BLAS", nil, nil, Result{Backend: "BLAS,Vulkan", BuildNumber: 11669}, "CPU"},
		{"only BLAS", nil, nil, Result{Backend: "BLAS", BuildNumber: 11669}, "BLAS"},
		{"a build that lists no devices", nil, nil, Result{Backend: "CUDA", BuildNumber: 4000}, "CUDA"},
		{"a GPU and another machine", two, nil, Result{Backend: "RPC,Vulkan", GPU: "Radeon 8060S", BuildNumber: 11669}, "RPC,Vulkan"},
		{"only another machine", two, Params{"devices": "RPC0"}, Result{Backend: "RPC,Vulkan", BuildNumber: 11669}, "RPC"},
		{"only the GPU", two, Params{"devices": "Vulkan0"}, Result{Backend: "RPC,Vulkan", BuildNumber: 11669}, "Vulkan"},
	} {
		j := &JobState{Job: Job{Params: c.params, Build: EngineBuild{Engine: "llama.cpp", Number: 11669, Backends: []string{"Vulkan", "CPU"}, Devices: c.devices}}}
		if c.result.Backend != "" {
			j.Tests = []*TestState{{Results: []Result{c.result}}}
		}
		if got := j.Backend(); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		if onCPU := c.want == "CPU" || c.want == "BLAS"; j.OnCPU() != onCPU {
			t.Errorf("%s: OnCPU is %v", c.what, !onCPU)
		}
	}
}
