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
