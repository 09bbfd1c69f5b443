package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// withStore lets a server answer as Ollama does, with the Modelfiles of its models
// by their names.
func (w *world) withStore(modelfiles map[string]string) {
	w.t.Helper()
	names := make([]string, 0, len(modelfiles))
	for name := range modelfiles {
		names = append(names, name)
	}
	slices.Sort(names)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/version":
			fmt.Fprint(rw, `{"version":"0.6.8"}`)
		case "/api/tags":
			all := []map[string]any{}
			for _, name := range names {
				all = append(all, map[string]any{"name": name, "size": 5_000_000})
			}
			_ = json.NewEncoder(rw).Encode(map[string]any{"models": all})
		case "/api/show":
			var q struct{ Model string }
			_ = json.NewDecoder(r.Body).Decode(&q)
			_ = json.NewEncoder(rw).Encode(map[string]any{"modelfile": modelfiles[q.Model]})
		default:
			http.NotFound(rw, r)
		}
	}))
	w.t.Cleanup(server.Close)
	w.env = append(slices.DeleteFunc(w.env, func(kv string) bool { return strings.HasPrefix(kv, "OLLAMA_HOST=") }), "OLLAMA_HOST="+server.URL)
}

// planned makes a plan, and gives what was told beside it.
func (w *world) planned(args ...string) (*bench.Plan, string) {
	w.t.Helper()
	code, out, errs := w.dragstrip(append(append([]string{"run"}, args...), "--engine", "ollama", "-p", "16", "-n", "8", "--dry-run", "--json")...)
	if code != exitDone {
		w.t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
	}
	var said struct{ Plan bench.Plan }
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		w.t.Fatal(err)
	}
	return &said.Plan, errs
}

// TestAServersCopyOfAFileIsFound: the file that was named lies elsewhere than the
// store's file, which is named by its digest.
func TestAServersCopyOfAFileIsFound(t *testing.T) {
	w := newWorld(t)
	file := w.tiny()
	digest, _, err := models.Hash(t.Context(), file, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	blob := filepath.Join(w.home, "store", "blobs", "sha256-"+digest)
	if os.MkdirAll(filepath.Dir(blob), 0o755) != nil || os.WriteFile(blob, content, 0o644) != nil {
		t.Fatal(blob)
	}
	from := "FROM " + blob + "\n"
	w.withStore(map[string]string{
		"words:latest": from, "words:again": from, "words:slow": from + "PARAMETER num_thread 1\n", "words:tuned": from + "ADAPTER /a.bin\n",
	})
	plan, _ := w.planned(file)
	if len(plan.Jobs) != 1 || plan.Jobs[0].Model.Served == "" || plan.Jobs[0].Model.Label() != "Tiny Q4_0 (stand-in)" {
		t.Errorf("%+v", plan.Jobs)
	}
	// Names of one file are measured once, except where they compute differently.
	plan, said := w.planned("words:latest", "words:again", "words:slow", "words:tuned")
	var served []string
	for _, j := range plan.Jobs {
		served = append(served, j.Model.Served)
		if also := strings.Join(j.Model.AlsoServed, " "); also != map[string]string{"words:latest": "words:again"}[j.Model.Served] {
			t.Errorf("%s is also %q", j.Model.Served, also)
		}
	}
	slices.Sort(served)
	if strings.Join(served, " ") != "words:latest words:slow words:tuned" || !strings.Contains(said, "words:latest and words:again are the same weights, so they are measured once, as words:latest") {
		t.Errorf("%v\n%s", served, said)
	}
}

// TestAServerWithoutACopy: another file of the same shape and size is no copy. The
// user learns how to give the server the file.
func TestAServerWithoutACopy(t *testing.T) {
	w := newWorld(t)
	w.withStore(map[string]string{"words:latest": "FROM " + w.tiny() + "\n"})
	other := filepath.Join(w.home, "other words.gguf")
	if err := standin.Write(context.Background(), standin.StandIn{Shape: "tiny", Quant: "Q4_0", Seed: 7, Path: other}, nil); err != nil {
		t.Fatal(err)
	}
	code, out, errs := w.dragstrip("run", other, "--engine", "ollama", "--dry-run")
	for _, want := range []string{"Ollama has no copy of " + other, "the line `FROM " + other + "` into a file named Modelfile", "ollama create NAME -f Modelfile", "--engine llama.cpp"} {
		if code == exitDone || !strings.Contains(errs, want) {
			t.Errorf("no %q\n%s\n%s", want, out, errs)
		}
	}
	if benchmark := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"); benchmark != "" {
		code, out, errs := w.dragstrip("run", other, "--engine", "ollama", "--engine", benchmark, "--dry-run")
		if code != exitDone || !strings.Contains(errs, "ollama create") || !strings.Contains(errs, "it serves none of the models") || strings.Contains(out, "j2") {
			t.Errorf("%s\n%s", out, errs)
		}
	}
}

// TestTwinsOfTwoServers: two names are one model only if no server has one of them
// without the other. A name that only one server has used to be left out there.
func TestTwinsOfTwoServers(t *testing.T) {
	e := shelf(t)
	e.kinds, e.err = runner.Known(), io.Discard
	at := slices.IndexFunc(e.kinds, func(k *engine.Kind) bool { return k.Name == "ollama" })
	here := bench.EngineBuild{ID: "here", Engine: "ollama", Prefix: []string{"http://127.0.0.1:1"}, Traits: e.kinds[at].Traits}
	there := here
	there.ID, there.Prefix = "there", []string{"http://127.0.0.1:2"}
	for second, want := range map[string]int{"words:a words:b": 1, "words:b": 2, "words:a": 2, "": 1} {
		names := map[string]string{"here": "words:a words:b", "there": second}
		source := serverSource{list: func(_ context.Context, b bench.EngineBuild) (list []bench.Model, err error) {
			for _, name := range strings.Fields(names[b.ID]) {
				list = append(list, bench.Model{Name: name, Served: name, Files: []bench.ModelFile{{Name: "blob", SHA256: "ab"}}})
			}
			return list, nil
		}}
		c := &engineChoice{env: e, ctx: t.Context(), asked: []string{"here", "there"}, known: true, builds: []bench.EngineBuild{here, there}, source: &source}
		found, rest, err := c.served(t.Context(), []string{"words:a", "words:b"})
		if err != nil || len(found) != want || len(rest) != 0 {
			t.Errorf("the second server has %q: %v, %+v, %q", second, err, found, rest)
		}
	}
}
