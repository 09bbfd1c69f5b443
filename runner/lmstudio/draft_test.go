package lmstudio

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestSpeculation: off and on are asked for in the same way, the counts are the
// server's, and the draft model goes as it came.
func TestSpeculation(t *testing.T) {
	for _, c := range []struct {
		name, draft string
		old, loaded bool // the server has only v0; the user has loaded the draft model
		proposed    int
		told, left  string
	}{
		{"off", "none", false, false, 0, "none", "[]"},
		{"on", "/m/chick.gguf", false, false, 9, "/m/chick.gguf", "[]"},
		{"on, with the user's draft model", "/m/chick.gguf", false, true, 9, "/m/chick.gguf", "[chick]"},
		{"on, v0", "/m/chick.gguf", true, false, 9, "/m/chick.gguf", "[parrot chick]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t, "parrot", "chick")
			f.old = c.old
			if c.loaded {
				f.list[1].Instances = []instance{{ID: "chick"}}
			}
			words := []string{"draft=" + c.draft}
			if c.draft != bench.DraftNone {
				words = append(words, "draft_model=chick")
			}
			lines, err := f.measured(t, "tg8", words...)
			if err != nil {
				t.Fatal(err)
			}
			last := f.requests[len(f.requests)-1]
			if x := lines.Exchanges()[0][0]; x.DraftTokens != c.proposed || x.AcceptedTokens != c.proposed/2 || last["messages"] == nil || last["prompt"] != nil {
				t.Errorf("%+v, the last request %v", x, last)
			}
			if name, is := last["draft_model"]; is != (c.draft != bench.DraftNone) || is && name != "chick" {
				t.Errorf("asked for the draft model %v", name)
			}
			if told := lines.Told(); told[bench.Draft] != c.told || told["prompt"] != "chat, with the model's template" || told["interface"] != "v0" {
				t.Errorf("told %v", told)
			}
			if got := fmt.Sprint(f.inMemory()); got != c.left {
				t.Errorf("loaded afterwards: %s, want %s", got, c.left)
			}
		})
	}
}

// TestSpeculationThatIsNotUsed: nothing is told of a draft model that proposed
// nothing, and of one that nobody asked for it is told that it is not ours.
func TestSpeculationThatIsNotUsed(t *testing.T) {
	for _, c := range []struct {
		draft    drafting
		proposed int
		want     string
	}{
		{drafting{asked: "/m/chick.gguf", name: "chick"}, 0, ""},
		{drafting{asked: "none"}, 5, "LM Studio's own"},
		{drafting{}, 5, ""},
	} {
		got := ""
		s := sitting{draft: c.draft, say: func(l engine.Line) error {
			got = l.Told[0].Value
			return nil
		}}
		if err := s.tellDraft(c.proposed); err != nil || got != c.want {
			t.Errorf("%+v: told %q, want %q; %v", c.draft, got, c.want, err)
		}
	}
}

// TestTheDraftModelIsOneOfTheServers: a file is named as for other engines, and
// the server knows it by another name.
func TestTheDraftModelIsOneOfTheServers(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, ".lmstudio", "models", "someone", "chick-GGUF", "chick.gguf")
	if os.MkdirAll(filepath.Dir(path), 0o755) != nil || os.WriteFile(path, make([]byte, 1<<20), 0o644) != nil {
		t.Fatal(path)
	}
	f := newFake(t, "chick", "parrot")
	f.list[1].Bytes = 5
	for _, c := range []struct {
		draft     string
		elsewhere bool
		want      string // the settings, or the reason after "!"
	}{
		{path, false, "draft=" + path + " draft_model=chick"},
		{"none", false, "draft=none"},
		{"/m/other.gguf", false, "!LM Studio does not have the draft model other.gguf"},
		{"/m/other.gguf", true, "!on another machine"},
		{"mtp", false, "!only with a draft model"},
	} {
		job := &bench.Job{ID: "j1", Model: bench.Model{Served: "parrot"}, Params: bench.Params{bench.Draft: c.draft}}
		work := []engine.Work{{Job: job, Test: bench.Test{Generation: 8}, Repetitions: 1}}
		build := bench.EngineBuild{Engine: Name, Prefix: []string{f.url}, Traits: bench.Traits{Elsewhere: c.elsewhere}}
		all, err := adapter{engine.Folders{Home: home}}.Invocations(t.Context(), build, work, engine.Options{})
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if reason, refused := strings.CutPrefix(c.want, "!"); refused {
			if said := all[0].Parser.End(time.Now(), engine.Exit{}); len(all[0].Argv) > 0 || !strings.Contains(fmt.Sprintf("%+v", said), reason) {
				t.Errorf("%s: %q, %+v", c.draft, all[0].Argv, said)
			}
			continue
		}
		r, err := engine.ParseRequest(all[0].Argv[2:], "server", "set")
		if err != nil || !slices.Equal(strings.Fields(strings.Join(r.Own, " ")), append(strings.Fields("--server "+f.url+" --set context=768"), strings.Fields("--set "+strings.ReplaceAll(c.want, " ", " --set "))...)) {
			t.Errorf("%s: %q, %v", c.draft, r.Own, err)
		}
	}
}

// If the server was not asked which instances of the draft model the user has,
// none of them is taken for one of ours, which would be unloaded.
func TestInstancesOfTheUsersDraftModelAreNotTakenForOurs(t *testing.T) {
	s := &sitting{draft: drafting{name: "draft"}} // it has no server: asking would fail the test
	s.noteDraft(t.Context())
	if len(s.mine) != 0 {
		t.Errorf("%q", s.mine)
	}
}
