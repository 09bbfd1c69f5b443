package tui

import (
	"slices"
	"testing"

	"dragstrip/bench"
)

// TestPlanTicksTheBuildThatComesFirst: a build with a GPU may be installed
// while the program runs. Then it comes first, and is ticked if the user has
// not chosen another build.
func TestPlanTicksTheBuildThatComesFirst(t *testing.T) {
	reads := bench.Traits{Formats: []string{"gguf"}}
	cpu := bench.EngineBuild{ID: "cpu", Engine: "llama.cpp", Prefix: []string{"a"}, Traits: reads}
	gpu := bench.EngineBuild{ID: "gpu", Engine: "llama.cpp", Prefix: []string{"b"}, Traits: reads, Devices: []bench.Device{{Name: "Vulkan0"}}}
	for _, c := range []struct {
		what string
		keys []string // pressed while only the build for the CPU is there
		want []string
	}{
		{"nothing was chosen", nil, []string{"gpu"}},
		{"the user chose", []string{"down", "down", "down", "down", "down", "space", "space"}, []string{"cpu"}},
	} {
		m, _ := onPlan(t, nil)
		found := func(builds ...bench.EngineBuild) {
			_, cmd := m.Update(buildsMsg{m.buildAsk, builds, nil})
			drain(t, m, cmd)
		}
		found(cpu)
		press(t, m, "3")
		press(t, m, c.keys...)
		found(gpu, cpu)
		var ticked []string
		for _, b := range m.screens[atPlan].(*planScreen).choice().Builds {
			ticked = append(ticked, b.ID)
		}
		if !slices.Equal(ticked, c.want) {
			t.Errorf("%s: %v is ticked, want %v", c.what, ticked, c.want)
		}
	}
}
