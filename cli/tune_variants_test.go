package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/madeup"
)

// What was added is listed with the builds, tried without being asked for, and
// can be named, left out and forgotten.
func TestVariantsAreAddedTriedAndForgotten(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	for variant, unread := range map[string]bool{"fast b: B=1": false, "mlx only: MLX_A=1": true} { // it used to say nothing of variables that nothing reads
		if _, _, errs := w.dragstrip("engines", "--add-variant", variant); strings.Contains(errs, "no engine build here reads MLX_A, so tune does not try it; `dragstrip engines --forget-variant") != unread {
			t.Errorf("%s: %s", variant, errs)
		}
	}
	w.must("engines", "--forget-variant", "mlx only")
	envs := func(args ...string) (all []string) {
		t.Helper()
		var shown searchShown
		out := w.must(append([]string{"tune", "words:7b", "-t", "7", "--dry-run", "--json", "--engine", madeup.DrivenName}, args...)...)
		if err := json.Unmarshal([]byte(out), &shown); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, j := range shown.Plan.Jobs {
			all = append(all, strings.Join(j.Build.Env, " "))
		}
		return all
	}
	for _, c := range []struct {
		args []string
		want []string
	}{
		{nil, []string{""}}, // a build that was named is tried as it is
		{[]string{"--variant", "fast B"}, []string{"", "B=1"}},
		{[]string{"--variant", "fast b", "--variant", "C=2"}, []string{"", "B=1", "C=2"}},
		{[]string{"--variant", "none"}, []string{""}},
	} {
		if got := envs(c.args...); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.args, got, c.want)
		}
	}
	// Nothing used to say why a variant that `engines` lists was not tried.
	if _, _, errs := w.dragstrip("tune", "words:7b", "-t", "7", "--dry-run", "--engine", madeup.DrivenName); !strings.Contains(errs, "a build that is named is tried only as it is; --variant 'fast b' tries it") {
		t.Errorf("no word about the variant: %s", errs)
	}
	// The note used to come again for each model.
	if _, _, errs := w.dragstrip("tune", "words:7b", "silence:1b", "-t", "7", "--dry-run", "--engine", madeup.DrivenName); strings.Count(errs, "is tried only as it is") != 1 {
		t.Errorf("not one note: %s", errs)
	}
	if code, _, errs := w.dragstrip("tune", "words:7b", "--engine", madeup.DrivenName, "--variant", "slow"); code != exitUsage || !strings.Contains(errs, "there is no variant of this name") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if code, _, errs := w.dragstrip("engines", "--add-variant", "x: MY_TOKEN=1"); code != exitUsage || !strings.Contains(errs, "secret") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	w.must("engines", "--forget-variant", "fast b")
	if code, _, errs := w.dragstrip("engines", "--forget-variant", "fast b"); code != exitFailed || !strings.Contains(errs, "no variant fast b was added") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// A search used to try a variable of Vulkan with -dev none, where Vulkan computes
// nothing, because llvmpipe is measured only on request.
func TestAVariableOfAGPUIsNotTriedOnTheCPU(t *testing.T) {
	e := deviceEnv(t)
	var out strings.Builder
	e.out = &out
	for _, v := range []string{"noF16: GGML_VK_DISABLE_F16=1", "two: OMP_NUM_THREADS=2"} {
		if err := (engineSettings{addVariant: v, forgetVariant: ""}).change(e); err != nil {
			t.Fatal(err)
		}
	}
	b := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Backends: []string{"Vulkan", "CPU"}, Devices: []bench.Device{{Name: "Vulkan0", Description: "llvmpipe", Software: true}}}
	gpu := b
	gpu.Devices = []bench.Device{{Name: "Vulkan0", Description: "Intel Arc"}}
	for _, c := range []struct {
		b       bench.EngineBuild
		devices list
		want    string
	}{
		{b, nil, "OMP_NUM_THREADS=2 a"},
		{b, list{"none,auto"}, "OMP_NUM_THREADS=2 a"},
		{b, list{"none,Vulkan0"}, "GGML_VK_DISABLE_F16=1 a|OMP_NUM_THREADS=2 a"},
		{gpu, nil, "GGML_VK_DISABLE_F16=1 a|OMP_NUM_THREADS=2 a"},
	} {
		got, err := e.variantBuilds(&tuneFlags{values: map[string]*list{"devices": &c.devices}}, []bench.EngineBuild{c.b}, false)
		if err != nil || strings.Join(got, "|") != c.want {
			t.Errorf("%v, %q: %q, %v", c.b.Devices, c.devices, got, err)
		}
	}
	e.tellBuilds(e.listedBuilds(t.Context(), []bench.EngineBuild{b, gpu}))
	if text := out.String(); strings.Count(text, "tune also tries noF16 with -dev Vulkan0: ") != 1 || strings.Count(text, "tune also tries noF16: ") != 1 || strings.Count(text, "tune also tries two: ") != 2 {
		t.Errorf("%s", text)
	}
}

// A search used to measure the CPU once with the build for the CPU, and again with
// the same program for Vulkan, where Vulkan has only llvmpipe.
func TestOneProgramIsNotTriedTwiceOnTheCPU(t *testing.T) {
	build := func(id, origin, backends string, devices ...bench.Device) bench.EngineBuild {
		return bench.EngineBuild{ID: id, Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Origin: origin, Backends: strings.Fields(backends), Devices: devices}
	}
	const own = "dragstrip, release"
	llvmpipe := bench.Device{Name: "Vulkan0", Description: "llvmpipe", Software: true}
	vulkan, cpu := build("v", own, "Vulkan CPU", llvmpipe), build("c", own, "CPU")
	newer, variant := build("n", own, "CPU"), build("e", own, "CPU")
	newer.Number, variant.Env = 11700, []string{"A=1"}
	for _, c := range []struct {
		what   string
		builds []bench.EngineBuild
		want   string
	}{
		{"the same program twice", []bench.EngineBuild{vulkan, cpu}, "v"},
		{"a GPU", []bench.EngineBuild{build("g", own, "Vulkan CPU", bench.Device{Name: "Vulkan0", Description: "Intel Arc"}), cpu}, "g c"},
		{"another version", []bench.EngineBuild{vulkan, newer}, "v n"},
		{"somebody's own build", []bench.EngineBuild{vulkan, build("p", "PATH", "CPU")}, "v p"},
		{"another environment", []bench.EngineBuild{vulkan, variant}, "v e"},
	} {
		e := deviceEnv(t)
		var errs strings.Builder
		e.err = &errs
		var ids []string
		for _, b := range e.withoutTwins(c.builds) {
			ids = append(ids, b.ID)
		}
		if got := strings.Join(ids, " "); got != c.want || strings.Contains(errs.String(), "--engine c tries it") != (c.want == "v") {
			t.Errorf("%s: %q, %s", c.what, got, errs.String())
		}
	}
}
