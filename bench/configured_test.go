package bench

import (
	"strings"
	"testing"
)

func TestRoundsOfDifferentConfigurationsAreSuspect(t *testing.T) {
	for what, change := range map[string]func(*Result){
		"engine builds": func(r *Result) { r.BuildCommit = "new" },
		"backends":      func(r *Result) { r.Backend = "Vulkan" },
		"thread counts": func(r *Result) { r.Threads = 8 },
		"models":        func(r *Result) { r.ModelSizeBytes = 2 },
		"":              func(r *Result) {},
	} {
		s := tell(Plan{Rounds: 2}, "a")
		s.say("a", EngineStarted{Invocation: 1})
		r := Result{Test: tg, Backend: "CPU", BuildCommit: "old", Threads: 4, ModelSizeBytes: 1, SamplesNS: []int64{1e9, 1e9, 1e9}}
		s.say("a", TestFinished{Result: r})
		r.Round = 1
		change(&r)
		s.say("a", TestFinished{Result: r})
		doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
		if what == "" {
			if len(doubts) > 0 {
				t.Errorf("%+v", doubts)
			}
			continue
		}
		if codes(doubts) != "mixed_configuration" || !strings.Contains(doubts[0].Text, what) || GradeOf(doubts) != GradeSuspect {
			t.Errorf("%s: %+v", what, doubts)
		}
	}
}

// sixOfOneSecond are the six repetitions that tell plans for each test. Each
// took one second.
var sixOfOneSecond = []int64{1e9, 1e9, 1e9, 1e9, 1e9, 1e9}

func TestFallingBackToTheCPUIsSuspect(t *testing.T) {
	gpu := []Device{{Name: "Vulkan0", Description: "Radeon 8060S"}}
	for _, c := range []struct {
		what    string
		devices []Device
		params  Params
		backend string
		want    string
	}{
		{"a build with a GPU computed on the CPU", gpu, nil, "CPU", "cpu_fallback"},
		{"it computed on the GPU", gpu, nil, "Vulkan", ""},
		{"the CPU was asked for", gpu, Params{"n_gpu_layers": "0"}, "CPU", ""},
		{"no device was asked for", gpu, Params{"devices": "none"}, "CPU", ""},
		{"there is no GPU", []Device{{Name: "CPU"}}, nil, "CPU", ""},
		{"an old build that does not tell", gpu, nil, "", ""},
		{"BLAS is no GPU", []Device{{Name: "BLAS", Description: "OpenBLAS"}}, nil, "BLAS", ""},
		{"BLAS beside a GPU", append([]Device{{Name: "BLAS"}}, gpu...), nil, "BLAS", "cpu_fallback"},
		{"another machine's", []Device{{Name: "RPC0"}}, nil, "RPC", ""},
		{"the CPU, with a backend for other machines", nil, nil, "RPC", ""},
		{"a build for a GPU on a machine without one", nil, nil, "CUDA", ""},
		{"a build for a GPU that found none, the CPU asked for", nil, Params{"n_gpu_layers": "0"}, "CUDA", ""},
		{"a build for a GPU that names it in its results only", nil, nil, "CUDA RTX 4090", ""},
	} {
		s := tell(Plan{}, "a")
		s.Jobs[0].Build.Devices, s.Jobs[0].Params = c.devices, c.params
		s.say("a", EngineStarted{Invocation: 1})
		backend, name, _ := strings.Cut(c.backend, " ")
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: backend, GPU: name, BuildNumber: 11669, SamplesNS: sixOfOneSecond}})
		if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); got != c.want {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

// If a build for a GPU finds no GPU although the machine has one, it measures
// the CPU. Nobody wanted that.
func TestABuildThatDoesNotFindTheMachinesGPUIsSuspect(t *testing.T) {
	s := tell(Plan{}, "a")
	s.Machine.GPUs = []GPU{{Name: "RTX 4090"}}
	s.say("a", EngineStarted{Invocation: 1})
	s.say("a", TestFinished{Result: Result{Test: tg, Backend: "CUDA", BuildNumber: 11669, SamplesNS: sixOfOneSecond}})
	if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); !strings.Contains(got, "cpu_fallback") {
		t.Errorf("%q", got)
	}
}

// A build without a backend for the machine's GPU measures the CPU, and that is
// right. But the warning must say that the CPU was measured.
func TestAGPUThatNoBuildUsesIsNamed(t *testing.T) {
	for want, change := range map[string]func(*told){
		"gpu_unused": func(s *told) {},
		"":           func(s *told) { s.Machine.GPUs = nil },
		" ":          func(s *told) { s.Jobs[0].Params = Params{"n_gpu_layers": "0"} },
		"  ":         func(s *told) { s.Jobs[0].Tests[0].Results[0].Backend = "Vulkan" },
	} {
		s := tell(Plan{}, "a")
		s.Machine.GPUs = []GPU{{Name: "Radeon 8060S"}}
		s.say("a", EngineStarted{Invocation: 1})
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: "CPU", SamplesNS: sixOfOneSecond}})
		change(s)
		doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
		if codes(doubts) != strings.TrimSpace(want) || GradeOf(doubts) != GradeClean {
			t.Errorf("%q: %+v", want, doubts)
		}
	}
}

// A program may be replaced between two tests of a job, while the session is
// stopped. Then pp and tg would be shown under the name of one build.
func TestTestsOfOneJobByDifferentBuildsAreSuspect(t *testing.T) {
	pp := Test{Prompt: 512}
	for replaced, want := range map[string]string{"old": "", "new": "different_builds"} {
		s := tell(Plan{Jobs: []Job{{ID: "a", Tests: []Test{tg, pp}, Repetitions: 1}}})
		s.say("a", EngineStarted{Invocation: 1})
		s.say("a", TestFinished{Result: Result{Test: tg, Backend: "CPU", BuildCommit: "old", BuildNumber: 1, SamplesNS: []int64{1e9}}})
		s.say("a", TestFinished{Result: Result{Test: pp, Backend: "CPU", BuildCommit: replaced, BuildNumber: 1, SamplesNS: []int64{1e9}}})
		first, second := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0]), s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[1])
		if codes(first) != "" || codes(second) != want || want != "" && (GradeOf(second) != GradeSuspect || !strings.Contains(second[0].Text, "build new (1), but tg")) {
			t.Errorf("%s: %+v, %+v", replaced, first, second)
		}
	}
}

func TestHugePagesAreNamedWhereTheyCount(t *testing.T) {
	for _, c := range []struct {
		what, state, backend string
		test                 Test
		want                 string
	}{
		{"for those who ask", "madvise", "CPU", tg, "huge_pages"},
		{"for nobody", "never", "CPU", tg, "huge_pages"},
		{"for all", "always", "CPU", tg, ""},
		{"no such setting", "", "CPU", tg, ""},
		{"on a GPU", "never", "Vulkan", tg, ""},
		{"a prompt", "never", "CPU", Test{Prompt: 512}, ""},
	} {
		s := tell(Plan{}, "a")
		s.Machine.HugePages = c.state
		s.Jobs[0].Tests[0].Test = c.test
		s.say("a", EngineStarted{Invocation: 1})
		s.say("a", TestFinished{Result: Result{Test: c.test, Backend: c.backend, SamplesNS: sixOfOneSecond}})
		doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
		if codes(doubts) != c.want || GradeOf(doubts) != GradeClean {
			t.Errorf("%s: %+v", c.what, doubts)
		}
	}
}
