package bench

import (
	"strings"
	"testing"
)

// llvmpipe is how llama.cpp shows a program of Mesa that computes on the CPU.
var llvmpipe = Device{Name: "Vulkan0", Description: "llvmpipe (LLVM 15.0.6, 256 bits)", TotalBytes: 2 << 30, Software: true}

func TestGPUsAreDevicesOfThisMachineThatHoldModels(t *testing.T) {
	build := EngineBuild{Devices: []Device{
		{Name: "CPU"},
		{Name: "BLAS", Description: "OpenBLAS"},
		{Name: "ZenDNN"},
		llvmpipe,
		{Name: "RPC0", Description: "10.0.0.2:50052"},
		{Name: "Vulkan1", Description: "Radeon 8060S"},
	}}
	names := func(devices []Device) string {
		var all []string
		for _, d := range devices {
			all = append(all, d.Name)
		}
		return strings.Join(all, " ")
	}
	if got := names(build.Holders()); got != "Vulkan0 RPC0 Vulkan1" {
		t.Errorf("these hold models: %s", got)
	}
	if got := names(build.GPUs()); got != "Vulkan1" {
		t.Errorf("these are GPUs: %s", got)
	}
	if d, found := build.Software(); !found || d != llvmpipe {
		t.Errorf("this is a program: %+v %v", d, found)
	}
}

// Three places in the code used to have a list of such backends each.
func TestSomeBackendsAreOfNoGPU(t *testing.T) {
	for list, want := range map[string]string{
		"": "", "CPU": "", "BLAS,CPU": "", "RPC": "", "ZenDNN, AMX": "", "RPC,Vulkan,CPU": "Vulkan", "CUDA": "CUDA", "BLAS,MTL": "MTL",
	} {
		if got := GPUBackend(strings.Split(list, ",")...); got != want || GPUBackend(list) != want {
			t.Errorf("%q: %q and %q, want %q", list, got, GPUBackend(list), want)
		}
	}
}

func TestAResultOfAProgramThatPretendsToBeAGPUSaysSo(t *testing.T) {
	radeon := Device{Name: "Vulkan1", Description: "Radeon 8060S"}
	for _, c := range []struct {
		what    string
		devices []Device
		asked   string
		backend string
		want    string
	}{
		{"the engine chose", []Device{llvmpipe}, "", "Vulkan", "software_device"},
		{"it was asked for", []Device{llvmpipe, radeon}, "Vulkan0", "Vulkan", "software_device"},
		{"a share of it", []Device{llvmpipe, radeon}, "Vulkan1/Vulkan0", "Vulkan", "software_device"},
		{"the GPU beside it was asked for", []Device{llvmpipe, radeon}, "Vulkan1", "Vulkan", ""},
		{"the CPU was asked for", []Device{llvmpipe}, "none", "Vulkan", ""},
		{"a GPU", []Device{radeon}, "", "Vulkan", ""},
	} {
		s := tell(Plan{}, "a")
		s.Jobs[0].Build.Devices = c.devices
		if c.asked != "" {
			s.Jobs[0].Params = Params{"devices": c.asked}
		}
		s.say("a", EngineStarted{Invocation: 1})
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: c.backend, BuildNumber: 11669, GPU: "llvmpipe", SamplesNS: sixOfOneSecond}})
		doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
		if got := codes(doubts); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		if c.want != "" && (!strings.Contains(doubts[0].Text, "llvmpipe") || GradeOf(doubts) != GradeClean) {
			t.Errorf("%s: %+v is graded %s", c.what, doubts, GradeOf(doubts))
		}
	}
}
