package report

import (
	"fmt"
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestCommandsNameAModelAndNoDigest(t *testing.T) {
	digest := strings.Repeat("0a", 32)
	for _, c := range []struct{ name, path, want string }{
		{"llama3.2:1b", "/store/blobs/sha256-" + digest, "llama3.2:1b"},
		{"ai/smollm2:latest", "/store/blobs/sha256/" + digest, "ai/smollm2:latest"},
		{"", "/store/blobs/sha256-" + digest, "sha256-" + digest},
		{"Llama 3.2 1B", `C:\models\Llama-3.2-1B-Q4_0.gguf`, "Llama-3.2-1B-Q4_0.gguf"},
	} {
		if got := fileShown(bench.Model{Name: c.name, Path: c.path}); got != c.want {
			t.Errorf("%s is shown as %s, want %s", c.path, got, c.want)
		}
	}
}

// A shell takes a quoted assignment for a command's name, so 'GGML_X=a b' used
// to fail.
func TestOnlyTheValueOfAVariableIsQuoted(t *testing.T) {
	for variable, want := range map[string]string{
		"GGML_X=a b": "GGML_X='a b'", "GGML_X=1": "GGML_X=1", "GGML_X=": "GGML_X=", "GGML_X=a=b'c": `GGML_X='a=b'\''c'`,
	} {
		if got := shellVariable(variable); got != want {
			t.Errorf("%q is written %s, want %s", variable, got, want)
		}
	}
	j := &bench.JobState{Job: bench.Job{
		Model: bench.Model{Path: "/m/a.gguf"}, Tests: []bench.Test{{Prompt: 16}}, Repetitions: 2,
		Build: bench.EngineBuild{Engine: "llama.cpp", Env: []string{"GGML_X=a b"}, Prefix: []string{"llama-bench"}, Traits: bench.Traits{Lines: "llama-bench"}},
	}}
	if got := (&redactor{}).shortCommands(j); len(got) != 1 || got[0] != "GGML_X='a b' llama-bench -m a.gguf -p 16 -n 0 -r 2" {
		t.Errorf("%q", got)
	}
}

// llama-bench splits -m at commas, and a report shows a line end as a space, so
// the commands of such models used to fail.
func TestTheCommandOfAModelWithAnOddNameWorks(t *testing.T) {
	s := sweep(1, 1)
	for name, want := range map[string]string{
		"a, b.gguf":                "ln -sf 'a, b.gguf' 'a_ b.gguf' && llama-bench -m 'a_ b.gguf' ",
		"it's a.gguf":              `llama-bench -m 'it'\''s a.gguf' `,
		"two\nlines.gguf":          "ln -sf two*lines.gguf two_lines.gguf && llama-bench -m two_lines.gguf ",
		"\x1b[1mb, c\xff.gguf":     "ln -sf *'[1mb, c'*.gguf '_[1mb_ c_.gguf' && llama-bench -m '_[1mb_ c_.gguf' ",
		"❤️ é.gguf":                "llama-bench -m '❤️ é.gguf' ",
		"a,b-00001-of-00012.gguf":  "for n in $(seq -f %05g 12); do ln -sf a,b-$n-of-00012.gguf a_b-$n-of-00012.gguf; done && llama-bench -m a_b-00001-of-00012.gguf ",
		"a b-00001-of-00002.gguf":  "llama-bench -m 'a b-00001-of-00002.gguf' ",
		"a\nb-00001-of-00002.gguf": "for n in $(seq -f %05g 2); do ln -sf a*b-$n-of-00002.gguf a_b-$n-of-00002.gguf; done && llama-bench -m a_b-00001-of-00002.gguf ",
	} {
		s.Jobs[0].Model.Path = "/models/" + name
		if got := newRedactor(s, Options{}).shortCommands(s.Jobs[0]); len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%q:\n%q, want\n%q", name, got, want)
		}
	}
}

// Two models whose files have one name used to share one command.
func TestModelsWhoseFilesHaveOneNameHaveTheirOwnCommands(t *testing.T) {
	s := sweep(2, 1)
	s.Jobs = s.Jobs[:2]
	for i, path := range []string{"/home/ann/a b/gguf/model.gguf", "/home/ann/it's/gguf/model.gguf"} {
		s.Jobs[i].Model.Path, s.Jobs[i].Model.Name = path, fmt.Sprintf("M%d", i)
	}
	r := newRedactor(s, Options{})
	for i, want := range []string{"llama-bench -m 'a b/gguf/model.gguf' ", `llama-bench -m 'it'\''s/gguf/model.gguf' `} {
		if got := r.shortCommands(s.Jobs[i]); !strings.HasPrefix(got[0], want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	s.Jobs[0].Model.Path = "/home/ann/model.gguf"
	if got := newRedactor(s, Options{}).shortCommands(s.Jobs[0]); strings.Contains(got[0], "ann") {
		t.Errorf("a login name is shown: %q", got)
	}
	s.Jobs[0].Model.Path, s.Jobs[1].Model.Path = "/m/a,b/model.gguf", "/m/c/model.gguf"
	if got := newRedactor(s, Options{}).shortCommands(s.Jobs[0]); !strings.HasPrefix(got[0], "ln -sf a,b/model.gguf a_b_model.gguf && llama-bench -m a_b_model.gguf ") {
		t.Errorf("%q", got)
	}
}
