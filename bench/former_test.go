package bench

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// TestFactsOfTheFormerNameAreReadAndNotWritten: the facts are those of journals
// from when the program was called dyno.
func TestFactsOfTheFormerNameAreReadAndNotWritten(t *testing.T) {
	for line, want := range map[string]Fact{
		`{"kind":"SessionStarted","fact":{"dyno_version":"0.1"}}`:                                          SessionStarted{DragstripVersion: "0.1"},
		`{"kind":"SessionStarted","fact":{"dragstrip_version":"0.2"}}`:                                     SessionStarted{DragstripVersion: "0.2"},
		`{"kind":"SessionResumed","fact":{"dyno_version":"0.1","cut_bytes":7}}`:                            SessionResumed{DragstripVersion: "0.1", CutBytes: 7},
		`{"kind":"LineLogged","fact":{"stream":"dyno","text":"loaded"}}`:                                   LineLogged{Stream: "dragstrip", Text: "loaded"},
		`{"kind":"LineLogged","fact":{"stream":"err","text":"dyno"}}`:                                      LineLogged{Stream: "err", Text: "dyno"},
		`{"kind":"TestFailed","fact":{"failure":{"remedy":"run dyno setup; dyno's makers know"}}}`:         TestFailed{Failure: Failure{Remedy: "run dragstrip setup; dragstrip's makers know"}},
		`{"kind":"Warned","fact":{"warning":{"code":"gpu_unused","remedy":"` + "`dyno engines`" + `"}}}`:   Warned{Warning: Warning{Code: "gpu_unused", Remedy: "`dragstrip engines`"}},
		`{"kind":"JobAdded","fact":{"job":{"build":{"id":"x","origin":"dyno, venv","version":"0.32.2"}}}}`: JobAdded{Job: Job{Build: EngineBuild{ID: "x", Origin: "dragstrip, venv", Version: "0.32.2"}}},
	} {
		var e Event
		if err := json.Unmarshal([]byte(line), &e); err != nil || !reflect.DeepEqual(e.Fact, want) {
			t.Errorf("%s became %+v, %v", line, e.Fact, err)
		}
		if line, ok := e.Fact.(LineLogged); ok && line.Stream == "err" {
			continue // the engine's own words
		}
		if text, err := json.Marshal(e); err != nil || strings.Contains(string(text), "dyno") {
			t.Errorf("%s is written as %s, %v", line, text, err)
		}
	}
}

// TestASessionIsResumedAfterItsFoldersGotAnotherName: its plan names models and
// engines by their former paths.
func TestASessionIsResumedAfterItsFoldersGotAnotherName(t *testing.T) {
	plan := Plan{Jobs: []Job{{ID: "j1", Model: Model{Path: "/d/dyno/models/a.gguf"}, Tests: []Test{{Prompt: 1}}, Build: EngineBuild{
		Prefix: []string{"/d/dyno/e/ld.so", "--library-path", "/d/dyno/e/a:/d/dyno/e/b", "/d/dynosaur/x"}, Env: []string{"LIB=/d/dyno/e"},
	}}}}
	moved := []MovedFolder{{From: "/s/dyno", To: "/s/dragstrip"}, {From: "/d/dyno", To: "/d/dragstrip"}}
	s := Replay([]Event{{Seq: 1, Fact: SessionStarted{Plan: plan}}, {Seq: 2, Fact: SessionResumed{Moved: moved}}})
	got, want := s.Jobs[0].Job, Job{ID: "j1", Model: Model{Path: "/d/dragstrip/models/a.gguf"}, Tests: []Test{{Prompt: 1}}, Build: EngineBuild{
		Prefix: []string{"/d/dragstrip/e/ld.so", "--library-path", "/d/dragstrip/e/a:/d/dragstrip/e/b", "/d/dynosaur/x"}, Env: []string{"LIB=/d/dragstrip/e"},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if s.Plan.Jobs[0].Build.Prefix[0] != "/d/dyno/e/ld.so" {
		t.Error("the plan as it was written was changed")
	}
}

// TestAMoveThatNamesNoFolderOrTooMuchChangesNothing: fuzzing found that the
// search for a folder without a name never ended.
func TestAMoveThatNamesNoFolderOrTooMuchChangesNothing(t *testing.T) {
	long := strings.Repeat("a/", 1000)
	for name, m := range map[string][]MovedFolder{
		"no name":     {{From: "", To: "/x"}},
		"a flood":     {{From: "a", To: strings.Repeat("a", maxPlace)}},
		"and another": {{From: "a", To: strings.Repeat("a:", 2000)}, {From: "a", To: strings.Repeat("a:", 2000)}},
	} {
		if got := NowIn(m, long); got != long {
			t.Errorf("%s: %d bytes of %d", name, len(got), len(long))
		}
	}
	if got := PlacesBelow("", long); got != nil {
		t.Errorf("%q", got)
	}
}
