package tui

import (
	"context"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestSizesAreLearntFromTheEngines: once an engine has said how much memory a
// GPU has, the screens compute again what fits.
func TestSizesAreLearntFromTheEngines(t *testing.T) {
	var asked []int64
	m, _ := started(t, func(h *House) {
		describe := h.Machine.Describe
		h.Machine.Describe = func(ctx context.Context) bench.Machine {
			machine := describe(ctx)
			machine.GPUs = []bench.GPU{{Name: "Arc B580"}}
			return machine
		}
		find := h.Models.Find
		h.Models.Find = func(ctx context.Context, machine bench.Machine, best bench.Bandwidth, each func(Model)) []string {
			asked = append(asked, machine.GPUs[0].MemoryBytes)
			return find(ctx, machine, best, each)
		}
	})
	m.machine.GPUs, asked = []bench.GPU{{Name: "Arc B580"}}, nil
	for range 2 { // the second time, there is nothing new
		_, cmd := m.Update(buildsMsg{m.buildAsk, []bench.EngineBuild{{ID: "b1", Engine: "llama.cpp", Prefix: []string{"llama-bench"}, Traits: bench.Traits{Formats: []string{"gguf"}}, Devices: []bench.Device{{Name: "Vulkan0", Description: "Arc B580", TotalBytes: 1 << 30}}}}, nil})
		drain(t, m, cmd)
	}
	if len(asked) != 1 || asked[0] != 1<<30 {
		t.Errorf("models were compared with %v", asked)
	}
	press(t, m, "2", "space", "3")
	if !strings.Contains(m.View(), "of 1.00 GiB on Vulkan0") {
		t.Errorf("the plan does not say it:\n%s", m.View())
	}
}
