package openai

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestAServerIsAskedAndStarted: the probe accepts a server without a list of
// models; the driver's command line names the address, and never the key.
func TestAServerIsAskedAndStarted(t *testing.T) {
	t.Setenv("THEIR_KEY", "sesame")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer sesame" {
			t.Error("the key is missing")
		}
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "{}")
	}))
	defer server.Close()
	b, ok, err := finder{}.Take(engine.Surroundings{}, server.URL+"/v1", []string{keyEnv, "THEIR_KEY"})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	b, err = adapter{}.Probe(t.Context(), b)
	if err != nil || b.Traits.Elsewhere || !strings.HasPrefix(b.Versions(), "at 127.0.0.1:") {
		t.Fatalf("%+v, %v", b, err)
	}
	if list, err := served(t.Context(), engine.Folders{}, b); list != nil || err != nil {
		t.Errorf("%v, %v", list, err)
	}
	job := &bench.Job{ID: "j1", Model: bench.Model{Served: "parrot"}, LeftOut: []string{"-b 64"}}
	work := []engine.Work{{Job: job, Test: bench.Test{Prompt: 8}, Repetitions: 1}}
	all, err := adapter{}.Invocations(t.Context(), b, work, engine.Options{})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	argv := strings.Join(all[0].Argv, " ")
	if !strings.HasSuffix(server.URL, ":"+strconv.Itoa(all[0].Port)) || !strings.Contains(argv, "--url "+server.URL+"/v1 --key-env THEIR_KEY") || strings.Contains(argv, "sesame") {
		t.Errorf("port %d: %s", all[0].Port, argv)
	}
	at, err := asked([]string{"--url", server.URL + "/v1", keyEnv, "THEIR_KEY"})
	if err != nil || at.url != server.URL+"/v1" || at.keyEnv != "THEIR_KEY" {
		t.Errorf("%+v, %v", at, err)
	}
}

// TestAServerElsewhereIsNoProcessHere: 192.0.2.7 is an address of documents.
func TestAServerElsewhereIsNoProcessHere(t *testing.T) {
	b := bench.EngineBuild{Engine: Name, Prefix: []string{"http://192.0.2.7:8000/v1"}}
	job := &bench.Job{ID: "j1", Model: bench.Model{Served: "parrot"}}
	all, err := adapter{}.Invocations(t.Context(), b, []engine.Work{{Job: job, Test: bench.Test{Prompt: 8}, Repetitions: 1}}, engine.Options{})
	if err != nil || len(all) != 1 || all[0].Port != 0 {
		t.Error(all, err)
	}
}
