package bench

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// PromptText is the key of the parameter that says which text the prompts for a
// server are made of. Without it they are made of random words.
const PromptText = "text"

// Draft is the key of the parameter that turns on speculation: a small model, or
// another method, proposes tokens, and the model checks several of them at once.
// Its value is a file, the name of a method, or DraftNone.
const Draft = "draft"

// DraftNone is the value of Draft that measures without speculation.
const DraftNone = "none"

// TextKinds are the texts that prompts can be made of.
var TextKinds = []string{"code", "prose", "list", "questions", "question"}

// SpeculatedKinds are the texts that speculation is measured on if nothing else
// was asked for. How many proposed tokens are right depends on the text.
var SpeculatedKinds = TextKinds[:3]

// TextPrompt is how many tokens of a text go before a generation at most.
const TextPrompt = 256

// ContextOn is how many tokens a test needs in the context if prompts are made of
// a text (see PromptText): the text goes before each generation. "" means random
// words.
func (t Test) ContextOn(text string) int {
	if text != "" && t.IsDecode() {
		return t.Context() + TextPrompt
	}
	return t.Context()
}

// Draft is what proposes tokens in a job: a file or a method; "" if nothing does.
func (p Params) Draft() string {
	if p[Draft] == DraftNone {
		return ""
	}
	return p[Draft]
}

// useDraft makes a job use its draft model at another path. It copies what the
// plan shares. A journal from elsewhere may name a draft model that no parameter
// turns on.
func (j *Job) useDraft(file string) {
	draft := *j.DraftModel
	draft.Path, j.DraftModel = file, &draft
	if IsDraftFile(j.Params[Draft]) {
		j.Params = maps.Clone(j.Params)
		j.Params[Draft] = file
	}
}

// IsDraftFile tells whether a value of the parameter Draft is a file.
func IsDraftFile(value string) bool {
	return strings.ContainsAny(value, `/\`) || strings.HasSuffix(strings.ToLower(value), ".gguf")
}

func isDraft(value string) bool {
	return IsDraftFile(value) || !strings.ContainsFunc(value, func(r rune) bool { return r != '-' && r != '_' && !isWord(string(r)) })
}

// ShownValue is the value of a parameter for people. Of a draft model it is the
// file's name, because its folder is private and means nothing elsewhere.
func ShownValue(key, value string) string {
	if key != Draft || !IsDraftFile(value) {
		return value
	}
	return path.Base(strings.ReplaceAll(value, `\`, "/"))
}

// ofServers are the parameters that not all engines understand and that say what
// is measured. No engine leaves them out.
var ofServers = []string{Concurrency, PromptText, Draft}

// Understands tells whether an engine can do what one of the parameters says that
// only servers understand.
func (x Traits) Understands(key string) bool {
	switch key {
	case Concurrency, PromptText:
		return x.Together
	case Draft:
		return x.Speculates
	}
	return true
}

// NotUnderstood says in a sentence which parameter only other engines understand,
// and what to do; "" if the engine understands all of them.
func (x Traits) NotUnderstood(engine string, p Params) string {
	switch {
	case p.AtOnce() > 1 && !x.Understands(Concurrency):
		return "-concurrency " + p[Concurrency] + ": " + engine + " computes one request at a time, and only servers answer several at once. Leave it out, or measure only servers with it" + x.serverSaid()
	case p.Draft() != "" && !x.Understands(Draft) && x.Serves:
		return "-md " + ShownValue(Draft, p.Draft()) + ": a request cannot turn on speculation in this server. Start it with its draft model and leave -md out, or measure with a server that dragstrip starts"
	case p.Draft() != "" && !x.Understands(Draft):
		return "-md " + ShownValue(Draft, p.Draft()) + ": " + engine + " cannot speculate. Leave it out, or measure only with a server that dragstrip starts" + x.serverSaid()
	case p[PromptText] != "" && !x.Understands(PromptText):
		return "-text " + p[PromptText] + ": " + engine + " takes no text; it measures with random tokens. Leave it out, or measure only servers with it" + x.serverSaid()
	}
	return ""
}

// serverSaid names the server for an engine's models, for the end of a sentence.
func (x Traits) serverSaid() string {
	if x.Server == "" {
		return ""
	}
	return ": `dragstrip run MODEL --engine " + x.Server + "`"
}

// withoutUnderstood leaves out what only other engines understand, after
// NotUnderstood has found nothing.
func (p Params) withoutUnderstood(x Traits) Params {
	kept := Params{}
	for key, value := range p {
		if !slices.Contains(ofServers, key) || x.Understands(key) {
			kept[key] = value
		}
	}
	return kept
}

// Acceptance says how many tokens were proposed in the requests of a test, and
// how many of them the model accepted; known is false if none was proposed.
func (t *TestState) Acceptance() (proposed, accepted int, known bool) {
	for _, x := range t.Exchanges() {
		proposed, accepted = proposed+x.DraftTokens, accepted+x.AcceptedTokens
	}
	return proposed, accepted, proposed > 0
}
