package cli

import (
	"strings"
	"testing"

	"dragstrip/runner/engine"
)

// setup puts the CPU's and the Vulkan build of one version side by side. The
// last one that a name fitted used to be deleted unasked.
func TestANameThatMeansSeveralBuildsRemovesNone(t *testing.T) {
	e := shelf(t)
	build := func(kind, id, version string) engine.Installed {
		return engine.Installed{ID: id, Engine: kind, Version: version, Prefix: []string{"/data/" + id + "/program"}, Folder: "/data/" + id}
	}
	cpu, vulkan := build("llama.cpp", "llama.cpp-0.7.0-debian", "0.7.0"), build("llama.cpp", "llama.cpp-0.7.0-debian-vulkan", "0.7.0")
	mlx, second, newer := build("mlx", "mlx", "0.32.2"), build("mlx", "mlx-2", "0.32.2"), build("mlx", "mlx-3", "0.33.0")
	own := []engine.Installed{vulkan, cpu, newer, second, mlx}
	for name, want := range map[string]string{
		cpu.ID: cpu.ID, vulkan.ID: vulkan.ID, "mlx": "mlx", "mlx-2": "mlx-2",
		e.kinds.ID(cpu.Build()): cpu.ID, "mlx@0.33.0": newer.ID,
	} {
		if got, err := e.ownNamed(own, name); err != nil || got.ID != want {
			t.Errorf("%s: %q, %v; want %s", name, got.ID, err, want)
		}
	}
	for name, ids := range map[string][]string{"llama.cpp@0.7.0": {cpu.ID, vulkan.ID}, "mlx@0.32.2": {mlx.ID, second.ID}} {
		got, err := e.ownNamed(own, name)
		if err == nil || got.ID != "" || !strings.Contains(err.Error(), ids[0]) || !strings.Contains(err.Error(), ids[1]) {
			t.Errorf("%s: %q, %v", name, got.ID, err)
		}
	}
	if err := e.removeEngine("llama.cpp@b1"); err == nil || !strings.Contains(err.Error(), "`dragstrip engines` lists them") {
		t.Errorf("one that is not there: %v", err)
	}
}
