package tui

import (
	"slices"
	"testing"

	"dragstrip/bench"
)

// TestOldAgainstNewTakesThreeKeys: Plan, v, enter.
func TestOldAgainstNewTakesThreeKeys(t *testing.T) {
	build := func(id, version string, number int, backends ...string) bench.EngineBuild {
		return bench.EngineBuild{ID: id, Engine: "llama.cpp", Prefix: []string{id}, Version: version, Number: number, Backends: backends, Traits: bench.Traits{Formats: []string{"gguf"}}}
	}
	for _, c := range []struct {
		what   string
		builds []bench.EngineBuild
		want   []string
	}{
		{"two versions and an older one", []bench.EngineBuild{build("b", "0.6", 2, "CPU"), build("a", "0.5", 1, "CPU"), build("c", "0.7", 3, "CPU")}, []string{"b", "c"}},
		{"another backend is another thing", []bench.EngineBuild{build("v", "0.7", 3, "Vulkan", "CPU"), build("c", "0.7", 3, "CPU"), build("a", "0.5", 1, "CPU")}, []string{"c", "a"}},
		{"not numbered", []bench.EngineBuild{build("x", "0.33", 0, "CPU"), build("y", "0.32", 0, "CPU")}, []string{"x", "y"}},
		{"one version only", []bench.EngineBuild{build("a", "0.5", 1, "CPU"), build("d", "0.5", 1, "CPU")}, []string{"a"}},
	} {
		m, _ := onPlan(t, nil)
		_, cmd := m.Update(buildsMsg{m.buildAsk, c.builds, nil})
		drain(t, m, cmd)
		press(t, m, "3", "v")
		var ticked []string
		for _, b := range m.screens[atPlan].(*planScreen).choice().Builds {
			ticked = append(ticked, b.ID)
		}
		if !slices.Equal(ticked, c.want) {
			t.Errorf("%s: %v is ticked, want %v", c.what, ticked, c.want)
		}
	}
}
