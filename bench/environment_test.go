package bench

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// inEnvironment is a build whose inherited environment was recorded.
func inEnvironment(inherited, env []string) EngineBuild {
	return EngineBuild{Engine: "llama.cpp", Inherited: append([]string{}, inherited...), Env: env}
}

func sameEnvironment(a, b EngineBuild) bool { return len(EnvironmentChanges(a, b)) == 0 }

func TestWhatIsSetForABuildReplacesWhatItInherits(t *testing.T) {
	b := inEnvironment([]string{"OMP_NUM_THREADS=4", "VK_X=1"}, []string{"OMP_NUM_THREADS=8", "GGML_Y=1"})
	if got := b.Environment(); !slices.Equal(got, []string{"GGML_Y=1", "OMP_NUM_THREADS=8", "VK_X=1"}) {
		t.Errorf("%q", got)
	}
}

// A variable counts wherever it comes from: the shell, or --engine "VAR=1 …".
func TestEnvironmentsAreComparedByWhatTheEngineSees(t *testing.T) {
	set, inherited, none := inEnvironment(nil, []string{"GGML_X=1"}), inEnvironment([]string{"GGML_X=1"}, nil), inEnvironment(nil, nil)
	if !sameEnvironment(set, inherited) || sameEnvironment(set, none) || sameEnvironment(inherited, none) {
		t.Error("the same variable does not count the same from both places")
	}
	if got := EnvironmentChanges(none, set); len(got) != 1 || got[0].String() != "GGML_X was not set, then 1" {
		t.Errorf("%v", got)
	}
	// A report replaces the home folder, so that it does not show whose it was.
	if there := inEnvironment([]string{"VK_DRIVER_FILES=~/x.json"}, nil); !sameEnvironment(there, inEnvironment([]string{"VK_DRIVER_FILES=/home/ada/x.json"}, nil)) ||
		sameEnvironment(there, inEnvironment([]string{"VK_DRIVER_FILES=/home/ada/y.json"}, nil)) {
		t.Error("a home folder counts as a difference, or nothing does")
	}
	// Every machine has its toolkits in other folders.
	if there := inEnvironment([]string{"CUDA_HOME=/opt/cuda", "LLAMA_CACHE=/c"}, nil); !sameEnvironment(there, none) {
		t.Error("a place counts as a difference")
	}
}

// Journals and reports of earlier versions do not say what a build inherited.
// That used to count as a change from "not set".
func TestWhatWasNotRecordedIsNotCompared(t *testing.T) {
	old, now := EngineBuild{Engine: "llama.cpp"}, inEnvironment([]string{"OMP_NUM_THREADS=4"}, nil)
	if got := EnvironmentChanges(old, now); len(got) > 0 {
		t.Errorf("%v", got)
	}
	set := now
	set.Env = []string{"GGML_X=1"}
	if got := EnvironmentChanges(old, set); len(got) != 1 || got[0].Name != "GGML_X" {
		t.Errorf("what was set for a build was always recorded: %v", got)
	}
	for _, b := range []EngineBuild{old, inEnvironment(nil, nil)} {
		var back EngineBuild
		text, err := json.Marshal(b)
		if err == nil {
			err = json.Unmarshal(text, &back)
		}
		if err != nil || back.InheritsKnown() != b.InheritsKnown() {
			t.Errorf("%s, %v: known %t, want %t", text, err, back.InheritsKnown(), b.InheritsKnown())
		}
	}
}

// A suffix such as _PATH used to be enough for a variable not to count.
func TestAPathThatChoosesWhatComputesIsNoPlace(t *testing.T) {
	for name, want := range map[string]bool{
		"CUDA_HOME": true, "CUDA_PATH": true, "CUDA_PATH_V12_4": true, "LLAMA_CACHE": true, "MESA_SHADER_CACHE_DIR": true, "VK_SDK_PATH": true,
		"GGML_BACKEND_PATH": false, "LD_LIBRARY_PATH": false, "VK_LAYER_PATH": false, "ROCBLAS_TENSILE_LIBPATH": false, "GGML_X": false,
	} {
		if SaysWhere(name) != want {
			t.Errorf("%s: %t", name, !want)
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	for variable, want := range map[string]string{
		"HF_TOKEN=abc": "HF_TOKEN=…", "my_api_key=abc": "my_api_key=…", "A_SECRET=x": "A_SECRET=…", "PASSWORD=x": "PASSWORD=…",
		"DB_PASSWD=x": "DB_PASSWD=…", "HTTP_AUTH=x": "HTTP_AUTH=…", "A_CREDENTIALS=x": "A_CREDENTIALS=…",
		"TOKEN=": "TOKEN=", "GGML_X=1": "GGML_X=1", "GGML_X": "GGML_X",
	} {
		if got := ShownVariable(variable); got != want {
			t.Errorf("%q is shown as %q, want %q", variable, got, want)
		}
	}
	changes := EnvironmentChanges(inEnvironment(nil, []string{"HF_TOKEN=abc"}), inEnvironment(nil, nil))
	if len(changes) != 1 || strings.Contains(changes[0].String(), "abc") {
		t.Errorf("%v", changes)
	}
}

// A session that was begun before environments were recorded, and was resumed
// today, used to be suspect.
func TestAStartWhoseEnvironmentWasNotRecordedIsNoDoubt(t *testing.T) {
	unknown, four, eight := EngineBuild{Engine: "llama.cpp"}, inEnvironment([]string{"OMP_NUM_THREADS=4"}, nil), inEnvironment([]string{"OMP_NUM_THREADS=8"}, nil)
	for _, c := range []struct {
		starts []EngineBuild
		want   string
	}{
		{[]EngineBuild{unknown, four, four}, ""},
		{[]EngineBuild{four, unknown, four}, ""},
		{[]EngineBuild{four, unknown, eight}, "different_environment"},
		{[]EngineBuild{unknown, inEnvironment(nil, nil), four}, "different_environment"},
	} {
		s := tell(Plan{Jobs: []Job{{ID: "a", Tests: []Test{tg}, Repetitions: 1}}})
		for i, b := range c.starts {
			s.say("a", EngineStarted{Invocation: i + 1, Build: b})
		}
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: "CPU", SamplesNS: []int64{1e9}}})
		if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); got != c.want {
			t.Errorf("%+v: %q, want %q", c.starts, got, c.want)
		}
	}
}

// A session that is resumed from another shell gets a warning. It used to get
// none.
func TestAJobMeasuredInTwoEnvironmentsIsSuspect(t *testing.T) {
	for inherited, want := range map[string]string{"GGML_X=1": "", "GGML_X=2": "different_environment", "CUDA_HOME=/x": "different_environment"} {
		s := tell(Plan{Jobs: []Job{{ID: "a", Tests: []Test{tg}, Repetitions: 1}}})
		s.say("a", EngineStarted{Invocation: 1, Build: inEnvironment([]string{"GGML_X=1"}, nil)})
		s.say("a", EngineStarted{Invocation: 2, Build: inEnvironment([]string{inherited}, nil)})
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: "CPU", SamplesNS: []int64{1e9}}})
		if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); got != want {
			t.Errorf("%s: %s, want %s", inherited, got, want)
		}
	}
}
