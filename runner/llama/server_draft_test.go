package llama

import (
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestSpeculationInTheServersFlags: a build that knows methods needs one beside
// the draft model. Without it, it loads the model and never uses it.
func TestSpeculationInTheServersFlags(t *testing.T) {
	older := Capabilities{Flags: map[string]Flag{"-m": {}, "-md": {}}}
	newer := parseServerHelp("--spec-draft-model, -md, --model-draft FNAME\n--spec-type none,draft-simple,draft-mtp,ngram-mod\n")
	for _, c := range []struct {
		caps       Capabilities
		value, out string
	}{
		{newer, "none", ""},
		{newer, "/m/small.gguf", "--spec-type draft-simple -md /m/small.gguf"},
		{newer, "mtp", "--spec-type draft-mtp"},
		{newer, "ngram-mod", "--spec-type ngram-mod"},
		{newer, "eagle3", "!-md eagle3: this build has no such method; it has mtp and ngram-mod"},
		{older, "/m/small.gguf", "-md /m/small.gguf"},
		{older, "mtp", "!-md mtp: this build has no method without a draft model (-md FILE)"},
		{Capabilities{}, "/m/small.gguf", "!-md small.gguf: this build takes no draft model"},
		{Capabilities{}, "none", ""},
	} {
		argv, no := translateServer(c.caps, bench.Params{bench.Draft: c.value, bench.PromptText: "code"})
		got := strings.Join(argv, " ")
		if no != nil {
			f := no.failure(bench.EngineBuild{Version: "b1"})
			if got = "!" + no.flag + ": " + no.why; f.Remedy == "" || !strings.Contains(f.Reason, no.flag) {
				t.Errorf("%+v", f)
			}
		}
		if got != c.out {
			t.Errorf("%s: %q, want %q", c.value, got, c.out)
		}
	}
}

// TestTheLogTellsOfSpeculation: what was asked for is confirmed, also that there
// is none.
func TestTheLogTellsOfSpeculation(t *testing.T) {
	const adds = "0.06.299.436 I spec common_specu: adding speculative implementation '%'"
	for _, c := range []struct{ asked, method, want string }{
		{"/m/small.gguf", "draft-simple", "/m/small.gguf"},
		{"mtp", "draft-mtp", "mtp"},
		{"ngram-mod", "ngram-mod", "ngram-mod"},
		{"none", "", "none"},
		{"/m/small.gguf", "", ""},
		{"/m/small.gguf", "ngram-mod", ""},
		{"", "draft-simple", ""},
	} {
		params := bench.Params{}
		if c.asked != "" {
			params[bench.Draft] = c.asked
		}
		work := workOf(job("j1", params))[:1]
		p := newServerParser(bench.EngineBuild{Engine: ServerName}, work)
		if c.method != "" {
			p.Line(engine.Err, time.Time{}, []byte(strings.Replace(adds, "%", c.method, 1)), 0)
		}
		told := ""
		for _, e := range p.Line(engine.Out, time.Time{}, []byte(`{"e":"loaded","ns":1}`), 0) {
			if settings, is := e.Fact.(bench.SettingsTold); is {
				for _, s := range settings.Settings {
					if s.Name == bench.Draft {
						told = s.Value
					}
				}
			}
		}
		if told != c.want {
			t.Errorf("%q, the log says %q: told %q", c.asked, c.method, told)
		}
	}
}
