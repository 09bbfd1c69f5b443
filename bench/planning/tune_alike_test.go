package planning

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// alike are the wishes of a search that varies only what a test names.
func alike(values map[string][]string) TuneWishes {
	w := TuneWishes{Goals: []tuning.Goal{{Prompt: 512}}, Values: map[string][]string{
		"devices": {"auto"}, "n_threads": {"4"}, "n_batch": {"2048"}, "n_ubatch": {"512"}, "flash_attn": {"auto"},
	}}
	for key, of := range values {
		w.Values[key] = of
	}
	return w
}

// A build without a GPU used to be measured twice: on devices that it does not have,
// and on the CPU alone.
func TestABuildIsTriedOnlyOnDevicesThatItHas(t *testing.T) {
	software := gpuBuild("s", "Vulkan0")
	software.Devices[1].Software = true
	for _, c := range []struct {
		name   string
		builds []bench.EngineBuild
		asked  string
		want   string // build and devices of each job, the default first
	}{
		{"the CPU build first", []bench.EngineBuild{ggufBuild, gpuBuild("g", "CUDA0")}, "auto,none", ggufBuild.ID + " none, g , g none"},
		{"the CPU build last", []bench.EngineBuild{gpuBuild("g", "CUDA0"), ggufBuild}, "auto,none", "g , g none, " + ggufBuild.ID + " none"},
		{"a device that only one build has", []bench.EngineBuild{ggufBuild, software}, "Vulkan0,none", ggufBuild.ID + " none, s Vulkan0, s none"},
		{"each build has its own device", []bench.EngineBuild{gpuBuild("r", "ROCm0"), gpuBuild("g", "Vulkan0")}, "ROCm0,Vulkan0", "r ROCm0, g Vulkan0"},
	} {
		plan, err := alike(map[string][]string{"devices": {c.asked}}).Tune(tuneGiven(c.builds...))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, j := range plan.Jobs {
			got = append(got, j.Build.ID+" "+j.Params["devices"])
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Settings that divide a model among GPUs do nothing on one GPU, and those of
// experts nothing where there are none.
func TestWhatHasNoEffectIsNotTriedTwice(t *testing.T) {
	split := map[string][]string{"tensor_split": {"1/1,2/1"}, "split_mode": {"layer,row"}, "main_gpu": {"0,1"}}
	for _, c := range []struct {
		name         string
		build        bench.EngineBuild
		values       map[string][]string
		active, jobs int
	}{
		{"one GPU", gpuBuild("g", "CUDA0"), split, 0, 1},
		{"two GPUs", gpuBuild("g", "CUDA0", "CUDA1"), split, 0, 8},
		{"no experts", gpuBuild("g", "CUDA0"), map[string][]string{"n_cpu_moe": {"0,4"}}, 95, 1},
		{"experts", gpuBuild("g", "CUDA0"), map[string][]string{"n_cpu_moe": {"0,4"}}, 10, 2},
		{"perhaps experts", gpuBuild("g", "CUDA0"), map[string][]string{"n_cpu_moe": {"0,4"}}, 0, 2},
	} {
		g := tuneGiven(c.build)
		g.Model.ParamCount, g.Model.ActiveParamCount = 100, int64(c.active)
		plan, err := alike(c.values).Tune(g)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(plan.Jobs) != c.jobs {
			t.Errorf("%s: %d jobs: %v", c.name, len(plan.Jobs), plan.Tuning.Axes)
		}
	}
}

// "The default loses 60 %" used to be said of -ngl 0, because the engine's own value
// was not among those to try.
func TestWhatStandsForTheDefaultIsNamed(t *testing.T) {
	for _, c := range []struct {
		name, key, values string
		first, said       string
	}{
		{"all layers", "n_gpu_layers", "0,15,99", "99", ""},
		{"all layers in llama-bench's own spelling", "n_gpu_layers", "-1,0", "-1", ""},
		{"not all layers", "n_gpu_layers", "0,15", "15", "compared with ngl 15 in place of the default (ngl auto), which is not among the values to try"},
		{"threads", "n_threads", "2,5,16", "5", "compared with 5 threads in place of the default (4 threads), which is not among the values to try"},
		{"flash attention", "flash_attn", "0,1", "on", "compared with fa on in place of the default (fa auto), which is not among the values to try"},
		{"more than the prompt has", "n_ubatch", "128,1024", "1024", ""},
		{"less than the prompt has", "n_ubatch", "128,256", "256", "compared with ub 256 in place of the default (ub 512), which is not among the values to try"},
		{"one value", "flash_attn", "off", "off", ""},
		{"experts", "n_cpu_moe", "8,0,4", "0", ""},
		{"the only device", "devices", "CUDA0,none", "CUDA0", ""},
	} {
		g := tuneGiven(gpuBuild("g", "CUDA0"))
		g.Model.LayerCount = 32
		values := map[string][]string{c.key: {c.values}}
		if c.key == "n_threads" {
			values["devices"] = []string{"none"}
		}
		plan, err := alike(values).Tune(g)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if first, said := plan.Jobs[0].Params[c.key], strings.Join(plan.Tuning.StandsIn, "\n"); first != c.first || said != c.said {
			t.Errorf("%s: the first is %q; %q", c.name, first, said)
		}
	}
}

// A limit that only the default exceeds used to end the search before it began.
func TestADefaultThatIsTooLargeIsReplaced(t *testing.T) {
	g := tuneGiven(ggufBuild)
	g.Model.KV = bench.KV{Groups: []bench.KVGroup{{Layers: 32, Keys: 1024, Values: 1024}}}
	w := alike(map[string][]string{"kv": {"f16,q8_0,q4_0"}})
	w.Goals = []tuning.Goal{{Prompt: 512, Depth: 16384}}
	all, err := w.Tune(g)
	if err != nil {
		t.Fatal(err)
	}
	w.MemoryLimit = all.Jobs[0].Need().Total() - 1
	plan, err := w.Tune(g)
	if err != nil || len(plan.Jobs) != 2 || plan.Jobs[0].Params["type_k"] != "q8_0" || len(plan.Tuning.StandsIn) != 1 {
		t.Fatalf("%v, %+v", err, plan)
	}
	if said := plan.Tuning.StandsIn[0]; !strings.Contains(said, "compared with kv q8_0 in place of the default, which cannot be measured: needs ") {
		t.Error(said)
	}
}

func TestABuildWithoutTheDevicesThatWereAskedForIsLeftOut(t *testing.T) {
	plan, err := alike(map[string][]string{"devices": {"CUDA0"}}).Tune(tuneGiven(ggufBuild, gpuBuild("g", "CUDA0")))
	if err != nil || len(plan.Jobs) != 1 || plan.Jobs[0].Build.ID != "g" || len(plan.Tuning.LeftOut) != 1 {
		t.Fatalf("%v, %+v", err, plan)
	}
}
