package serving

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestModelsOfServers: lists of several servers, and what servers without a list
// answer.
func TestModelsOfServers(t *testing.T) {
	for _, c := range []struct {
		name     string
		status   int
		body     string
		want     string
		unlisted bool
		fault    string
	}{
		{"vLLM", 200, `{"data":[{"id":"org/parrot","max_model_len":4096},{"id":"crow"}]}`, "org/parrot as org/parrot, crow as crow", false, ""},
		{"llama-server", 200, `{"data":[{"id":"/m/parrot-Q4_0.gguf","meta":{"n_params":7,"size":9,"ftype":"Q4_0","n_ctx":512}}]}`, "/m/parrot-Q4_0.gguf as parrot-Q4_0", false, ""},
		{"Windows", 200, `{"data":[{"id":"C:\\m\\parrot.gguf"}]}`, `C:\m\parrot.gguf as parrot`, false, ""},
		{"names that no plan holds", 200, `{"data":[{"id":""},{"id":"a\nb"},{"id":"crow"}]}`, "crow as crow", false, ""},
		{"mlx_lm.server without a hub", 200, "", "", true, ""},
		{"an empty list", 200, `{"data":[]}`, "", true, ""},
		{"no list", 404, `{"detail":"Not Found"}`, "", true, ""},
		{"a web page", 404, "<html>", "", false, "a web page answers"},
		{"something else", 200, `"hello"`, "", false, "does not list its models"},
		{"a key", 401, `{}`, "", false, "wants a key"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/models" {
				t.Errorf("asked for %s", r.URL.Path)
			}
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}))
		client, err := New(Server{URL: server.URL + "/v1", Limits: patient})
		if err != nil {
			t.Fatal(err)
		}
		list, err := client.Models(t.Context())
		server.Close()
		var got []string
		for _, m := range list {
			got = append(got, m.Served+" as "+m.Name)
		}
		if strings.Join(got, ", ") != c.want || IsUnlisted(err) != c.unlisted || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

// TestAServerThatCountsNothingWhileItStreams: the prompt is counted by a request
// that is not streamed; the answer has as many tokens as were asked for if it
// ended because of its length.
func TestAServerThatCountsNothingWhileItStreams(t *testing.T) {
	for _, counts := range []bool{true, false} {
		whole := 0
		b := benchOn(t, patient, func(w http.ResponseWriter, r *http.Request) {
			q := read(t, r)
			if string(q.raw["stream"]) == "false" {
				whole++
				if counts {
					fmt.Fprintf(w, `{"choices":[{"text":"a"}],"usage":{"prompt_tokens":%d,"completion_tokens":1}}`, 3+len(strings.Fields(q.prompt)))
				}
				return
			}
			piecesOf(w, "a", "b", "c", "d", "e", "f", "g") // the eighth token has no text
			fmt.Fprint(w, finish+"data: [DONE]\n\n")
		})
		if err := b.Try(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := b.ask(t.Context(), []Wish{{Prompt: "one two", Tokens: 8}})
		if err != nil {
			t.Fatal(err)
		}
		a := list[0]
		if a.Tokens != 8 || a.Counted || counts != (a.PromptTokens == 5) {
			t.Errorf("counts %v: %+v", counts, a)
		}
		told := fmt.Sprint(b.Server.(*Client).Told())
		if want := map[bool]int{true: 3, false: 1}[counts]; whole != want || strings.Contains(told, "not counted") == counts {
			t.Errorf("counts %v: %d requests that are not streamed, want %d; told %s", counts, whole, want, told)
		}
	}
}

// TestABusyServerIsAskedForTheCountAgain: one busy answer used to end the counting
// for the whole session, so that all later prompts had any length.
func TestABusyServerIsAskedForTheCountAgain(t *testing.T) {
	for _, c := range []struct {
		name   string
		status func(whole int) int // of the answer to each request that is not streamed
		counts []int               // of two prompts
		told   bool                // that the server does not count
	}{
		{"busy once", func(whole int) int { return map[bool]int{true: 429, false: 200}[whole == 1] }, []int{5, 5}, false},
		{"busy for a while, then not", func(whole int) int { return map[bool]int{true: 503, false: 200}[whole == 1 || whole == 2] }, []int{5, 5}, false},
		{"failed once", func(whole int) int { return map[bool]int{true: 500, false: 200}[whole == 1] }, []int{0, 5}, false},
		{"refused", func(int) int { return 422 }, []int{0, 0}, true},
	} {
		whole := 0
		b := benchOn(t, Limits{Busy: time.Minute}, func(w http.ResponseWriter, r *http.Request) {
			q := read(t, r)
			if string(q.raw["stream"]) == "false" {
				whole++
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(c.status(whole))
				fmt.Fprintf(w, `{"usage":{"prompt_tokens":%d}}`, 3+len(strings.Fields(q.prompt)))
				return
			}
			piecesOf(w, "a", "b", "c", "d", "e", "f", "g", "h")
			fmt.Fprint(w, finish+"data: [DONE]\n\n")
		})
		for i, want := range c.counts {
			list, err := b.ask(t.Context(), []Wish{{Prompt: "one two", Tokens: 8}})
			if err != nil || list[0].PromptTokens != want {
				t.Errorf("%s, prompt %d: %+v, %v, want %d", c.name, i, list, err, want)
			}
		}
		if told := fmt.Sprint(b.Server.(*Client).Told()); strings.Contains(told, "not counted") != c.told {
			t.Errorf("%s: %s", c.name, told)
		}
	}
}

// TestAKeyIsNotRepeated: some servers write the key that they refuse into their
// error.
func TestAKeyIsNotRepeated(t *testing.T) {
	b := benchOn(t, patient, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error":{"message":"bad: %s"}}`, r.Header.Get("Authorization"))
	})
	client := b.Server.(*Client)
	_, listing := client.Models(t.Context())
	for _, err := range []error{b.Try(t.Context()), listing} {
		if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "Bearer …") || !strings.Contains(err.Error(), "--key-env NAME") {
			t.Error(err)
		}
	}
}

// TestAKeyThatWasCutIsNotRepeated: only the beginning of a long error is shown,
// and it may end within the key.
func TestAKeyThatWasCutIsNotRepeated(t *testing.T) {
	for length := range 6 {
		b := benchOn(t, patient, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, `{"error":{"message":"%s%s"}}`, strings.Repeat("-", 199-length), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		})
		if err := b.Try(t.Context()); err == nil || strings.Contains(err.Error(), "sec") || !strings.Contains(err.Error(), "---") {
			t.Error(err)
		}
	}
}

// TestALoadingServerIsWaitedFor: within a limit. A proxy's page is no server that
// loads.
func TestALoadingServerIsWaitedFor(t *testing.T) {
	for _, c := range []struct {
		body    string
		limit   time.Duration
		takes   time.Duration // to answer with this status
		loading int           // questions that are answered with this status
		asked   int           // at most
		fault   string
	}{
		{`{"error":{"message":"Loading model","code":503}}`, time.Minute, 0, 1, 2, ""},
		{`{"error":{"message":"Loading model","code":503}}`, time.Millisecond, 0, 9, 2, "the server is not ready (status 503: Loading model)"},
		// Only the pauses between the questions used to count.
		{`{"error":{"message":"Loading model","code":503}}`, 600 * time.Millisecond, 300 * time.Millisecond, 9, 2, "the server is not ready"},
		{"<html>", time.Minute, 0, 9, 1, "a web page answers"},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if asked++; asked <= c.loading {
				time.Sleep(c.takes)
				w.WriteHeader(http.StatusServiceUnavailable)
				fmt.Fprint(w, c.body)
				return
			}
			fmt.Fprint(w, `{"data":[{"id":"parrot"}]}`)
		}))
		limits := patient
		limits.Loading = c.limit
		client, err := New(Server{URL: server.URL + "/v1", Limits: limits})
		if err != nil {
			t.Fatal(err)
		}
		list, err := client.Models(t.Context())
		server.Close()
		if asked > c.asked || c.fault == "" && (err != nil || len(list) != 1) || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("%q: asked %d times, %v, %v", c.body, asked, list, err)
		}
	}
}

// A server may be behind a path of a host that has other servers, too.
func TestDocumentsAreBelowTheServersPath(t *testing.T) {
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked = r.URL.Path }))
	defer server.Close()
	for at, want := range map[string]string{"": "/props", "/v1": "/props", "/llm/v1/": "/llm/props", "/ollama": "/ollama/props"} {
		c, err := New(Server{URL: server.URL + at})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Get(t.Context(), "/props"); err != nil || asked != want {
			t.Errorf("%s: %s, %v", at, asked, err)
		}
	}
}
