package lmstudio

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
	"dragstrip/runner/serving"
	"dragstrip/runner/words"
)

// Settings of the driver's command line that say what proposes tokens: what was
// asked for, and the name that the server has for it.
const (
	setDraft = bench.Draft + "="
	setName  = "draft_model="
)

// drafting is what proposes tokens in the tests of a start.
type drafting struct {
	// asked is the file of a draft model, or bench.DraftNone; "" if nothing was
	// asked for. name is the server's name for the file.
	asked, name string
	// loaded are the instances of the draft model that were there before. They are
	// the user's. known says that the server was asked for them.
	loaded []instance
	known  bool
}

// draftingOf reads the settings of the driver's command line.
func draftingOf(set []string) (d drafting) {
	for _, one := range set {
		if value, is := strings.CutPrefix(one, setDraft); is {
			d.asked = value
		}
		if value, is := strings.CutPrefix(one, setName); is {
			d.name = value
		}
	}
	return d
}

// draftFor gives the settings that say what proposes tokens in a job, or the
// reason why the server cannot do that.
func (a adapter) draftFor(ctx context.Context, build bench.EngineBuild, job *bench.Job) (set []string, no *bench.Failure) {
	asked, given := job.Params[bench.Draft]
	switch {
	case !given:
		return nil, nil
	case job.Params.Draft() == "":
		return []string{setDraft + asked}, nil
	case !bench.IsDraftFile(asked):
		return nil, &bench.Failure{
			Code: bench.FailUnsupportedFlag, Reason: "LM Studio cannot do -md " + words.Tidy(asked) + ": it speculates only with a draft model",
			Remedy: "name the file of a small model that LM Studio has (-md FILE)",
		}
	}
	list, err := served(ctx, a.folders, build)
	if err != nil {
		failure, _ := engine.FailureOf(explained(err))
		return nil, &failure
	}
	for _, m := range list {
		if m.Path != "" && places.Real(m.Path) == places.Real(asked) {
			return []string{setDraft + asked, setName + m.Served}, nil
		}
	}
	no = &bench.Failure{
		Code: bench.FailNotModel, Reason: "LM Studio does not have the draft model " + words.Tidy(filepath.Base(asked)),
		Remedy: "name a file in LM Studio's own folder of models (-md FILE); `lms import --copy FILE` puts a copy there",
	}
	if build.Traits.Elsewhere {
		no.Reason = "LM Studio is on another machine, so nobody sees which of its models is " + words.Tidy(filepath.Base(asked))
		no.Remedy = "measure on that machine, or without speculation (-md none)"
	}
	return nil, no
}

// speculated is how a server is asked to speculate, and how it is asked for the
// same without a draft model (""): only chats of v0 take one. Servers with v1 have
// v0, too.
func speculated(draft string, idle int) *serving.Dialect {
	d := completions(idle)
	plain := d.Fields
	d.Path = "/api/v0/chat/completions"
	d.Fields = func(model string, w serving.Wish) map[string]any {
		fields := plain(model, w)
		delete(fields, "prompt")
		fields["messages"] = []map[string]string{{"role": "user", "content": w.Prompt}}
		if draft != "" {
			fields["draft_model"] = draft
		}
		return fields
	}
	return d
}

// tellDraft says what the server's counts show of speculation: whether it used the
// draft model. Nothing is said of a draft model that proposed nothing.
func (s *sitting) tellDraft(proposed int) error {
	value := s.draft.asked
	switch {
	case value == "", s.draft.name != "" && proposed == 0:
		return nil
	case s.draft.name == "" && proposed > 0:
		value = "LM Studio's own" // a draft model in its settings, or the model's own layers
	}
	return s.say(engine.Line{E: "told", Told: []bench.Told{{Name: bench.Draft, Value: value}}})
}

// noteDraft notes which instances of the draft model the requests have loaded.
func (s *sitting) noteDraft(ctx context.Context) {
	if s.draft.name == "" || s.old || !s.draft.known {
		return
	}
	list, err := s.models(ctx)
	if err != nil {
		return
	}
	for _, m := range list {
		for _, i := range m.Instances {
			if m.Name == s.draft.name && !slices.Contains(s.mine, i.ID) && !slices.ContainsFunc(s.draft.loaded, func(b instance) bool { return b.ID == i.ID }) {
				s.mine = append(s.mine, i.ID)
			}
		}
	}
}
