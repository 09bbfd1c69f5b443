package planning

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

func gpuBuild(id string, devices ...string) bench.EngineBuild {
	b := ggufBuild
	b.ID, b.Devices = id, []bench.Device{{Name: bench.DeviceCPU}}
	for _, name := range devices {
		b.Devices = append(b.Devices, bench.Device{Name: name})
	}
	return b
}

func TestDevicesThatASearchTries(t *testing.T) {
	software := gpuBuild("s", "Vulkan0")
	software.Devices[1].Software = true
	few := map[string][]string{"n_threads": {"4"}, "n_batch": {"512"}, "n_ubatch": {"512"}, "flash_attn": {"auto"}}
	for _, c := range []struct {
		name  string
		build bench.EngineBuild
		asked []string
		want  string // the devices of each job, the default first
	}{
		{"the CPU alone", ggufBuild, nil, ""},
		{"one GPU", gpuBuild("g", "CUDA0"), nil, ",none"},
		{"two GPUs", gpuBuild("g", "CUDA0", "CUDA1"), nil, ",CUDA0,CUDA1,none"},
		{"a program that pretends to be a GPU", software, nil, "none"},
		{"the same, asked for", software, []string{"Vulkan0,none"}, "none,Vulkan0"},
	} {
		w := TuneWishes{Goals: []tuning.Goal{{Generation: 16}}, Values: map[string][]string{}}
		for key, values := range few {
			w.Values[key] = values
		}
		if c.asked != nil {
			w.Values["devices"] = c.asked
		}
		plan, err := w.Tune(tuneGiven(c.build))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, j := range plan.Jobs {
			got = append(got, j.Params["devices"])
		}
		if strings.Join(got, ",") != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	w := TuneWishes{Goals: []tuning.Goal{{Generation: 16}}, Values: map[string][]string{"devices": {"CUDA7"}}}
	if _, err := w.Tune(tuneGiven(gpuBuild("g", "CUDA0"))); err == nil || !strings.Contains(err.Error(), "choose from: CUDA0") {
		t.Errorf("a device that no build has: %v", err)
	}
}

// An environment makes another build of the same program: it is a value of its
// own, with a name that people understand.
func TestEnvironmentsAreValuesOfTheBuild(t *testing.T) {
	other := gpuBuild("b", "ROCm0")
	other.Env = []string{"ROCBLAS_USE_HIPBLASLT=1"}
	plan, err := TuneWishes{Goals: []tuning.Goal{{Prompt: 512}}, Values: map[string][]string{"devices": {"auto"}, "n_ubatch": {"512"}, "flash_attn": {"auto"}}}.
		Tune(tuneGiven(gpuBuild("a", "ROCm0"), other))
	if err != nil {
		t.Fatal(err)
	}
	axis := plan.Tuning.Axes[0]
	if axis.Name != tuning.AxisBuild || len(axis.Values) != 2 || !strings.Contains(axis.Values[1], "ROCBLAS_USE_HIPBLASLT=1") {
		t.Errorf("%+v", axis)
	}
	if at := slices.IndexFunc(plan.Jobs, func(j bench.Job) bool { return len(j.Build.Env) > 0 }); at < 1 {
		t.Errorf("job %d has the environment", at)
	}
}

// A model that does not fit a GPU is divided: its layers are an axis, and auto is
// the value that needs most memory.
func TestLayersVaryOnlyIfTheModelSpills(t *testing.T) {
	g := tuneGiven(gpuBuild("g", "CUDA0"))
	g.Model.SizeBytes, g.Model.LayerCount = 12<<30, 40
	g.Machine.MemoryBytes = 64 << 30
	for _, c := range []struct {
		gpu  int64
		want string
	}{{24 << 30, ""}, {8 << 30, "0,10,20,30,auto"}} {
		g.Builds[0].Devices[1].TotalBytes = c.gpu
		plan, err := TuneWishes{Goals: []tuning.Goal{{Generation: 16}}, Values: map[string][]string{"devices": {"auto"}, "n_threads": {"4"}, "flash_attn": {"auto"}}}.Tune(g)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, a := range plan.Tuning.Axes {
			if a.Name == "n_gpu_layers" {
				got = strings.Join(a.Values, ",")
				if !a.Grows || !a.Reloads || a.Values[a.Default] != tuning.Auto {
					t.Errorf("%+v", a)
				}
			}
		}
		if got != c.want {
			t.Errorf("on a GPU of %s: %q", bench.FormatBytes(c.gpu), got)
		}
	}
}
