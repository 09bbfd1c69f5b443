package lmstudio

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// sitting is one start of the driver.
type sitting struct {
	at    place
	r     engine.Request
	with  config // the settings that the tests need
	draft drafting
	say   func(engine.Line) error
	server
	// name is what requests call the model: its instance, once it is loaded.
	name string
	// mine are the instances that dragstrip has loaded.
	mine []string
}

// drive measures a server that is there already.
func drive(ctx context.Context, args []string, say func(engine.Line) error) error {
	r, err := engine.ParseRequest(args, "server", "set")
	if err != nil {
		return err
	}
	var prefix, set []string
	for i := 0; i+1 < len(r.Own); i += 2 {
		if r.Own[i] == "--server" {
			prefix = append(prefix, r.Own[i+1])
		} else {
			set = append(set, r.Own[i+1])
		}
	}
	s := &sitting{r: r, say: say, with: configOf(set), draft: draftingOf(set), name: r.Model}
	if s.at, err = placeOf(prefix); err != nil {
		return err
	}
	if s.Client, err = s.at.client(nil, 0); err != nil {
		return err
	}
	if err := say(engine.Line{E: "load"}); err != nil {
		return err
	}
	defer s.unloadMine()
	loadedBefore, err := s.prepare(ctx)
	if err != nil {
		return explained(err)
	}
	return explained(s.measure(ctx, loadedBefore))
}

// prepare brings the model into memory. loadedBefore tells whether the user had
// loaded it.
func (s *sitting) prepare(ctx context.Context) (loadedBefore bool, err error) {
	list, err := s.models(ctx)
	if err != nil {
		return false, err
	}
	for _, m := range list {
		if m.Name == s.draft.name {
			s.draft.loaded = m.Instances
		}
	}
	s.draft.known = true
	at := slices.IndexFunc(list, func(m model) bool { return m.Name == s.r.Model })
	if at < 0 {
		return false, engine.DriverError{Code: bench.FailNotModel, Reason: "LM Studio does not have the model " + s.r.Model, Remedy: "`lms ls` shows what it has"}
	}
	instance, err := s.beside(list)
	switch {
	case err != nil:
		return false, err
	case instance != nil:
		s.name = instance.ID
		return true, s.say(engine.Line{E: "loaded"})
	case s.old:
		return false, s.loadByRequest(ctx, completions(s.idle()))
	}
	for _, old := range list[at].Instances { // with other settings, and the user allowed it
		if err := s.unload(ctx, old.ID); err != nil {
			return false, err
		}
	}
	if s.with.Batch != nil || s.with.Flash != nil || s.with.KVOnGPU != nil {
		err = s.loadWith(ctx)
		if err != nil { // the server may have loaded it nevertheless
			s.noteMine(ctx, list[at].Instances)
		}
		return false, err
	}
	err = s.loadByRequest(ctx, chat(*s.with.Context, true))
	s.noteMine(ctx, list[at].Instances)
	return false, err
}

// idle is how many seconds the server keeps a model that dragstrip has loaded.
func (s *sitting) idle() int { return idleSeconds + s.r.DelaySeconds }

// loadWith loads the model with settings that no other request can give.
func (s *sitting) loadWith(ctx context.Context) error {
	patient, err := s.at.client(nil, loadTime)
	if err != nil {
		return err
	}
	id, took, err := (&server{Client: patient}).load(ctx, s.r.Model, s.with)
	if err != nil {
		return err
	}
	s.name, s.mine = id, []string{id}
	return s.say(engine.Line{E: "loaded", NS: int64(seconds(took))})
}

// loadByRequest loads the model by the shortest request, which tells how far the
// loading is. If the server does not tell how long it took, the time to the first
// token counts.
func (s *sitting) loadByRequest(ctx context.Context, d *serving.Dialect) error {
	client, err := s.at.client(d, 0)
	if err != nil {
		return err
	}
	a, err := client.Ask(ctx, s.r.Model, serving.Wish{Prompt: "a", Tokens: 1, Live: func(h serving.Heard) {
		if f := h.Newest.Fraction; f > 0 {
			_ = s.say(engine.Line{E: "loading", Done: int(f * 1000), Of: 1000})
		}
	}})
	if err != nil {
		return err
	}
	if a.FirstToken == 0 {
		return refused("LM Studio answered without any text", "check that the model is one for text, and see the server's own log")
	}
	took := a.Load
	if took == 0 {
		took = a.FirstToken
	}
	return s.say(engine.Line{E: "loaded", NS: int64(took)})
}

// noteMine notes which instances of the model are there now and were not before.
// Also a request that failed may have loaded one.
func (s *sitting) noteMine(ctx context.Context, before []instance) {
	list, err := s.models(context.WithoutCancel(ctx))
	if err != nil {
		return
	}
	for _, m := range list {
		for _, i := range m.Instances {
			if m.Name == s.r.Model && !slices.ContainsFunc(before, func(b instance) bool { return b.ID == i.ID && !s.at.evict }) {
				s.name, s.mine = i.ID, append(s.mine, i.ID)
			}
		}
	}
}

// unloadMine unloads what dragstrip has loaded: first the instances that are
// known, because asking for others may take seconds.
func (s *sitting) unloadMine() {
	known := len(s.mine)
	s.unloadAll(s.mine)
	s.noteDraft(context.Background())
	s.unloadAll(s.mine[known:])
}

func (s *sitting) unloadAll(ids []string) {
	for _, id := range ids {
		ctx, cancel := context.WithTimeout(context.Background(), unloadTime)
		if err := s.unload(ctx, id); err != nil {
			fmt.Fprintf(os.Stderr, "%s is not unloaded: %v; unload it with `lms unload`\n", id, err)
		}
		cancel()
	}
}

// measure measures the model, which is in memory.
func (s *sitting) measure(ctx context.Context, loadedBefore bool) error {
	client, err := s.at.client(s.dialect(loadedBefore), 0)
	if err != nil {
		return err
	}
	a := &asker{Client: client}
	b := serving.Bench{Server: a, Model: s.name, Request: s.r, Say: s.say}
	if err := s.tell(ctx, &b.About, loadedBefore); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{b.Try, b.Measure} {
		if err := step(ctx); err != nil {
			return err
		}
		if err := s.tellDraft(int(a.proposed.Load())); err != nil {
			return err
		}
	}
	return nil
}

// dialect is how the server is asked while it is measured.
func (s *sitting) dialect(loadedBefore bool) *serving.Dialect {
	idle := 0
	if s.old && !loadedBefore {
		idle = s.idle()
	}
	switch {
	case s.draft.asked != "":
		return speculated(s.draft.name, idle)
	case s.old:
		return completions(idle)
	}
	return chat(0, false)
}

// asker asks a server. The server's own rate of a prompt is made of its time to
// the first token, so it says nothing where a part of the prompt was in its cache.
type asker struct {
	*serving.Client
	// proposed counts the tokens that speculation proposed in all answers.
	proposed atomic.Int64
}

func (a *asker) Ask(ctx context.Context, model string, w serving.Wish) (serving.Answer, error) {
	answer, err := a.Client.Ask(ctx, model, w)
	if w.Reuse {
		answer.PromptTPS = 0
	}
	a.proposed.Add(int64(answer.DraftTokens))
	return answer, err
}

// meanings are what LM Studio says in an error, and what that means.
var meanings = []struct {
	said   string
	code   bench.FailureCode
	reason string
	remedy string
}{
	{"insufficient system resources", bench.FailOutOfMemory, "LM Studio refuses to load the model: it would take too much memory", "choose a smaller model or quantization, a smaller depth (-d) or prompt (-p), or change LM Studio's guardrails"},
	{"out of memory", bench.FailOutOfMemory, "LM Studio ran out of memory", "choose a smaller model or quantization, or a smaller depth (-d) or prompt (-p)"},
	{"unknown model architecture", bench.FailNotModel, "LM Studio's runtime does not know the model's architecture", "update the runtime in LM Studio"},
	{"model_not_found", bench.FailNotModel, "LM Studio does not have the model", "`lms ls` shows what it has"},
	{"draft model", bench.FailNotModel, "LM Studio does not use this draft model", "name a smaller model of the same family (-md FILE), or measure without speculation (-md none)"},
	{"no lm runtime found", bench.FailEngineMissing, "LM Studio has no runtime for this format of models", "install one in LM Studio (Settings, Runtime)"},
}

// explained says what a server's words mean.
func explained(err error) error {
	var said engine.DriverError
	if !errors.As(err, &said) {
		return err
	}
	for _, m := range meanings {
		if strings.Contains(strings.ToLower(said.Reason), m.said) {
			said.Code, said.Reason, said.Remedy = m.code, m.reason+" ("+said.Reason+")", m.remedy
			return said
		}
	}
	said.Remedy = strings.Replace(said.Remedy, "see the server's own log", "see LM Studio's own log (`lms log stream`, or ~/.lmstudio/server-logs)", 1)
	return said
}

// refusedFields tells whether an error means that a request had fields which the
// server does not know.
func refusedFields(err error) bool {
	var said engine.DriverError
	return errors.As(err, &said) && strings.Contains(said.Reason, "status 400") && strings.Contains(strings.ToLower(said.Reason), "unrecognized")
}
