package bench

import "testing"

// llama.cpp computes large batches on a GPU even if no layer lies there. Such a
// result used to be called a speed of the CPU, without a warning.
func TestPromptsOnAGPUAreNotTheSpeedOfTheCPU(t *testing.T) {
	radeon := Device{Name: "Vulkan0", Description: "Radeon 8060S"}
	far := Device{Name: "RPC0", Description: "192.0.2.1:50052"}
	long, short, noLayers := Test{Prompt: 512}, Test{Prompt: 16}, Params{"n_gpu_layers": "0"}
	for _, c := range []struct {
		what    string
		test    Test
		devices []Device
		params  Params
		label   string
		doubts  string
	}{
		{"a GPU", long, []Device{radeon}, noLayers, "CPU, prompts Vulkan", "prompt_offload"},
		{"a program on the CPU", long, []Device{llvmpipe}, noLayers, "CPU, prompts Vulkan", "software_device prompt_offload"},
		{"a prompt and a generation", Test{Prompt: 512, Generation: 16}, []Device{radeon}, noLayers, "CPU, prompts Vulkan", "prompt_offload"},
		{"a short prompt", short, []Device{llvmpipe}, noLayers, "CPU", ""},
		{"small batches", long, []Device{radeon}, Params{"n_gpu_layers": "0", "n_ubatch": "16"}, "CPU", ""},
		{"a generation", tg, []Device{llvmpipe}, noLayers, "CPU", ""},
		{"no device", long, []Device{llvmpipe}, Params{"n_gpu_layers": "0", "devices": "none"}, "CPU", ""},
		{"a named device", long, []Device{radeon}, Params{"n_gpu_layers": "0", "devices": "Vulkan0"}, "CPU, prompts Vulkan", "prompt_offload"},
		{"operations stay on the CPU", long, []Device{radeon}, Params{"n_gpu_layers": "0", "no_op_offload": "1"}, "CPU", ""},
		{"only another machine", long, []Device{far}, noLayers, "CPU", ""},
		{"no device was found", long, nil, noLayers, "CPU", ""},
		{"layers on the GPU", long, []Device{radeon}, nil, "Vulkan", ""},
	} {
		s := tell(Plan{Jobs: []Job{{ID: "a", Tests: []Test{c.test}, Params: c.params, Build: EngineBuild{Number: 11669, Backends: []string{"Vulkan", "CPU"}, Devices: c.devices}}}})
		j := s.Jobs[0]
		s.say("a", EngineStarted{Invocation: 1})
		gpu := ""
		if len(c.devices) > 0 {
			gpu = c.devices[0].Description
		}
		s.say("a", TestFinished{Result: Result{Test: c.test, Backend: "Vulkan", BuildNumber: 11669, GPU: gpu, SamplesNS: sixOfOneSecond}})
		if got := j.BackendLabel(); got != c.label {
			t.Errorf("%s: %q, want %q", c.what, got, c.label)
		}
		if got := codes(s.DoubtsOf(j, j.Tests[0])); got != c.doubts {
			t.Errorf("%s: %q, want %q", c.what, got, c.doubts)
		}
	}
}
