package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner"
)

// theirKey is the key of the test's server. Nothing may write it down.
const theirKey = "sesame-open-4711"

// theirs is a server that somebody else started, and that wants a key. It says
// a word every two milliseconds, and reads a prompt in 20.
type theirs struct {
	lists   bool
	mutex   sync.Mutex
	refused int
	models  map[string]bool // that were asked for
}

// asked gives the models that were asked for, and how many requests were refused.
func (s *theirs) asked() (models []string, refused int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Sorted(maps.Keys(s.models)), s.refused
}

func (s *theirs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	switch {
	case r.Header.Get("Authorization") != "Bearer "+theirKey:
		s.mutex.Lock()
		s.refused++
		s.mutex.Unlock()
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error":{"message":"not your key: %s"}}`, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		return
	case strings.HasSuffix(r.URL.Path, "/models") && s.lists:
		fmt.Fprint(w, `{"data":[{"id":"parrot","max_model_len":4096},{"id":"crow"}]}`)
		return
	case !strings.HasSuffix(r.URL.Path, "/completions"):
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"error":"no such thing"}`)
		return
	}
	var q struct {
		Model, Prompt string
		Max           int `json:"max_tokens"`
	}
	_ = json.Unmarshal(body, &q)
	s.mutex.Lock()
	s.models[q.Model] = true
	s.mutex.Unlock()
	time.Sleep(20 * time.Millisecond)
	for range q.Max {
		fmt.Fprint(w, "data: {\"choices\":[{\"text\":\" word\"}]}\n\n")
		w.(http.Flusher).Flush()
		time.Sleep(2 * time.Millisecond)
	}
	fmt.Fprintf(w, "data: {\"choices\":[{\"text\":\"\",\"finish_reason\":\"length\"}]}\n\n")
	fmt.Fprintf(w, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}\n\ndata: [DONE]\n\n", len(strings.Fields(q.Prompt)), q.Max)
}

// TestAServerThatIsThereIsMeasured: a server with a list of models and one
// without are named by their address, and measured. The key is in its variable
// and on the way to the server, and nowhere else.
func TestAServerThatIsThereIsMeasured(t *testing.T) {
	for _, lists := range []bool{true, false} {
		t.Run(fmt.Sprintf("lists its models: %v", lists), func(t *testing.T) {
			t.Parallel()
			s := &theirs{lists: lists, models: map[string]bool{}}
			server := httptest.NewServer(s)
			defer server.Close()
			w := newWorld(t)
			w.env = append(w.env, "THEIR_KEY="+theirKey, "OTHER_KEY=wrong-"+theirKey)
			named := "openai=" + server.URL + "/v1 --key-env THEIR_KEY"
			code, out, errs := w.dragstrip("run", "parrot", "--engine", named, "-p", "16", "-n", "8", "-b", "64", "-r", "2", "--rounds", "1")
			if code != exitDone {
				t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
			}
			j := w.newest().Jobs[0]
			checkComplete(t, w.newest())
			if models, _ := s.asked(); j.Model.Served != "parrot" || !slices.Equal(models, []string{"parrot"}) || len(j.Loads) != 0 {
				t.Errorf("the model %+v, asked for %v, loads %v", j.Model, models, j.Loads)
			}
			if length, told := j.ToldOf("context"); told != lists || lists && length != "4096" {
				t.Errorf("told %v", j.Told)
			}
			x := j.Test(bench.Test{Generation: 8}).Exchanges()
			if len(x) != 2 || x[0].AnswerTokens != 9 || x[0].Cache != bench.CacheUnknown || x[0].FirstTokenNS < 20e6 {
				t.Errorf("%+v", x)
			}
			report := w.must("report", "last")
			for _, want := range []string{"openai at 127.0.0.1:", "whether it uses -b 64", "--engine 'openai=" + server.URL + "/v1 --key-env THEIR_KEY'"} {
				if !strings.Contains(report, want) {
					t.Errorf("the report lacks %q\n%s", want, report)
				}
			}
			_, said, saidToo := w.dragstrip("run", "parrot", "--engine", "openai="+server.URL+"/v1", "--key-env", "OTHER_KEY", "--dry-run")
			if _, refused := s.asked(); refused == 0 || !strings.Contains(saidToo, "--key-env NAME") {
				t.Errorf("a wrong key: %s%s", said, saidToo)
			}
			if !lists {
				_, _, unnamed := w.dragstrip("run", "--engine", named, "--dry-run")
				if !strings.Contains(unnamed, "lists none; name it as the server knows it") {
					t.Error(unnamed)
				}
			} else if _, _, both := w.dragstrip("run", "--engine", named, "--dry-run"); !strings.Contains(both, "2 are served; name one of them: parrot, crow") {
				t.Error(both)
			}
			isNowhere(t, theirKey, w.home, out+errs+report+said+saidToo)
		})
	}
}

// A variable that was set for good refused every run without a server.
func TestAKeyMattersOnlyForAServer(t *testing.T) {
	e := &env{kinds: runner.Known(), getenv: func(name string) string {
		if name == "DRAGSTRIP_KEY_ENV" {
			return "THEIR_KEY"
		}
		return ""
	}}
	for _, c := range []struct {
		args []string
		want string // or the end of an error
	}{
		{nil, "[]"},
		{[]string{"--engine", "llama.cpp"}, "[llama.cpp]"},
		{[]string{"--engine", "llama.cpp", "--engine", "openai=http://there/v1"}, "[llama.cpp openai=http://there/v1 --key-env THEIR_KEY]"},
		{[]string{"--engine", "llama.cpp", "--key-env", "THEIR_KEY"}, "--key-env is for a server that is named by its address"},
	} {
		f, r := e.runFlags()
		if _, err := f.parse(e, c.args); err != nil {
			t.Fatal(err)
		}
		got, err := keyed(e.kinds, r.engineAsk, r.keyEnv, r.typed("key-env"))
		if text := fmt.Sprint(got); err == nil && text != c.want || err != nil && (!errors.As(err, new(usageError)) || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%q: %s, %v", c.args, text, err)
		}
	}
}

// isNowhere checks that a secret is in no file of a folder, and not in a text.
func isNowhere(t *testing.T, secret, folder, said string) {
	t.Helper()
	if strings.Contains(said, secret) {
		t.Error("the key was printed")
	}
	files := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), secret) {
			t.Errorf("%s holds the key", path)
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}
