package device

import (
	"context"
	"strings"
	"testing"

	"dragstrip/bench"
)

// A GPU comes before a program that pretends to be one, and another machine is
// measured only if somebody asks for it.
func TestTheDeviceThatIsMeasuredIsAGPUOfThisMachine(t *testing.T) {
	program := bench.Device{Name: "Vulkan0", Description: "llvmpipe", Software: true}
	remote := bench.Device{Name: "RPC0", Description: "there:50052"}
	gpu := bench.Device{Name: "Vulkan1", Description: "Radeon"}
	for name, c := range map[string]struct {
		devices []bench.Device
		asked   string
		want    string
		says    []string
	}{
		"a GPU beside others":   {[]bench.Device{program, remote, gpu}, "", "Vulkan1", []string{"measuring Vulkan1 Radeon", "--device can choose Vulkan0, RPC0 instead"}},
		"a program alone":       {[]bench.Device{program}, "", "Vulkan0", []string{"a program on the CPU, not a GPU"}},
		"another machine":       {[]bench.Device{remote}, "RPC0", "RPC0", []string{"measuring RPC0 there:50052"}},
		"another machine alone": {[]bench.Device{remote}, "", bench.DeviceCPU, []string{"measuring CPU"}},
	} {
		var said []string
		m := &measurement{Ask: Ask{Device: c.asked}, report: func(s Step) { said = append(said, s.Text) }}
		all := []bench.EngineBuild{{Engine: "engine", Devices: c.devices}}
		m.Builds = Builds{Named: true, Chosen: func(context.Context) ([]bench.EngineBuild, error) { return all, nil }}
		if err := m.choose(t.Context()); err != nil || m.device.Name != c.want {
			t.Errorf("%s: %q, %v", name, m.device.Name, err)
		}
		for _, part := range c.says {
			if !strings.Contains(strings.Join(said, " "), part) {
				t.Errorf("%s: %q says nothing of %q", name, said, part)
			}
		}
	}
	m := &measurement{Ask: Ask{Device: "CUDA0"}, report: func(Step) {}}
	m.Builds = Builds{Named: true, Chosen: func(context.Context) ([]bench.EngineBuild, error) {
		return []bench.EngineBuild{{Devices: []bench.Device{gpu, program}}}, nil
	}}
	if err := m.choose(t.Context()); err == nil || !strings.Contains(err.Error(), "there are: Vulkan0, Vulkan1, CPU") {
		t.Errorf("%v", err)
	}
}

// The best build for measuring models may be one for the CPU. Then the CPU used
// to be measured, although another build sees a GPU.
func TestABuildThatSeesAGPUGoesBeforeTheBestBuild(t *testing.T) {
	gpu := bench.Device{Name: "Vulkan0", Description: "Radeon"}
	program := bench.Device{Name: "Vulkan0", Description: "llvmpipe", Software: true}
	best := bench.EngineBuild{ID: "cpu", Engine: "engine", Version: "1"}
	for name, c := range map[string]struct {
		every []bench.EngineBuild
		asked string
		want  string // the build that is chosen
		says  string
	}{
		"a GPU":                 {[]bench.EngineBuild{best, {ID: "vulkan", Devices: []bench.Device{gpu}}}, "", "vulkan", "engine 1, offers no such device"},
		"a GPU after a program": {[]bench.EngineBuild{best, {ID: "program", Devices: []bench.Device{program}}, {ID: "vulkan", Devices: []bench.Device{gpu}}}, "", "vulkan", "offers no such device"},
		"a program":             {[]bench.EngineBuild{best, {ID: "program", Devices: []bench.Device{program}}}, "", "program", "not a GPU"},
		"nothing":               {[]bench.EngineBuild{best}, "", "cpu", "measuring CPU"},
		"the CPU asked for":     {[]bench.EngineBuild{best, {ID: "vulkan", Devices: []bench.Device{gpu}}}, bench.DeviceCPU, "cpu", "measuring CPU"},
	} {
		said := ""
		m := &measurement{Ask: Ask{Device: c.asked}, report: func(s Step) { said += s.Text }}
		m.Builds = Builds{
			Chosen: func(context.Context) ([]bench.EngineBuild, error) { return []bench.EngineBuild{best}, nil },
			Every:  func(context.Context) []bench.EngineBuild { return c.every },
		}
		if err := m.choose(t.Context()); err != nil || m.build.ID != c.want || !strings.Contains(said, c.says) {
			t.Errorf("%s: %s, %q, %v", name, m.build.ID, said, err)
		}
	}
}
