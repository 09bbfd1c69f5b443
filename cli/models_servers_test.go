package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestModelsOfARunningServerAreListed: one of them has its file on this machine,
// and the other one is only on the server.
func TestModelsOfARunningServerAreListed(t *testing.T) {
	w := newWorld(t)
	file := w.tiny()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/version":
			fmt.Fprint(rw, `{"version":"0.6.8"}`)
		case "/api/tags":
			fmt.Fprint(rw, `{"models":[{"name":"words:latest","size":5000000,"details":{"quantization_level":"Q4_0"}},{"name":"far:7b"},{"name":"cloudy","remote_host":"https://there"}]}`)
		case "/api/show":
			var q struct{ Model string }
			_ = json.NewDecoder(r.Body).Decode(&q)
			from := "/nowhere/blobs/sha256-00"
			if q.Model == "words:latest" {
				from = file
			}
			fmt.Fprintf(rw, `{"modelfile":"FROM %s\n"}`, from)
		default:
			t.Errorf("%s %s", r.Method, r.URL.Path)
			http.NotFound(rw, r)
		}
	}))
	defer server.Close()
	w.env = append(slices.DeleteFunc(w.env, func(kv string) bool { return strings.HasPrefix(kv, "OLLAMA_HOST=") }), "OLLAMA_HOST="+server.URL)
	out := w.must("models")
	for _, want := range []string{"words:latest", "its file: " + file, "far:7b", "only on the server", "--engine ollama"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "cloudy") {
		t.Error(out)
	}
	var said struct {
		Served []struct{ Engine, Served, Path string }
	}
	if err := json.Unmarshal([]byte(w.must("models", "--json")), &said); err != nil || len(said.Served) != 2 || said.Served[0].Path != file || said.Served[1].Path != "" || said.Served[1].Engine != "ollama" {
		t.Errorf("%+v, %v", said, err)
	}
	// One of them is shown by the name that the list has. It was said not to be there.
	if one, far := w.must("models", "words:latest"), w.must("models", "far:7b"); !strings.Contains(one, file) || !strings.Contains(one, "layers") || !strings.Contains(far, "only on the server") {
		t.Errorf("%s\n%s", one, far)
	}
	if one := w.must("models", "far:7b", "--json"); !strings.Contains(one, `"served": "far:7b"`) || strings.Contains(one, "words") {
		t.Error(one)
	}
	// A server and an engine that reads files measure one file, under one name.
	if benchmark := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"); benchmark != "" {
		plan := w.must("run", "words", "--engine", benchmark, "--engine", "ollama", "-p", "16", "-n", "8", "--dry-run")
		if !strings.Contains(plan, "j2") || strings.Contains(plan, "words:latest") {
			t.Errorf("the plan names the model twice:\n%s", plan)
		}
	}
}
