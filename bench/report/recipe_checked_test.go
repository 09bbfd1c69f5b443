package report

import (
	"testing"

	"dragstrip/bench"
)

// A report from elsewhere can name a draft model that no parameter turns on.
func TestADraftModelThatNothingTurnsOnIsDropped(t *testing.T) {
	for value, kept := range map[string]bool{"": false, bench.DraftNone: false, "ngram-mod": false, "small.gguf": true} {
		job := bench.Job{
			ID: "j1", Model: bench.Model{Name: "m", Path: "/m.gguf"}, DraftModel: &bench.Model{Name: "small", Path: "/d/small.gguf"},
			Build: bench.EngineBuild{Engine: "llama-server", Prefix: []string{"x"}}, Tests: []bench.Test{pp512}, Repetitions: 1,
		}
		if value != "" {
			job.Params = bench.Params{bench.Draft: value}
		}
		tell := newTeller()
		tell.tell("", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: bench.Plan{Rounds: 1, Jobs: []bench.Job{job}}})
		back, err := AsRead(tell.s)
		if err != nil || (back.Jobs[0].DraftModel != nil) != kept {
			t.Errorf("%q: %v, %+v", value, err, back)
		}
	}
}
