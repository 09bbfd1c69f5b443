package bench

import "slices"

// Traits are what has to be known of an engine wherever its results are
// planned, shown or compared: data, and no code. Each build carries those of
// its kind, changed by what its probe found out, into plan, journal and
// report. So a report of an engine that this program has never heard of still
// says what is fair about it.
type Traits struct {
	// Title is the engine's name in sentences, where that is not
	// EngineBuild.Engine.
	Title string `json:"title,omitempty"`
	// Formats are those of Model.Format that it reads.
	Formats []string `json:"formats,omitempty"`
	// Serves tells that it takes models by the names under which it serves
	// them, and no files.
	Serves bool `json:"serves,omitempty"`
	// VersionOf is what EngineBuild.Version is the version of, where that is
	// not the engine: the package around the library that computes.
	VersionOf string `json:"version_of,omitempty"`
	// Lines are whose lines its results are, where a report can write them as
	// that program does: "llama-bench".
	Lines string `json:"lines,omitempty"`
	// Takes are the parameters it has something like; nil means all of
	// Parameters, and an empty list none.
	Takes []Taken `json:"takes,omitzero"`
	// Refused are parameters that must not be left out like others that it has
	// nothing like: its figures would be of something else than was asked for.
	Refused []Refused `json:"refused,omitempty"`
	// Limits are the tests it cannot measure.
	Limits []Limit `json:"limits,omitempty"`
	// Instead names the engine that measures what this one cannot, as --engine
	// takes it; "" where there is none.
	Instead string `json:"instead,omitempty"`
	// TryOnly is set where the build is good for trying things out and not for
	// speed.
	TryOnly TryOnly `json:"try_only,omitzero"`
	// Pace is what is roughly known of its speed before it was measured.
	Pace Pace `json:"pace,omitzero"`
	// Fair is what a reader has to know who sets its figures beside another
	// engine's.
	Fair Fairness `json:"fair,omitzero"`
}

// Pace is what is roughly known of an engine's speed before it was measured
// here, where it is unlike that of most. Zero says nothing.
type Pace struct {
	// StartSeconds is what a start takes before the model is loaded.
	StartSeconds float64 `json:"start_seconds,omitempty"`
	// Cores are those it computes with on the CPU, and OpsPerCycle what each
	// does.
	Cores       int     `json:"cores,omitempty"`
	OpsPerCycle float64 `json:"ops_per_cycle,omitempty"`
}

// Taken is a parameter that an engine has something like.
type Taken struct {
	Key string `json:"key"`
	// Values are those it takes; none means any.
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
	// Note is it in few words, for a plan. Why is the warning that goes with
	// every result, and Remedy what mends it.
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

// Fairness is what must be said of an engine beside another one. Each is part
// of a sentence or a whole one; "" says nothing.
type Fairness struct {
	// KV is the type of its KV cache where the parameters do not say it.
	KV string `json:"kv,omitempty"`
	// Attention says how it computes attention where the parameters do not.
	Attention string `json:"attention,omitempty"`
	// Timing says how its times came about.
	Timing string `json:"timing,omitempty"`
	// Corrected says what was corrected in its figures, so that they compare.
	Corrected string `json:"corrected,omitempty"`
	// Unmatched says, of tests that have no partner, what would match them.
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

// NotTaken says which parameters the engine refuses, as a sentence, or "".
func (x Traits) NotTaken(p Params) string {
	for _, r := range x.Refused {
		if def, ok := ParameterByKey(r.Key); ok && p[r.Key] == r.Value {
			return "-" + def.Flag + " " + r.Value + ": " + r.Why
		}
	}
	return ""
}

// takes tells whether the engine has something like a parameter's value.
func (x Traits) takes(key, value string) bool {
	return slices.ContainsFunc(x.Takes, func(t Taken) bool {
		return t.Key == key && (len(t.Values) == 0 || slices.Contains(t.Values, value))
	})
}

// Known tells whether anything is known of the engine: it reads models, or
// serves them.
func (x Traits) Known() bool { return len(x.Formats) > 0 || x.Serves }

// Reads tells whether a model is one that the engine takes.
func (x Traits) Reads(m Model) bool {
	if m.Served != "" {
		return x.Serves
	}
	return slices.Contains(x.Formats, m.Format)
}
