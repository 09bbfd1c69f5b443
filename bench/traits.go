package bench

import (
	"cmp"
	"slices"
)

// Traits are what must be known about an engine to plan, show and compare its
// results. They are data, not code. Each build carries the traits of its kind,
// changed by what its probe found, into plan, journal and report. So even a
// report of an engine that this program does not know says what makes a
// comparison fair.
type Traits struct {
	// Title is the engine's name in sentences, if that is not
	// EngineBuild.Engine.
	Title string `json:"title,omitempty"`
	// Formats are the values of Model.Format that it can read.
	Formats []string `json:"formats,omitempty"`
	// Serves says that it takes models by the names under which it serves them,
	// not by their files.
	Serves bool `json:"serves,omitempty"`
	// Elsewhere says that it computes on another machine: this machine's
	// memory, GPUs and readings say nothing about its figures.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// Tells says that it tells its settings after it has loaded a model. A
	// setting that it does not tell is then doubtful.
	Tells bool `json:"tells,omitempty"`
	// Together says that it answers several requests at once. Other engines do not
	// take the parameter "concurrency".
	Together bool `json:"together,omitempty"`
	// Speculates says that it can let a draft model propose tokens. Other engines
	// do not take the parameter "draft".
	Speculates bool `json:"speculates,omitempty"`
	// VersionOf names the package that EngineBuild.Version belongs to, if that
	// is not the engine itself but a package around the library that computes.
	VersionOf string `json:"version_of,omitempty"`
	// Lines names the program in whose form the engine gives its results, if a
	// report can write that form, too: "llama-bench".
	Lines string `json:"lines,omitempty"`
	// Program is the name of its program in EngineBuild.Prefix, if Lines does not
	// name it.
	Program string `json:"program,omitempty"`
	// Takes are the parameters that it supports. nil means all of Parameters,
	// and an empty list means none.
	Takes []Taken `json:"takes,omitzero"`
	// Refused are values that it does not support and that must not simply be
	// left out: without them it would measure something else than was asked
	// for.
	Refused []Refused `json:"refused,omitempty"`
	// Choices are the parameters of which the build takes only some values, and
	// Conflicts those that it cannot have together. The probe fills them in for
	// planning. They are not saved.
	Choices   []Choice   `json:"-"`
	Conflicts []Conflict `json:"-"`
	// Limits are the tests it cannot measure.
	Limits []Limit `json:"limits,omitempty"`
	// Server names the engine that serves the same models with the same builds, as
	// --engine takes it; "" if there is none.
	Server string `json:"server,omitempty"`
	// Instead names the engine that measures what this one cannot, as --engine
	// takes it; "" if there is none.
	Instead string `json:"instead,omitempty"`
	// TryOnly is set if the build is good for trying things out, but not for
	// speed.
	TryOnly TryOnly `json:"try_only,omitzero"`
	// Spare is the room that its context gets beyond the tokens of its tests.
	Spare ContextSpare `json:"spare,omitzero"`
	// Pace is what is roughly known about its speed before it was measured.
	Pace Pace `json:"pace,omitzero"`
	// Fair is what a reader must know to compare its figures with another
	// engine's.
	Fair Fairness `json:"fair,omitzero"`
}

// Pace is what is roughly known about an engine's speed before it was measured
// here, if its speed is unlike the speed of most engines. A zero field says
// nothing.
type Pace struct {
	// StartSeconds is how long a start takes before the model is loaded.
	StartSeconds float64 `json:"start_seconds,omitempty"`
	// Cores is how many cores it computes with on the CPU, and OpsPerCycle how
	// many operations each does in a cycle.
	Cores       int     `json:"cores,omitempty"`
	OpsPerCycle float64 `json:"ops_per_cycle,omitempty"`
}

// Taken is a parameter that an engine supports.
type Taken struct {
	Key string `json:"key"`
	// Values are the values it takes; an empty list means any.
	Values []string `json:"values,omitempty"`
}

// Refused is a value of a parameter that an engine cannot be asked for, and why.
type Refused struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	Why   string `json:"why"`
}

// TryOnly says why a build is good for trying things out and not for speed.
type TryOnly struct {
	// Note says it in few words, for a plan. Why is the warning that goes with
	// every result, and Remedy what to do about it.
	Note   string `json:"note"`
	Why    string `json:"why"`
	Remedy string `json:"remedy,omitempty"`
}

// Limit is a sort of test that an engine cannot measure, and why.
type Limit struct {
	Sort LimitSort `json:"sort"`
	Why  string    `json:"why"`
}

// LimitSort says which tests a limit is about.
type LimitSort string

// The sorts of limits. A sort that this program does not know limits nothing.
const (
	// LimitCombined: a prompt and a generation timed together.
	LimitCombined LimitSort = "combined"
	// LimitDeepPrompt: a prompt at a depth.
	LimitDeepPrompt LimitSort = "deep_prompt"
	// LimitOneToken: a generation of one token.
	LimitOneToken LimitSort = "one_token"
	// LimitDepth: anything at a depth.
	LimitDepth LimitSort = "depth"
)

// Fairness is what must be said about an engine that is compared with another
// one. Each text is a part of a sentence or a whole sentence; "" says nothing.
type Fairness struct {
	// KV is the type of its KV cache, if the parameters do not say it.
	KV string `json:"kv,omitempty"`
	// Attention says how it computes attention, if the parameters do not.
	Attention string `json:"attention,omitempty"`
	// Timing says how its times were measured.
	Timing string `json:"timing,omitempty"`
	// Corrected says what was corrected in its figures to make them comparable.
	Corrected string `json:"corrected,omitempty"`
	// Unmatched says how tests that have no partner could be matched.
	Unmatched string `json:"unmatched,omitempty"`
}

// Has tells whether a test is one of the sort.
func (s LimitSort) Has(t Test) bool {
	switch s {
	case LimitCombined:
		return t.Prompt > 0 && t.Generation > 0
	case LimitDeepPrompt:
		return t.IsPrefill() && t.Depth > 0
	case LimitOneToken:
		return t.Generation == 1
	case LimitDepth:
		return t.Depth > 0
	}
	return false
}

// Refuses says why a build cannot measure a test, or "".
func (x Traits) Refuses(t Test) string {
	for _, l := range x.Limits {
		if l.Sort.Has(t) {
			return l.Why
		}
	}
	return ""
}

// takes tells whether the engine supports a parameter's value.
func (x Traits) takes(key, value string) bool {
	return slices.ContainsFunc(x.Takes, func(t Taken) bool {
		return t.Key == key && (len(t.Values) == 0 || slices.Contains(t.Values, value))
	})
}

// ProgramName is the name of the engine's program; "" if it has no fixed name.
func (x Traits) ProgramName() string { return cmp.Or(x.Program, x.Lines) }

// Known tells whether anything is known about the engine: it reads models, or
// serves them.
func (x Traits) Known() bool { return len(x.Formats) > 0 || x.Serves }

// Reads tells whether the engine can take a model.
func (x Traits) Reads(m Model) bool {
	if m.Served != "" {
		return x.Serves
	}
	return slices.Contains(x.Formats, m.Format)
}
