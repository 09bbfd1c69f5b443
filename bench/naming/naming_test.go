package naming

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestANameIsCutIntoWordsWhateverItsSigns(t *testing.T) {
	for name, want := range map[string]string{
		"Qwen3-8B": "qwen 3 8b", "qwen3:8b": "qwen 3 8b", "qwen 3 8B": "qwen 3 8b", "Qwen3-30B-A3B": "qwen 3 30b a 3b",
		"Llama 3.2 1B": "llama 3.2 1b", "llama-3.2-1b": "llama 3.2 1b", "llama3.2:1b": "llama 3.2 1b",
		"Q4_K_M": "q 4 k m", "IQ2_M": "iq 2 m", "4bit": "4 bit", "FP16": "f 16", "gpt-oss 120B.": "gpt oss 120b", "größe": "größe", "…": "", "": "",
	} {
		if got := strings.Join(Words(name), " "); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if n := len(Words(strings.Repeat("a 1 ", 1000))); n != maxWords {
		t.Errorf("%d words of a name without end", n)
	}
}

// things are names of models, as `models` and `standin` list them.
var things = [][]string{
	{"Llama 3.2 1B", "Llama 3.2 1B Q4_0"},
	{"Llama 3.2 1B", "Llama 3.2 1B Q8_0", "meta-llama/Llama-3.2-1B"},
	{"Qwen3-Coder 30B-A3B"},
	{"Qwen3 30B-A3B"},
	{"Qwen3 8B"},
	{"Tinyllama 1.1B"},
	{"gpt-oss 20B"},
}

func TestAThingIsFoundByTheNamePeopleWrite(t *testing.T) {
	list := New(things)
	for asked, want := range map[string][]int{
		"llama-3.2-1b:q8_0": {1}, "llama q8_0": {1}, "q8_0 llama": {1}, "LLAMA 3.2 1B": {0, 1}, "meta-llama/Llama-3.2-1B": {1},
		"qwen3:30b": {3}, "qwen3 coder": {2}, "qwen3 30b a3b": {3}, "Qwen/Qwen3-8B": {4}, "qwen": {2, 3, 4}, "qwen 38b": nil,
		"llama 1b": {0, 1}, "inyll": {5}, "gpt oss": {6}, "gptoss": {6}, "tiny llama": {5}, "a/b/Qwen3-8B": nil, "nobody/llama-9": nil, "": nil, " ": nil,
	} {
		if got, _ := list.Find(asked); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", asked, got, want)
		}
	}
}

func TestWhatWasNearlyMeantIsOffered(t *testing.T) {
	list := New(things)
	for asked, want := range map[string][]int{
		"lama 3.2 1b": {0, 1}, "qwne3 8b": {4}, "qwen3 9b": {4, 3, 2}, "gpt-os": {6}, "gptoss 20b": {6}, "mistral": nil, "": nil,
	} {
		if got := list.Near(asked); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", asked, got, want)
		}
	}
}

func TestOneOtherMachineIsNamedByItself(t *testing.T) {
	thing := func(fa, machine string) Thing {
		return Thing{{Key: "-fa", Text: fa, Without: "fa default"}, {Key: "machine", Text: machine, Usual: true, Foreign: machine == "Mac" || machine == "PC"}}
	}
	for _, c := range []struct {
		what   string
		things []Thing
		want   []string
	}{
		{"one of three", []Thing{thing("fa on", "here"), thing("fa off", "here"), thing("", "there")}, []string{"fa on", "fa off", "fa default · there"}},
		{"one of two", []Thing{thing("", "here"), thing("", "there")}, []string{"here", "there"}},
		{"one of two, with another flag", []Thing{thing("fa on", "here"), thing("fa off", "there")}, []string{"here", "there"}}, // used to be "fa on", "fa off"
		{"half of four", []Thing{thing("fa on", "here"), thing("fa off", "here"), thing("fa on", "there"), thing("fa off", "there")}, []string{"fa on · here", "fa off · here", "fa on · there", "fa off · there"}},
		{"two others of three", []Thing{thing("", "here"), thing("fa on", "there"), thing("fa off", "there")}, []string{"fa default · here", "fa on · there", "fa off · there"}}, // used to be "fa on", "fa off" for there
		{"two imported of three", []Thing{thing("fa on", "Mac"), thing("fa off", "Mac"), thing("", "here")}, []string{"fa on · Mac", "fa off · Mac", "fa default · here"}},
		{"imported ones alone", []Thing{thing("fa on", "Mac"), thing("fa off", "PC")}, []string{"Mac", "PC"}}, // used to be "fa on", "fa off"
		{"an imported one first", []Thing{thing("fa on", "Mac"), thing("fa off", "here"), thing("", "here")}, []string{"fa on · Mac", "fa off", "fa default"}},
		{"nothing else tells apart", []Thing{thing("", "here"), thing("", "here"), thing("", "there")}, []string{"here · #1", "here · #2", "there"}},
	} {
		if got := Apart(c.things).Short; !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestNamesSayTheSharedBeginningOfAVariableOnce(t *testing.T) {
	one, two := vulkan, vulkan
	one.Env, two.Env = []string{"OMP_NUM_THREADS=1"}, []string{"OMP_NUM_THREADS=2"}
	measured := Measured([]*bench.JobState{job(llama3, one, "n_threads", "1"), job(llama3, two, "n_threads", "1")})
	for _, want := range []string{"OMP_NUM_THREADS=1/2", "1 thread"} {
		if !slices.ContainsFunc(measured, func(a Aspect) bool { return a.Text == want }) {
			t.Errorf("%q is not in %+v", want, measured)
		}
	}
}

// A job that sends one request at a time was called "default at once".
func TestOneRequestAtATimeHasAName(t *testing.T) {
	server := vulkan
	server.Traits.Together = true
	named(t, Jobs([]*bench.JobState{job(llama3, server), job(llama3, server, bench.Concurrency, "4")}), "Llama 3.2 3B Q4_K_M · llama.cpp 0.7.0 b11669 · Vulkan", "1 at once", "4 at once")
}
