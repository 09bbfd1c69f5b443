package runner

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestTheBestBuildHasAGPUAndIsTheNewest: some devices make a build no better:
// those that cannot hold models, those behind a network, and those that compute
// on the CPU.
func TestTheBestBuildHasAGPUAndIsTheNewest(t *testing.T) {
	build := func(id string, number int, devices ...bench.Device) bench.EngineBuild {
		return bench.EngineBuild{ID: id, Engine: "llama.cpp", Number: number, Devices: devices}
	}
	gpu, other := bench.Device{Name: "Vulkan0"}, bench.Device{Name: "CUDA0"}
	for _, c := range []struct {
		what   string
		builds []bench.EngineBuild
		want   string
	}{
		{"a GPU, though it was found last", []bench.EngineBuild{build("cpu", 9000), build("gpu", 100, gpu)}, "gpu"},
		{"the newest of those with a GPU", []bench.EngineBuild{build("cpu", 9000), build("old", 100, gpu), build("new", 200, other)}, "new"},
		{"the newest without a GPU", []bench.EngineBuild{build("old", 100), build("new", 200)}, "new"},
		{"BLAS is no GPU", []bench.EngineBuild{build("blas", 100, bench.Device{Name: "BLAS"}), build("new", 200)}, "new"},
		{"another machine's device is no GPU", []bench.EngineBuild{build("rpc", 100, bench.Device{Name: "RPC0"}), build("new", 200)}, "new"},
		{"llvmpipe is no GPU", []bench.EngineBuild{build("pretends", 100, bench.Device{Name: "Vulkan0", Software: true}), build("new", 200)}, "new"},
		{"the first of equals", []bench.EngineBuild{build("first", 100, gpu), build("second", 100, other)}, "first"},
	} {
		best, ok := Best(Known().First(), c.builds)
		if !ok || best.ID != c.want {
			t.Errorf("%s: %s, want %s", c.what, best.ID, c.want)
		}
	}
	// These are two builds of one version, on a machine without a GPU.
	vulkan, plain := build("vulkan", 100), build("plain", 100)
	vulkan.Backends, plain.Backends = []string{"Vulkan", "CPU"}, []string{"CPU"}
	if best, _ := Best(Known().First(), []bench.EngineBuild{vulkan, plain}); best.ID != "plain" {
		t.Errorf("%s is the choice without a GPU", best.ID)
	}
}

// A build that has the device that was asked for used to lose against a newer
// one without it.
func TestTheBestBuildIsOneThatFitsIfThereIsAny(t *testing.T) {
	here := []bench.EngineBuild{
		{ID: "fits", Engine: "llama.cpp", Number: 1}, {ID: "mlx", Engine: "mlx"}, {ID: "fits too", Engine: "llama.cpp", Number: 2}, {ID: "new", Engine: "llama.cpp", Number: 3},
	}
	for part, want := range map[string]string{"fits": "fits too mlx", "new": "new mlx", "nobody": "new mlx"} {
		var ids []string
		for _, b := range Known().BestFitting(here, func(b bench.EngineBuild) bool { return strings.HasPrefix(b.ID, part) }) {
			ids = append(ids, b.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", part, got, want)
		}
	}
}

func TestTheBestOfEachEngineIsTakenUnasked(t *testing.T) {
	here := []bench.EngineBuild{
		{ID: "old", Engine: "llama.cpp", Number: 1}, {ID: "mlx", Engine: "mlx"}, {ID: "tool", Engine: "mlx_lm.benchmark"}, {ID: "new", Engine: "llama.cpp", Number: 2},
	}
	best := Known().BestOfEach(here)
	if len(best) != 2 || best[0].ID != "new" || best[1].ID != "mlx" {
		t.Errorf("%+v", best)
	}
	var ids []string
	for _, b := range Known().BestFirst(here) {
		ids = append(ids, b.ID)
	}
	if got := strings.Join(ids, " "); got != "new mlx old tool" {
		t.Errorf("the best first: %s", got)
	}
}
