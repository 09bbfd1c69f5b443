package planning

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// quantizedCache is what llama.cpp cannot have together.
var quantizedCache = []bench.Conflict{{Key: "type_v", Values: []string{"q8_0"}, With: "flash_attn", Are: []string{"off"}, Why: "needs flash attention for that"}}

func tuneGiven(builds ...bench.EngineBuild) TuneGiven {
	return TuneGiven{Model: ggufModel, Builds: builds, Threads: 4}
}

func TestASearchTriesOnlyWhatCanDiffer(t *testing.T) {
	cpu := ggufBuild
	cpu.Traits.Conflicts = quantizedCache
	gpu := cpu
	gpu.ID, gpu.Devices = "gpu", []bench.Device{{Name: "Vulkan0"}}
	w := TuneWishes{Goals: []tuning.Goal{{Prompt: 512}}, Values: map[string][]string{
		"devices": {"auto"}, "n_threads": {"2,4"}, "n_batch": {"2048"}, "n_ubatch": {"256,512,1024"}, "flash_attn": {"on,off"}, "kv": {"f16,q8_0"},
	}}
	plan, err := w.Tune(tuneGiven(cpu, gpu))
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range plan.Jobs {
		if j.Params["n_ubatch"] == "1024" {
			t.Errorf("%s has a micro-batch that is larger than the prompt: %s", j.ID, j.Params)
		}
		if j.Build.ID == "gpu" && j.Params["n_threads"] != "4" {
			t.Errorf("%s varies the threads of a GPU build: %s", j.ID, j.Params)
		}
		if j.Params["type_v"] == "q8_0" && j.Params["flash_attn"] == "off" {
			t.Errorf("%s cannot be measured: %s", j.ID, j.Params)
		}
	}
	if first := plan.Jobs[0].Params; first["n_threads"] != "4" || first["n_ubatch"] != "512" || plan.Jobs[0].Build.ID != ggufBuild.ID {
		t.Errorf("the first job is %s, not the default", first)
	}
	if len(plan.Jobs) != 18 { // 2 micro-batches × 3 caches and flash attention × (2 threads + 1 GPU)
		t.Errorf("%d jobs", len(plan.Jobs))
	}
	if !slices.ContainsFunc(plan.Tuning.LeftOut, func(s string) bool { return strings.Contains(s, "needs flash attention") }) {
		t.Errorf("what is left out is not named: %v", plan.Tuning.LeftOut)
	}
}

func TestASearchLeavesOutWhatDoesNotFit(t *testing.T) {
	g := tuneGiven(ggufBuild)
	g.Model.SizeBytes, g.Model.RowBytes = 1<<30, 1<<20
	g.Machine.MemoryBytes = 2 << 30
	w := TuneWishes{Goals: []tuning.Goal{{Prompt: 4096}}, Values: map[string][]string{"n_ubatch": {"512,4096"}, "n_batch": {"4096"}, "n_threads": {"4"}, "flash_attn": {"auto"}, "kv": {"f16"}}}
	plan, err := w.Tune(g)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Jobs) != 1 || len(plan.Tuning.LeftOut) != 1 || !strings.Contains(plan.Tuning.LeftOut[0], "does not fit") {
		t.Errorf("%d jobs; left out: %v", len(plan.Jobs), plan.Tuning.LeftOut)
	}
}

func TestAUsualSearchIsNotTooLarge(t *testing.T) {
	plan, err := TuneWishes{Goals: []tuning.Goal{{Prompt: 512}, {Generation: 128}}}.Tune(tuneGiven(ggufBuild))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(plan.Jobs); n < 10 || n > 100 {
		t.Errorf("%d jobs", n)
	}
}

// -kv is no parameter of llama-bench; its error used to begin with "- has no value".
func TestAnAxisWithoutValuesIsNamed(t *testing.T) {
	for _, key := range []string{"kv", "n_ubatch"} {
		want := map[string]string{"kv": "-kv has no value: ", "n_ubatch": "-ub has no value: "}[key]
		_, err := TuneWishes{Goals: []tuning.Goal{{Prompt: 512}}, Values: map[string][]string{key: {","}}}.Tune(tuneGiven(ggufBuild))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", key, err)
		}
	}
}
