package cli

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/tui"
)

// Whether a build is dragstrip's own used to depend on a text for people.
func TestOnlyOwnBuildsHaveShortNamesInACommand(t *testing.T) {
	own := engine.Installed{Engine: "zephyr", Way: "debian", Prefix: []string{"/own/ld-linux-x86-64.so.2", "--library-path", "/own/lib", "/own/zephyr-bench"}}.Build()
	own.ID, own.Traits.Lines = "zephyr-1", "zephyr-bench"
	other := own
	other.Origin = "dragstripped, by somebody"
	for want, b := range map[string]bench.EngineBuild{"zephyr-1": own, other.ShownCommand(): other} {
		if got := engineNamed(b); got != want {
			t.Errorf("%s: %q, want %q", b.Origin, got, want)
		}
	}
}

// Plan used to say only which devices the ticked builds have, although another
// build of the machine has the one that was asked for.
func TestPlanNamesTheUntickedBuildThatHasTheDevice(t *testing.T) {
	cpu := bench.EngineBuild{ID: "abacus-1", Engine: "abacus", Version: "1", Prefix: []string{"/a"}, Traits: bench.Traits{Formats: []string{"gguf"}}}
	gpu := cpu
	gpu.ID, gpu.Version, gpu.Devices = "abacus-2", "2", []bench.Device{{Name: "Vulkan0", TotalBytes: 8 << 30}}
	c := tui.Choice{
		Models: []tui.Model{{Model: bench.Model{Name: "M", Path: "/m.gguf", Format: "gguf"}}},
		Builds: []bench.EngineBuild{cpu}, Unticked: []bench.EngineBuild{gpu},
		Fields: map[string]string{"dev": "Vulkan0"},
	}
	if _, err := (rooms{env: shelf(t), known: &speeds{}}).planOf(c); err == nil || !strings.HasSuffix(err.Error(), gpu.Line()+" has it: tick it") {
		t.Errorf("%v", err)
	}
}
