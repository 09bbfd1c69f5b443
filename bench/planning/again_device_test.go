package planning

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func withDevices(id string, devices ...bench.Device) bench.EngineBuild {
	return bench.EngineBuild{ID: id, Engine: "llama.cpp", Prefix: []string{"/" + id}, Version: "0.7.0", Number: 11669, Backends: []string{"Vulkan", "CPU"}, Devices: devices}
}

// Of two builds of one version, the first one found used to be taken, even if
// it could only measure the CPU.
func TestTheBuildThatHasTheDeviceIsTaken(t *testing.T) {
	radeon, other := bench.Device{Name: "Vulkan0", Description: "Radeon 8060S"}, bench.Device{Name: "Vulkan0", Description: "llvmpipe"}
	cuda := bench.Device{Name: "CUDA0", Description: "RTX 4090"}
	for _, c := range []struct {
		what         string
		was          bench.EngineBuild
		params       bench.Params
		backend      string
		here         []bench.EngineBuild
		want         string
		notes, doubt string
	}{
		{"the second has it", withDevices("x", radeon), nil, "Vulkan", []bench.EngineBuild{withDevices("a"), withDevices("b", radeon)}, "b", "dragstrip chose b, which has the measured device; a does not have that device", ""},
		{"the one in place lost it", withDevices("a", radeon), nil, "Vulkan", []bench.EngineBuild{withDevices("a"), withDevices("b", radeon)}, "b", "dragstrip chose b", ""},
		{"both have it", withDevices("b", radeon), nil, "Vulkan", []bench.EngineBuild{withDevices("a", radeon), withDevices("b", radeon)}, "b", "", ""},
		{"another GPU", withDevices("x", radeon), nil, "Vulkan", []bench.EngineBuild{withDevices("a"), withDevices("b", other)}, "b", "was measured on Vulkan0 Radeon 8060S; here its device is Vulkan0 llvmpipe", ""},
		{"none has it", withDevices("x", radeon), nil, "Vulkan", []bench.EngineBuild{withDevices("a"), withDevices("b", cuda)}, "a", "", "was measured on Vulkan0 Radeon 8060S; here it has no such device"},
		{"the CPU was asked for", withDevices("x", radeon), bench.Params{"devices": "none"}, "Vulkan", []bench.EngineBuild{withDevices("a"), withDevices("b", radeon)}, "a", "", ""},
		{"an old report lists no devices", withDevices("x"), nil, "Vulkan", []bench.EngineBuild{withDevices("a"), withDevices("b", radeon)}, "b", "dragstrip chose b", ""},
		{"an old report of the CPU", withDevices("x"), nil, "CPU", []bench.EngineBuild{withDevices("a"), withDevices("b", radeon)}, "a", "", ""},
	} {
		old := measuredWith(modelFile("M", "/m.gguf"), c.was)
		j := old.Jobs[0]
		j.Params = c.params
		for _, test := range j.Tests {
			test.Results = []bench.Result{{Test: test.Test, Backend: c.backend, SamplesNS: []int64{1e9}}}
		}
		taken, err := machine{models: []bench.Model{modelFile("M", "/m.gguf")}, builds: c.here}.again(old).Plan()
		if err != nil {
			t.Fatal(err)
		}
		if got := taken.Plan.Jobs[0].Build.ID; got != c.want {
			t.Errorf("%s: %s was taken", c.what, got)
		}
		for said, want := range map[string]string{strings.Join(taken.Notes, "\n"): c.notes, "! " + strings.Join(taken.Doubts, "\n"): c.doubt} {
			if !strings.Contains(said, want) || want == "" && strings.TrimPrefix(said, "! ") != "" {
				t.Errorf("%s: said %q, want %q", c.what, said, want)
			}
		}
	}
}

// The driver used to be blamed, although only a variable was missing.
func TestTheVariableThatShowedTheDeviceIsTheFirstRemedy(t *testing.T) {
	for variable, remedy := range map[string]string{
		"GGML_VK_VISIBLE_DEVICES=0":             "it was 0, and is not set now; set it with --engine 'GGML_VK_VISIBLE_DEVICES=0 llama.cpp'; or check the driver",
		"GGML_VK_VISIBLE_DEVICES=$(rm_-rf_~)'x": "here it has no such device; check the driver", // nothing that somebody may copy into a shell
		"CUDA_VISIBLE_DEVICES=0":                "here it has no such device; check the driver", // the build does not read it
	} {
		was := withDevices("a", bench.Device{Name: "Vulkan0", Description: "llvmpipe"})
		is := withDevices("a")
		was.Inherited, is.Inherited = []string{variable}, []string{}
		old := measuredWith(modelFile("M", "/m.gguf"), was)
		taken, err := machine{models: []bench.Model{modelFile("M", "/m.gguf")}, builds: []bench.EngineBuild{is}}.again(old).Plan()
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(taken.Doubts, "\n"); !strings.Contains(said, remedy) {
			t.Errorf("said %q, want %q", said, remedy)
		}
	}
}

// An inherited variable is a circumstance. A variable that was set for the
// build belongs to the build.
func TestAnotherEnvironmentIsSaid(t *testing.T) {
	in := func(env, inherited string) bench.EngineBuild {
		b := withDevices("a")
		b.Env, b.Inherited = strings.Fields(env), strings.Fields(inherited)
		return b
	}
	for _, c := range []struct {
		was, is     bench.EngineBuild
		note, doubt string
	}{
		{in("", "GGML_X=1"), in("", ""), "GGML_X was 1, and is not set now", ""},
		{in("GGML_X=1", ""), in("", ""), "", "GGML_X was 1, and is not set now; --engine"},
		{in("", ""), in("GGML_X=2", ""), "", "GGML_X was not set, and is 2 now"},
		{in("GGML_X=1", ""), in("", "GGML_X=1"), "", ""},
		{in("", "CUDA_HOME=/a"), in("", "CUDA_HOME=/b"), "", ""},
	} {
		a := machine{models: []bench.Model{modelFile("M", "/m.gguf")}, builds: []bench.EngineBuild{c.is}}.again(measuredWith(modelFile("M", "/m.gguf"), c.was))
		a.Builds.Named = []bench.EngineBuild{c.is}
		taken, err := a.Plan()
		if err != nil {
			t.Fatal(err)
		}
		if notes, doubts := strings.Join(taken.Notes, "\n"), strings.Join(taken.Doubts, "\n"); !strings.Contains(notes, c.note) || !strings.Contains(doubts, c.doubt) ||
			(c.note == "") != (notes == "") || (c.doubt == "") != (doubts == "") {
			t.Errorf("%q → %q: notes %q, doubts %q", c.was.Environment(), c.is.Environment(), notes, doubts)
		}
	}
}

// A build used to be taken although it was started without the arguments that
// were measured.
func TestABuildStartedWithOtherWordsIsDoubted(t *testing.T) {
	with := func(id string, arguments ...string) bench.EngineBuild {
		b := withDevices(id)
		b.Prefix = append(b.Prefix, arguments...)
		return b
	}
	plain, numa := with("a"), with("b", "--numa", "distribute")
	for _, c := range []struct {
		what  string
		was   bench.EngineBuild
		here  []bench.EngineBuild
		want  string
		doubt string
	}{
		{"only the plain build is here", with("x", "--numa", "distribute"), []bench.EngineBuild{plain}, "a", "was measured with --numa distribute, and is started with no arguments now; --engine 'NAME ARGUMENTS'"},
		{"arguments were added", with("x"), []bench.EngineBuild{numa}, "b", "was measured with no arguments, and is started with --numa distribute now"},
		{"both are here", with("x", "--numa", "distribute"), []bench.EngineBuild{plain, numa}, "b", ""},
		{"a report has the words only", bench.EngineBuild{Engine: "llama.cpp", Version: "0.7.0", Added: []string{"--numa", "distribute"}}, []bench.EngineBuild{plain, numa}, "b", ""},
	} {
		old := measuredWith(modelFile("M", "/m.gguf"), c.was)
		taken, err := machine{models: []bench.Model{modelFile("M", "/m.gguf")}, builds: c.here}.again(old).Plan()
		if err != nil {
			t.Fatal(err)
		}
		if got, doubts := taken.Plan.Jobs[0].Build.ID, strings.Join(taken.Doubts, "\n"); got != c.want || !strings.Contains(doubts, c.doubt) || (c.doubt == "") != (doubts == "") {
			t.Errorf("%s: %s was taken, doubts %q", c.what, got, doubts)
		}
		for _, b := range c.here {
			if same := SameBuild(old.Jobs[0], b); same != (c.doubt == "" && b.ID == c.want) {
				t.Errorf("%s: %s is the same build: %t", c.what, b.ID, same)
			}
		}
	}
}
