package bench

import (
	"slices"
	"strings"
	"testing"
)

func inEnvironment(inherited, env []string) EngineBuild {
	return EngineBuild{Engine: "llama.cpp", Inherited: inherited, Env: env}
}

func TestWhatIsSetForABuildReplacesWhatItInherits(t *testing.T) {
	b := inEnvironment([]string{"OMP_NUM_THREADS=4", "VK_X=1"}, []string{"OMP_NUM_THREADS=8", "GGML_Y=1"})
	if got := b.Environment(); !slices.Equal(got, []string{"GGML_Y=1", "OMP_NUM_THREADS=8", "VK_X=1"}) {
		t.Errorf("%q", got)
	}
}

// A variable counts wherever it comes from: the shell, or --engine "VAR=1 …".
func TestEnvironmentsAreComparedByWhatTheEngineSees(t *testing.T) {
	set, inherited, none := inEnvironment(nil, []string{"GGML_X=1"}), inEnvironment([]string{"GGML_X=1"}, nil), inEnvironment(nil, nil)
	if !set.SameEnvironment(inherited) || set.SameEnvironment(none) || inherited.SameEnvironment(none) {
		t.Error("the same variable does not count the same from both places")
	}
	if got := EnvironmentChanges(none, set); len(got) != 1 || got[0].String() != "GGML_X was not set, then 1" {
		t.Errorf("%v", got)
	}
	// A report hides whose home it was.
	if there := inEnvironment([]string{"VK_DRIVER_FILES=~/x.json"}, nil); !there.SameEnvironment(inEnvironment([]string{"VK_DRIVER_FILES=/home/ada/x.json"}, nil)) ||
		there.SameEnvironment(inEnvironment([]string{"VK_DRIVER_FILES=/home/ada/y.json"}, nil)) {
		t.Error("a home folder counts as a difference, or nothing does")
	}
	// Toolkits lie elsewhere on every machine.
	if there := inEnvironment([]string{"CUDA_HOME=/opt/cuda", "LLAMA_CACHE=/c"}, nil); !there.SameEnvironment(none) {
		t.Error("a place counts as a difference")
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	for variable, want := range map[string]string{
		"HF_TOKEN=abc": "HF_TOKEN=…", "my_api_key=abc": "my_api_key=…", "A_SECRET=x": "A_SECRET=…", "PASSWORD=x": "PASSWORD=…",
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

// A session that was resumed from another shell used to say nothing.
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
