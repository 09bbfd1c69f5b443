package report

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// An old report comes from before builds carried traits. When it is read back,
// from markdown or from JSON without a plan, it gets what was known then about
// its engines.
func TestAReportOfBeforeTraitsIsComparedAsItWas(t *testing.T) {
	markdown := `# A report

{"dragstrip_rerun":1,"session":"s","plan":{"schema":1,"session":"","asked":"0001-01-01T00:00:00Z","jobs":[
{"id":"j1","model":{"name":"M","path":"m.gguf","format":"gguf","origin":"m"},"build":{"id":"l","engine":"llama.cpp","prefix":null},"tests":[{"p":512},{"n":64}],"repetitions":1},
{"id":"j2","model":{"name":"M","path":"m","format":"mlx","origin":"m"},"build":{"id":"t","engine":"mlx_lm.benchmark","prefix":null},"tests":[{"p":512}],"repetitions":1}],"ticks":false},
"results":[{"job":"j1","p":512,"samples_ns":[2000000000]},{"job":"j1","n":64,"samples_ns":[2000000000]},{"job":"j2","p":512,"samples_ns":[1000000000]}]}
`
	document := `{"schema":1,"session":{"id":"s","rounds":1},"machine":{},"warnings":[],"jobs":[
{"id":"j1","model":{"name":"M","path":"m.gguf","format":"gguf","origin":"m"},"build":{"engine":"llama.cpp"},"repetitions":1,"tests":[
	{"p":512,"rounds":[{"round":0,"samples_ns":[2000000000]}]},{"n":64,"rounds":[{"round":0,"samples_ns":[2000000000]}]}]},
{"id":"j2","model":{"name":"M","path":"m","format":"mlx","origin":"m"},"build":{"engine":"mlx_lm.benchmark"},"repetitions":1,"tests":[
	{"p":512,"rounds":[{"round":0,"samples_ns":[1000000000]}]}]}]}`
	for name, text := range map[string]string{"markdown": markdown, "JSON without a plan": document} {
		s, err := Read([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		fair := strings.Join(SideBySide([]*bench.Session{s}, 0, false).Fair, "\n")
		for _, want := range []string{"f16; the type MLX computes in", "auto; always MLX's own", "after its prompt; to compare, measure the other engine at that depth", "time of G−1"} {
			if !strings.Contains(fair, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, fair)
			}
		}
		var table strings.Builder
		if err := LlamaTable(&table, s, Options{}); err != nil || strings.Count(table.String(), "pp512") != 1 {
			t.Errorf("%s: %v\n%s", name, err, table.String())
		}
	}
}
