package planning

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

var (
	card     = bench.Device{Name: "CUDA0", Description: "RTX 4090"}
	onboard  = bench.Device{Name: "Vulkan0", Description: "Radeon 780M"}
	llvmpipe = bench.Device{Name: "Vulkan1", Description: "llvmpipe", Software: true}
)

// on is a build with devices.
func on(id string, devices ...bench.Device) bench.EngineBuild {
	b := ggufBuild
	b.ID, b.Devices, b.Backends = id, devices, []string{"Vulkan", "CPU"}
	return b
}

func TestADeviceIsAskedOfTheBuildsThatHaveIt(t *testing.T) {
	other := bench.EngineBuild{ID: "x", Engine: "other", Prefix: []string{"x"}, Traits: bench.Traits{Formats: []string{"gguf"}, Takes: []bench.Taken{}}}
	for _, c := range []struct {
		what, devices string
		builds        []bench.EngineBuild
		want          []string // build, parameters, what was left out
	}{
		{"one build has it", "CUDA0", []bench.EngineBuild{on("cuda", card)}, []string{"cuda -dev CUDA0 []"}},
		{"as the engine spells it", "cuda0", []bench.EngineBuild{on("cuda", card)}, []string{"cuda -dev CUDA0 []"}},
		{"each has its own", "CUDA0,Vulkan0", []bench.EngineBuild{on("cuda", card), on("vulkan", onboard)}, []string{"cuda -dev CUDA0 []", "vulkan -dev Vulkan0 []"}},
		{"beside a build for the CPU", "CUDA0", []bench.EngineBuild{on("cuda", card), on("cpu")}, []string{"cuda -dev CUDA0 []", "cpu  [-dev CUDA0]"}},
		{"and the CPU alone", "CUDA0,none", []bench.EngineBuild{on("cuda", card), on("cpu")}, []string{"cuda -dev CUDA0 []", "cuda -dev none []", "cpu -dev none []"}},
		{"beside an engine that takes none", "CUDA0", []bench.EngineBuild{on("cuda", card), other}, []string{"cuda -dev CUDA0 []", "x  [-dev CUDA0]"}},
		{"two together", "CUDA0/Vulkan0", []bench.EngineBuild{on("both", card, onboard), on("cuda", card)}, []string{"both -dev CUDA0/Vulkan0 []", "cuda  [-dev CUDA0/Vulkan0]"}},
		{"another machine's", "RPC0", []bench.EngineBuild{on("cpu")}, []string{"cpu -dev RPC0 []"}},
		{"the CPU alone, of builds without devices", "none", []bench.EngineBuild{on("cpu")}, []string{"cpu -dev none []"}},
	} {
		w := Wishes{Repetitions: 6, Params: map[string][]string{"devices": {c.devices}}}
		plan, err := w.Plan(given([]bench.Model{ggufModel}, c.builds...))
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		var got []string
		for _, j := range plan.Jobs {
			got = append(got, j.Build.ID+" "+j.Params.String()+" ["+strings.Join(j.LeftOut, " ")+"]")
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestADeviceThatNoBuildHasIsRefusedWhenPlanning(t *testing.T) {
	hidden := on("vulkan")
	hidden.Inherited = []string{"GGML_VK_VISIBLE_DEVICES=3"}
	forCPU := hidden
	forCPU.Backends = []string{"CPU"} // does not read the variable, so unsetting it would not help
	for _, c := range []struct {
		devices string
		builds  []bench.EngineBuild
		want    string
	}{
		{"CUDA7", []bench.EngineBuild{on("cuda", card), on("vulkan", onboard)}, "-dev CUDA7: none of the chosen engine builds has this device; choose from: CUDA0 (RTX 4090), Vulkan0 (Radeon 780M); -dev none measures the CPU alone"},
		{"CUDA0,CUDA7", []bench.EngineBuild{on("cuda", card)}, "-dev CUDA7: none of the chosen engine builds has this device; choose"},
		{"Vulkan0", []bench.EngineBuild{hidden}, "-dev Vulkan0: none of the chosen engine builds has a device besides the CPU. The variable GGML_VK_VISIBLE_DEVICES=3 decides which devices they see: change or unset it, or leave -dev out"},
		{"Vulkan0", []bench.EngineBuild{forCPU}, "-dev Vulkan0: no engine build here has a device besides the CPU; leave -dev out. `dragstrip doctor` shows what each engine found"},
		{"CPU", []bench.EngineBuild{on("cpu")}, "-dev CPU: no engine build here has a device besides the CPU; leave -dev out. `dragstrip doctor` shows what each engine found"},
	} {
		w := Wishes{Repetitions: 6, Params: map[string][]string{"devices": {c.devices}}}
		_, err := w.Plan(given([]bench.Model{ggufModel}, c.builds...))
		if !errors.As(err, new(Mistake)) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("-dev %s: %v", c.devices, err)
		}
	}
}

// A message used to say that no build has the device, although one that was not
// chosen has it.
func TestABuildThatHasTheDeviceIsNamed(t *testing.T) {
	w := Wishes{Repetitions: 6, Params: map[string][]string{"devices": {"Vulkan0"}}}
	vulkan := on("llama-2fb2d4", onboard)
	for _, chosen := range []bench.EngineBuild{on("cpu"), on("cuda", card)} {
		g := given([]bench.Model{ggufModel}, chosen)
		g.Others = []bench.EngineBuild{on("other"), vulkan}
		_, err := w.Plan(g)
		want := "-dev Vulkan0: none of the chosen engine builds has this device; " + vulkan.Line() + " has it: choose it with --engine llama-2fb2d4"
		if !errors.As(err, new(Mistake)) || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
		g.Ticked = true
		if _, err := w.Plan(g); err == nil || !strings.HasSuffix(err.Error(), vulkan.Line()+" has it: tick it") {
			t.Errorf("on a screen: %v", err)
		}
	}
}

// The message used to name another build, and to hide why the chosen one has no
// device.
func TestWhyThereIsNoDeviceComesBeforeAnotherBuild(t *testing.T) {
	blind, hidden := on("blind"), on("vulkan")
	blind.Unloaded, hidden.Inherited = []string{"libggml-vulkan.so"}, []string{"GGML_VK_VISIBLE_DEVICES=3"}
	for want, chosen := range map[string]bench.EngineBuild{"could not load libggml-vulkan.so": blind, "The variable GGML_VK_VISIBLE_DEVICES=3 decides": hidden} {
		g := given([]bench.Model{ggufModel}, chosen)
		g.Others = []bench.EngineBuild{on("llama-2fb2d4", onboard)}
		_, err := (Wishes{Repetitions: 6, Params: map[string][]string{"devices": {"Vulkan0"}}}).Plan(g)
		if !errors.As(err, new(Mistake)) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "has it") {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// If no build was named, the message used to advise to leave -dev out, although
// another build here has devices.
func TestDevicesOfOtherBuildsAreNamed(t *testing.T) {
	g := given([]bench.Model{ggufModel}, on("cpu"))
	g.Others = []bench.EngineBuild{on("llama-2fb2d4", onboard)}
	_, err := (Wishes{Repetitions: 6, Params: map[string][]string{"devices": {"CUDA0"}}}).Plan(g)
	if want := "-dev CUDA0: no engine build here has this device; choose from: Vulkan0 (Radeon 780M); -dev none measures the CPU alone"; !errors.As(err, new(Mistake)) || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// The message used to advise to leave -dev out, where a driver is what is missing.
func TestABackendThatIsNotLoadedIsWhyThereIsNoDevice(t *testing.T) {
	blind := on("a")
	blind.Unloaded = []string{"libggml-vulkan.so"}
	_, err := (Wishes{Repetitions: 6, Params: map[string][]string{"devices": {"Vulkan0"}}}).Plan(given([]bench.Model{ggufModel}, blind))
	if err == nil || !strings.Contains(err.Error(), "could not load libggml-vulkan.so") || strings.Contains(err.Error(), "leave -dev out") {
		t.Errorf("%v", err)
	}
}

func TestWhetherABuildHasTheDevicesThatWereAskedFor(t *testing.T) {
	for _, c := range []struct {
		devices []string
		want    bool
	}{
		{nil, true},
		{[]string{"cuda0"}, true},
		{[]string{"CUDA0, none"}, true},
		{[]string{"CUDA0/Vulkan0"}, true},
		{[]string{"CUDA0,CUDA7"}, false},
		{[]string{"CUDA0", "Vulkan1"}, false},
		{[]string{"CUDA0/CUDA7"}, false},
	} {
		if got := (Wishes{Params: map[string][]string{"devices": c.devices}}).HasDevices(on("a", card, onboard)); got != c.want {
			t.Errorf("%q: %v", c.devices, got)
		}
	}
}

// TestAProgramOnTheCPUIsNotMeasuredUnasked: the engine would take llvmpipe for
// a GPU.
func TestAProgramOnTheCPUIsNotMeasuredUnasked(t *testing.T) {
	for _, c := range []struct {
		what   string
		build  bench.EngineBuild
		params map[string][]string
		want   string
		note   string
	}{
		{"nothing else is there", on("a", llvmpipe), nil, "-dev none", "It is left out; -dev Vulkan1 measures it"},
		{"beside a GPU", on("a", onboard, llvmpipe), nil, "-dev Vulkan0", "It is left out; -dev Vulkan1 measures it"},
		{"it was asked for", on("a", onboard, llvmpipe), map[string][]string{"devices": {"Vulkan1"}}, "-dev Vulkan1", "not that of a GPU"},
		{"no layers on a GPU", on("a", llvmpipe), map[string][]string{"n_gpu_layers": {"0"}}, "-ngl 0 -dev none", "It is left out"},
		{"no layers on a GPU that is there", on("a", onboard), map[string][]string{"n_gpu_layers": {"0"}}, "-ngl 0", "-dev none measures the CPU alone"},
		{"asked for, but no layers on it", on("a", llvmpipe), map[string][]string{"n_gpu_layers": {"0"}, "devices": {"Vulkan1"}, "n_batch": {"8"}}, "-ngl 0 -dev Vulkan1 -b 8", "so Vulkan1 computes nothing"},
		{"a GPU alone", on("a", onboard), nil, "", ""},
	} {
		plan, err := Wishes{Repetitions: 6, Params: c.params}.Plan(given([]bench.Model{ggufModel}, c.build))
		if err != nil || len(plan.Jobs) != 1 {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if got := plan.Jobs[0].Params.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		if notes := plan.Notes(); (c.note == "") != (len(notes) == 0) || c.note != "" && !strings.Contains(notes[0], c.note) {
			t.Errorf("%s: %q", c.what, notes)
		}
	}
}

// With -ngl 0,99, only the second job used to get -dev none. So the two jobs
// differed in a parameter that nobody had asked for.
func TestASweepOfLayersNamesTheSameDevicesForAllJobs(t *testing.T) {
	plan, err := Wishes{Repetitions: 6, Params: map[string][]string{"n_gpu_layers": {"0", "99"}}}.Plan(given([]bench.Model{ggufModel}, on("a", llvmpipe)))
	if err != nil || len(plan.Jobs) != 2 || plan.Jobs[0].Params["devices"] != "none" || plan.Jobs[1].Params["devices"] != "none" {
		t.Fatalf("%+v %v", plan, err)
	}
}
