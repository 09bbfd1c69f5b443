package bench

import (
	"strings"
	"testing"
)

// TestWhatAnEngineDoesNotUnderstand is refused with a reason, or left out if it
// changes nothing.
func TestWhatAnEngineDoesNotUnderstand(t *testing.T) {
	tool, server, own := Traits{Server: "toolserver"}, Traits{Together: true, Serves: true, Takes: []Taken{}}, Traits{Together: true, Speculates: true}
	for _, c := range []struct {
		x    Traits
		p    Params
		want string // the beginning of the refusal, or what is kept
	}{
		{tool, Params{"text": "code"}, "!-text code: it takes no text; it measures with random tokens. Leave it out, or measure only servers with it: `dragstrip run MODEL --engine toolserver`"},
		{tool, Params{"draft": "/home/me/small.gguf"}, "!-md small.gguf: it cannot speculate"},
		{tool, Params{"draft": "none"}, ""},
		{tool, Params{"concurrency": "4"}, "!-concurrency 4: it computes one request"},
		{tool, Params{"concurrency": "1"}, ""},
		{server, Params{"text": "list", "draft": "none"}, "-text list"},
		{server, Params{"draft": "mtp"}, "!-md mtp: a request cannot turn on speculation"},
		{Traits{}, Params{"text": "code", "draft": "a.gguf"}, "!-md a.gguf: it cannot speculate"}, // only -md was typed
		{own, Params{"text": "code", "draft": `C:\m\small.gguf`}, "-text code -md small.gguf"},
	} {
		got := ""
		if why := c.x.NotUnderstood("it", c.p); why != "" {
			got = "!" + why
		} else {
			kept, _ := c.p.For(c.x)
			got = kept.String()
		}
		if got != c.want && !(strings.HasPrefix(c.want, "!") && strings.HasPrefix(got, c.want)) {
			t.Errorf("%v: %q, want %q", c.p, got, c.want)
		}
	}
}

func TestValuesOfADraft(t *testing.T) {
	for value, ok := range map[string]bool{"none": true, "mtp": true, "ngram-map-k4v": true, "small.gguf": true, "/m/a b.gguf": true, "a b": false, "$(x)": false, "": false} {
		if err := (Params{"draft": value}).Validate(); (err == nil) != ok {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// A draft model takes memory beside the model, and its digest is known like that of
// the model.
func TestADraftModelIsPartOfItsJob(t *testing.T) {
	kv := KV{Groups: []KVGroup{{Layers: 2, Keys: 64, Values: 64}}}
	draft := Model{Name: "Small", Path: "/old/small.gguf", SizeBytes: 100 << 20, RowBytes: 1000, KV: kv, Files: []ModelFile{{Name: "small.gguf"}}}
	job := Job{
		ID: "j1", Model: Model{Name: "Large", Path: "/m.gguf", SizeBytes: 1 << 30, RowBytes: 4000, KV: kv}, DraftModel: &draft,
		Params: Params{Draft: "/old/small.gguf", "type_k": "q8_0", "type_v": "q8_0"}, Tests: []Test{{Generation: 128, Depth: 1024}},
	}
	without := job
	without.DraftModel = nil
	load := Load{Tokens: 1152}
	if got, want := job.Need().Total()-without.Need().Total(), draft.Need(load).Total(); got != want || got <= draft.SizeBytes {
		t.Errorf("it needs %d bytes more, want %d", got, want)
	}
	text := job
	text.Params = Params{PromptText: "code"}
	if got, want := text.Need().KVBytes, text.Model.Need(Load{Tokens: 1152 + TextPrompt}).KVBytes+draft.Need(Load{Tokens: 1152 + TextPrompt}).KVBytes; got != want {
		t.Errorf("on a text: %d bytes for the contexts, want %d", got, want)
	}
	s := Replay([]Event{
		{Seq: 1, Fact: SessionStarted{Session: "s", Plan: Plan{Jobs: []Job{job}}}},
		{Seq: 2, Job: "j1", Fact: ModelHashed{Files: []ModelFile{{SHA256: "aa"}}, Draft: []ModelFile{{SHA256: "bb"}}}},
	})
	if j := s.Job("j1"); j.Model.Files[0].SHA256 != "aa" || j.DraftModel.Files[0].SHA256 != "bb" || draft.Files[0].SHA256 != "" {
		t.Errorf("%+v, %+v; the plan has %+v", j.Model, j.DraftModel, draft)
	}
	moved := job
	moved.Follow([]MovedFolder{{From: "/old", To: "/new"}})
	if moved.DraftModel.Path != "/new/small.gguf" || moved.Params[Draft] != "/new/small.gguf" || draft.Path != "/old/small.gguf" || job.Params[Draft] != "/old/small.gguf" {
		t.Errorf("%+v %v; it was %+v %v", moved.DraftModel, moved.Params, draft, job.Params)
	}
}

// A journal from elsewhere with a draft model that no parameter turns on used to
// end the program; with -md none, its job began to speculate.
func TestADraftModelThatNothingTurnsOnStaysOff(t *testing.T) {
	moved := []MovedFolder{{From: "/old", To: "/new"}}
	for _, p := range []Params{nil, {Draft: DraftNone}, {Draft: "ngram"}} {
		job := Job{ID: "j1", DraftModel: &Model{Path: "/old/small.gguf"}, Params: p, Tests: []Test{{Generation: 1}}}
		s := Replay([]Event{{Seq: 1, Fact: SessionStarted{Plan: Plan{Jobs: []Job{job}}}}, {Seq: 2, Fact: SessionResumed{Moved: moved}}})
		if j := s.Jobs[0]; j.DraftModel.Path != "/new/small.gguf" || j.Params[Draft] != p[Draft] {
			t.Errorf("%v became %v with %+v", p, j.Params, j.DraftModel)
		}
	}
}
