package planning

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// machine is a machine with these models and builds. Every digest is made from
// the model's name.
type machine struct {
	models []bench.Model
	builds []bench.EngineBuild
}

func (m machine) again(old *bench.Session) *Again {
	return &Again{
		Old: old,
		Models: ModelsHere{
			Open: func(path string) (bench.Model, error) {
				for _, one := range m.models {
					if one.Path == path {
						return one, nil
					}
				}
				return bench.Model{}, errors.New("no such file")
			},
			Nearby:     func(want bench.Model) []string { return []string{want.Path} },
			Everywhere: func() ([]bench.Model, error) { return m.models, nil },
			Parts:      func(of bench.Model) []string { return []string{of.Path} },
			Digest:     func(of bench.Model, _ string) (string, error) { return "sum of " + of.Name, nil },
			Quote:      func(s string) string { return "'" + s + "'" },
		},
		Builds: BuildsHere{
			Like: func(bench.EngineBuild) ([]bench.EngineBuild, error) { return m.builds, nil },
			Best: func(_ string, of []bench.EngineBuild) (bench.EngineBuild, bool) {
				if len(of) == 0 {
					return bench.EngineBuild{}, false
				}
				return of[0], true
			},
		},
	}
}

func modelFile(name, path string) bench.Model {
	return bench.Model{Name: name, Path: path, Format: "gguf", Files: []bench.ModelFile{{SizeBytes: 10, SHA256: "sum of " + name}}}
}

func measuredWith(m bench.Model, b bench.EngineBuild) *bench.Session {
	job := bench.Job{ID: "j1", Model: m, Build: b, Repetitions: 6, Tests: []bench.Test{{Generation: 8}}}
	return bench.Replay([]bench.Event{{Seq: 1, Fact: bench.SessionStarted{Session: "old", Plan: bench.Plan{Jobs: []bench.Job{job}}}}})
}

func TestTheSameFileAndBuildAreFoundWhereTheyLieNow(t *testing.T) {
	built := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Prefix: []string{"/old/llama-bench"}, Commit: "1d1ccce"}
	moved := built
	moved.ID, moved.Prefix = "b", []string{"/new/llama-bench"}
	other := built
	other.Prefix, other.Commit = []string{"/other"}, "4227c9b"
	here := machine{
		models: []bench.Model{modelFile("Other", "/old/m.gguf"), modelFile("M", "/new/m.gguf")},
		builds: []bench.EngineBuild{other, moved},
	}
	taken, err := here.again(measuredWith(modelFile("M", "/old/m.gguf"), built)).Plan()
	if err != nil || len(taken.Doubts) > 0 {
		t.Fatalf("%v: %v", err, taken.Doubts)
	}
	if j := taken.Plan.Jobs[0]; j.Model.Path != "/new/m.gguf" || j.Build.ID != "b" || taken.Plan.RerunOf != "old" {
		t.Errorf("%+v", taken.Plan)
	}
}

func TestWhatDiffersIsDoubted(t *testing.T) {
	built := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Prefix: []string{"/x"}, Commit: "1d1ccce", Env: []string{"A=1"}}
	now := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Prefix: []string{"/x"}, Commit: "4227c9b"}
	here := machine{models: []bench.Model{modelFile("Other", "/m.gguf")}, builds: []bench.EngineBuild{now}}
	old := measuredWith(modelFile("M", "/m.gguf"), built)
	taken, err := here.again(old).Plan()
	text := strings.Join(taken.Doubts, "\n")
	for _, part := range []string{"engine build llama.cpp 1d1ccce with A=1 was not found on this machine", "has other contents", "--model 'M=PATH' names another file"} {
		if err != nil || !strings.Contains(text, part) {
			t.Errorf("%q is missing: %v\n%s", part, err, text)
		}
	}
	named := here.again(old)
	named.Builds.Named = here.builds
	if taken, err = named.Plan(); err != nil || !strings.Contains(strings.Join(taken.Doubts, "\n"), "another environment: A was 1, and is not set now") {
		t.Errorf("named: %v: %v", err, taken.Doubts)
	}
	if _, err := (machine{builds: here.builds}).again(old).Plan(); err == nil || !strings.Contains(err.Error(), "sha256 sum of M) is not on this machine") {
		t.Errorf("no model: %v", err)
	}
	if _, err := (machine{models: here.models}).again(old).Plan(); err == nil || !strings.Contains(err.Error(), "`dragstrip setup` installs one") {
		t.Errorf("no build: %v", err)
	}
}

func TestModelsAreNamedByNameOrAlone(t *testing.T) {
	old := measuredWith(modelFile("M", "/m.gguf"), bench.EngineBuild{})
	quote := func(s string) string { return s }
	there := func(path string) bool { return path == "/there.gguf" }
	for _, text := range []string{"/there.gguf", "M=/there.gguf", "m.gguf=/there.gguf"} {
		named, err := NamedModels(old, []string{text}, there, quote)
		if err != nil || !slices.Equal(slices.Collect(maps.Values(named)), []string{"/there.gguf"}) {
			t.Errorf("%s: %v, %v", text, named, err)
		}
	}
	var mistake Mistake
	if _, err := NamedModels(old, []string{"N=/there.gguf"}, there, quote); !errors.As(err, &mistake) || !strings.Contains(err.Error(), "M=PATH") {
		t.Errorf("%v", err)
	}
	if err := CheckNamed(old, 2); !errors.As(err, &mistake) {
		t.Errorf("two builds for one: %v", err)
	}
}

// What failed on another machine, such as for lack of memory, used to be left out
// here, too.
func TestASearchTriesAgainWhatFailedElsewhere(t *testing.T) {
	built := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Prefix: []string{"/llama-bench"}, Commit: "1d1ccce"}
	model := modelFile("M", "/m.gguf")
	old := measuredWith(model, built)
	old.Plan.Tuning = &bench.Tuning{Choices: [][]int{{}}, Goals: []bench.TuningGoal{{Prompt: 8}}, Known: []bench.TuningKnown{{Code: bench.FailOutOfMemory}}}
	taken, err := machine{models: []bench.Model{model}, builds: []bench.EngineBuild{built}}.again(old).Plan()
	if err != nil || taken.Plan.Tuning == nil || len(taken.Plan.Tuning.Known) > 0 || len(old.Plan.Tuning.Known) != 1 {
		t.Errorf("%v: %+v; before: %+v", err, taken.Plan.Tuning, old.Plan.Tuning)
	}
}

// A stand-in was to be downloaded, and nothing said how to write it again.
func TestAStandInIsWrittenAndNotDownloaded(t *testing.T) {
	lost := modelFile("Llama 3.2 1B", "/m/standin.gguf")
	lost.StandIn, lost.Quant = true, "Q4_0"
	build := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Prefix: []string{"/llama-bench"}}
	_, err := machine{builds: []bench.EngineBuild{build}}.again(measuredWith(lost, build)).Plan()
	if err == nil || !strings.Contains(err.Error(), "`dragstrip standin 'Llama 3.2 1B' 'Q4_0' --format 'gguf'` writes this stand-in again") || strings.Contains(err.Error(), "download") {
		t.Errorf("%v", err)
	}
}

// A report has only the name of the draft model's file.
func TestTheDraftModelIsFoundByItsName(t *testing.T) {
	model, built := modelFile("M", "/m.gguf"), bench.EngineBuild{ID: "a", Engine: "x", Prefix: []string{"/x"}}
	old := measuredWith(model, built)
	old.Jobs[0].Params = bench.Params{bench.Draft: "small.gguf"}
	here := machine{models: []bench.Model{model, modelFile("Small", "/here/small.gguf")}, builds: []bench.EngineBuild{built}}
	taken, err := here.again(old).Plan()
	if err != nil || taken.Plan.Jobs[0].Params[bench.Draft] != "/here/small.gguf" {
		t.Errorf("%v: %+v", err, taken.Plan.Jobs)
	}
	// If its digest is known, a file with other contents is another configuration.
	measured := modelFile("Small", "small.gguf")
	old.Jobs[0].DraftModel = &measured
	if taken, err = here.again(old).Plan(); err != nil || taken.Plan.Jobs[0].DraftModel.Path != "/here/small.gguf" {
		t.Errorf("%v: %+v", err, taken.Plan.Jobs)
	}
	here.models[1].Name = "Other"
	if _, err := here.again(old).Plan(); err == nil || !strings.Contains(err.Error(), "/here/small.gguf has other contents") {
		t.Errorf("another file of its name: %v", err)
	}
	here.models = here.models[:1]
	if _, err := here.again(old).Plan(); err == nil || !strings.Contains(err.Error(), "the draft model small.gguf is not on this machine") {
		t.Errorf("without it: %v", err)
	}
}

func TestOnlySpeculationAddsKindsOfText(t *testing.T) {
	for _, c := range []struct {
		drafts []string
		sets   int
	}{{nil, 1}, {[]string{"none"}, 1}, {[]string{"none,mtp"}, 6}, {[]string{"none", "mtp"}, 6}} {
		sets, err := Wishes{Params: map[string][]string{bench.Draft: c.drafts}}.Sweep()
		if err != nil || len(sets) != c.sets {
			t.Errorf("%v: %v, %v", c.drafts, err, sets)
		}
	}
}
