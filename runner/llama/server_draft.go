package llama

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// Flags of speculation. Builds since 2026 also want to know the method: they
// load a draft model without a method, and never use it.
const (
	draftFlag  = "-md"
	methodFlag = "--spec-type"
	// withModel is the method that uses a draft model.
	withModel = "draft-simple"
)

// serverDraft writes what proposes tokens: a draft model, or a method that the
// build names ("mtp" stands for "draft-mtp").
func serverDraft(caps Capabilities, value string) (argv []string, missing string) {
	methods := caps.Flags[methodFlag].Values
	switch {
	case value == bench.DraftNone:
		return nil, ""
	case bench.IsDraftFile(value):
		if !caps.Has(draftFlag) {
			return nil, draftFlag
		}
		if slices.Contains(methods, withModel) {
			argv = []string{methodFlag, withModel}
		}
		return append(argv, draftFlag, value), ""
	}
	for _, method := range []string{value, "draft-" + value} {
		if slices.Contains(methods, method) {
			return []string{methodFlag, method}, ""
		}
	}
	return nil, methodFlag
}

// whyNoDraft says why a build does not speculate as it was asked to.
func whyNoDraft(caps Capabilities, value string) string {
	if bench.IsDraftFile(value) {
		return "this build takes no draft model"
	}
	var methods []string
	for _, method := range caps.Flags[methodFlag].Values {
		if name := strings.TrimPrefix(method, "draft-"); method != bench.DraftNone && method != withModel {
			methods = append(methods, words.Tidy(name))
		}
	}
	if len(methods) == 0 {
		return "this build has no method without a draft model (-md FILE)"
	}
	return "this build has no such method; it has " + bench.Joined(methods)
}

// draftRules are failures of speculation.
var draftRules = []words.Rule{
	words.When(`failed to create MTP context`, bench.FailNotModel, words.Job,
		"the model has no layers that propose tokens (MTP)", "name a draft model instead (-md FILE), or measure without speculation (-md none)"),
	words.When(`failed to load draft model`, bench.FailNotModel, words.Job,
		"the draft model could not be loaded", "check the file that -md names: it must be a whole GGUF file of the same family as the model"),
	words.When(`draft model .*(?:must match|not compatible)|vocabs? .*not compatible`, bench.FailNotModel, words.Job,
		"the draft model has another vocabulary than the model", "name a smaller model of the same family (-md FILE)"),
}

// speculates turns the name of the method that the log tells into the value that
// was asked for; "" if the server uses another one.
func speculates(method, asked string) string {
	if method == asked || method == "draft-"+asked || bench.IsDraftFile(asked) && strings.HasPrefix(method, "draft-") {
		return asked
	}
	return ""
}
