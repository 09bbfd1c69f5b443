package standin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dragstrip/models"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// hubServer serves files under org/repo/resolve/main/ and counts what it
// sends.
type hubServer struct {
	*httptest.Server
	files map[string][]byte
	sent  atomic.Int64
	asked atomic.Int64
}

func serveHub(t *testing.T, files map[string][]byte, instead http.HandlerFunc) *hubServer {
	t.Helper()
	s := &hubServer{files: files}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		if instead != nil {
			instead(w, r)
			return
		}
		s.serve(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *hubServer) serve(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, "/org/repo/resolve/main/")
	b, there := s.files[name]
	if !ok || !there {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Etag", `"1"`)
	http.ServeContent(&counting{w, &s.sent}, r, "", time.Time{}, bytes.NewReader(b))
}

type counting struct {
	http.ResponseWriter
	sent *atomic.Int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.sent.Add(int64(n))
	return n, err
}

func (s *hubServer) like(t *testing.T, name string) (*Original, error) {
	t.Helper()
	f, ok := ParseHubFile(name)
	if !ok {
		t.Fatalf("%s is no file on a hub", name)
	}
	return Hub{Endpoint: s.URL, Patience: 10 * time.Second}.Like(t.Context(), f, nil)
}

// bigModel has a header that needs several requests, and weights many times as
// large.
func bigModel() []byte {
	vocabulary := func(r *modelstest.Raw) {
		r.Array("tokenizer.ggml.more", 8, 60_000)
		for i := range 60_000 {
			r.String(strings.Repeat("x", 10+i%30))
		}
	}
	return append(realFile(vocabulary), make([]byte, 20<<20)...)
}

func TestRemoteHeaderIsReadByRanges(t *testing.T) {
	b := bigModel()
	s := serveHub(t, map[string][]byte{"sub dir/Some-Model-Q4_K_M.gguf": b}, nil)
	o, err := s.like(t, "org/repo:sub dir/Some-Model-Q4_K_M.gguf")
	if err != nil {
		t.Fatal(err)
	}
	g := headerIn(t, b)
	if sent := s.sent.Load(); sent > 2*g.WeightsOffset+firstRange || sent < g.WeightsOffset-64 {
		t.Errorf("%d bytes were sent for a header of %d in a file of %d", sent, g.WeightsOffset, len(b))
	}
	f, err := models.Look(standInLike(t, o))
	if err != nil {
		t.Fatal(err)
	}
	if f.Facts.StandInOf != "org/repo:sub dir/Some-Model-Q4_K_M.gguf" || f.Quant != "Q4_K_M" || !f.StandIn || int(f.Facts.Tensors) != len(g.Tensors) {
		t.Errorf("%+v", f)
	}
}

func TestServerWithoutRangesIsReadAsFarAsNeeded(t *testing.T) {
	b := bigModel()
	for _, sized := range []bool{true, false} {
		s := serveHub(t, nil, func(w http.ResponseWriter, r *http.Request) {
			if sized {
				w.Header().Set("Content-Length", fmt.Sprint(len(b)))
			}
			w.Write(b)
		})
		o, err := s.like(t, "org/repo:m.gguf")
		if err != nil {
			t.Fatalf("with a length %v: %v", sized, err)
		}
		if s.asked.Load() != 1 || o.HeaderBytes > 4<<20 {
			t.Errorf("asked %d times, read %d", s.asked.Load(), o.HeaderBytes)
		}
	}
}

func TestRemoteSplitModel(t *testing.T) {
	files := map[string][]byte{}
	for i := range 3 {
		r := modelstest.New(3, 1, 4)
		r.Text("general.architecture", "llama")
		r.Int("split.no", i)
		r.Int("split.count", 3)
		r.Int("split.tensors.count", 3)
		files[fmt.Sprintf("q/Big-Q4_0-%05d-of-00003.gguf", i+1)] = r.Tensor(fmt.Sprintf("blk.%d.attn_q.weight", i), 2, 0, 256).File(144)
	}
	s := serveHub(t, files, nil)
	o, err := s.like(t, "org/repo:q/Big-Q4_0-00003-of-00003.gguf")
	if err != nil {
		t.Fatal(err)
	}
	if f, err := models.Look(standInLike(t, o)); err != nil || f.Facts.Tensors != 3 || f.Quant != "Q4_0" {
		t.Errorf("%+v, %v", f, err)
	}
	delete(files, "q/Big-Q4_0-00002-of-00003.gguf")
	if _, err := s.like(t, "org/repo:q/Big-Q4_0-00001-of-00003.gguf"); err == nil || !strings.Contains(err.Error(), "00002-of-00003.gguf: there is no such file") {
		t.Error(err)
	}
}

// TestTokenStaysWithItsHost: a redirect to another host, or to another port of
// the same machine, must not get the token. A redirect within the host gets it.
func TestTokenStaysWithItsHost(t *testing.T) {
	b := realFile()
	elsewhere := make(chan string, 10)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere <- r.Header.Get("Authorization")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	}))
	defer other.Close()
	for _, leaves := range []bool{true, false} {
		var here []string
		s := serveHub(t, nil, func(w http.ResponseWriter, r *http.Request) {
			here = append(here, r.Header.Get("Authorization"))
			switch {
			case r.URL.Path == "/cdn":
				http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
			case leaves:
				http.Redirect(w, r, other.URL+"/cdn", http.StatusFound)
			default:
				http.Redirect(w, r, "/cdn", http.StatusFound)
			}
		})
		hub := Hub{Endpoint: s.URL, Token: "secret"}
		if _, err := hub.Like(t.Context(), HubFile{"org/repo", "main", "m.gguf"}, nil); err != nil {
			t.Fatal(err)
		}
		for _, got := range here {
			if got != "Bearer secret" {
				t.Errorf("its own host got %q", got)
			}
		}
		if leaves {
			if got := <-elsewhere; got != "" {
				t.Errorf("another host got %q", got)
			}
		}
	}
}

func TestTokenGoesOnlyWhereItIsSafe(t *testing.T) {
	for _, c := range []struct {
		to, base string
		want     bool
	}{
		{"https://hub.example/x", "https://hub.example", true},
		{"https://cdn.hub.example/x", "https://hub.example", false},
		{"https://hub.example:444/x", "https://hub.example", false},
		{"http://hub.example/x", "https://hub.example", false},
		{"http://hub.example/x", "http://hub.example", false},
		{"http://127.0.0.1:80/x", "http://127.0.0.1:80", true},
		{"http://localhost:80/x", "http://localhost:80", true},
		{"http://localhost.example/x", "http://localhost.example", false},
	} {
		to, _ := url.Parse(c.to)
		base, _ := url.Parse(c.base)
		if got := mayHave(to, base); got != c.want {
			t.Errorf("%s from %s: %v", c.to, c.base, got)
		}
	}
}

func TestHubRefusalsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name   string
		token  string
		answer http.HandlerFunc
		words  string
	}{
		{"closed", "", status(401), "accept the terms on its page and set HF_TOKEN"},
		{"closed to this token", "x", status(401), "does not accept HF_TOKEN"},
		{"gated", "x", status(403), "accept the terms"},
		{"absent", "", status(404), "upper and lower case matter"},
		{"asked too often", "", status(429), "wait a few minutes"},
		{"broken", "", status(503), "answers 503"},
		{"empty", "", status(416), "empty"},
		{"a web page", "", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<!DOCTYPE html><html>sign in</html>") }, "a web page"},
		{"another part", "", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Range", "bytes 5-9/100")
			w.WriteHeader(206)
			fmt.Fprint(w, "GGUF!")
		}, "another part"},
		{"no range said", "", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(206) }, "another part"},
		{"it breaks off", "", func(w http.ResponseWriter, r *http.Request) {
			from := 0
			fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/100000", from, from+99))
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(206)
			fmt.Fprint(w, "GGUF")
		}, "cannot be reached"},
		{"round and round", "", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, "without end"},
		{"more than it said", "", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Range", "bytes 0-9/100")
			w.WriteHeader(206)
			w.Write(make([]byte, 1<<20))
		}, "not begin with the letters"},
		{"a lying header", "", func(w http.ResponseWriter, r *http.Request) { w.Write(modelstest.New(3, 1<<60, 1<<60).File(64)) }, "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveHub(t, nil, c.answer)
			_, err := Hub{Endpoint: s.URL, Token: c.token, Patience: 5 * time.Second}.Like(t.Context(), HubFile{"org/repo", "main", "m.gguf"}, nil)
			var p *problem.Problem
			if !errors.As(err, &p) || !strings.Contains(err.Error(), c.words) || p.Remedy == "" || !strings.Contains(err.Error(), "org/repo:m.gguf") {
				t.Errorf("%v", err)
			}
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestServerThatFallsSilentIsLeft(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter){
		"before it answers": func(http.ResponseWriter) {},
		"in the middle": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "1000000")
			w.WriteHeader(200)
			w.Write([]byte("GGUF"))
			w.(http.Flusher).Flush()
		},
	} {
		var asked atomic.Int64 // there used to be three requests, which took 91 seconds
		s := serveHub(t, nil, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			answer(w)
			<-r.Context().Done()
		})
		_, err := Hub{Endpoint: s.URL, Patience: 50 * time.Millisecond}.Like(t.Context(), HubFile{"org/repo", "main", "m.gguf"}, nil)
		if !errors.Is(err, problem.ErrUnreadable) || !strings.Contains(err.Error(), "sent nothing for 50ms") || asked.Load() != 1 {
			t.Errorf("%s: %v after %d requests", name, err, asked.Load())
		}
	}
}

func TestServerThatStumblesIsAskedAgain(t *testing.T) {
	b := realFile()
	var asked atomic.Int64
	s := serveHub(t, nil, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			w.WriteHeader(502)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	})
	if _, err := s.like(t, "org/repo:m.gguf"); err != nil {
		t.Error(err)
	}
}

func TestFileThatChangesMeanwhileIsNotMixed(t *testing.T) {
	b := bigModel()
	var asked atomic.Int64
	s := serveHub(t, nil, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", fmt.Sprintf("%q", fmt.Sprint(asked.Add(1))))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	})
	if _, err := s.like(t, "org/repo:m.gguf"); err == nil || !strings.Contains(err.Error(), "the file has changed") {
		t.Error(err)
	}
}

func TestReadingAHeaderCanBeCalledOff(t *testing.T) {
	s := serveHub(t, nil, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Hub{Endpoint: s.URL}.Like(ctx, HubFile{"org/repo", "main", "m.gguf"}, func(address string) {
		if address != s.URL+"/org/repo/resolve/main/m.gguf" {
			t.Errorf("told %s", address)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNamesOfHubFiles(t *testing.T) {
	for name, want := range map[string]HubFile{
		"org/repo:m.gguf":                {"org/repo", "main", "m.gguf"},
		"o-r.g/Re_po-1.5:a/b c/m.gguf":   {"o-r.g/Re_po-1.5", "main", "a/b c/m.gguf"},
		"org/repo@refs/pr/3:m.gguf":      {"org/repo", "refs/pr/3", "m.gguf"},
		`C:\models\m.gguf`:               {},
		"m.gguf":                         {},
		"org/repo":                       {},
		"org/repo:../../etc/passwd.gguf": {},
		"org/repo:/etc/m.gguf":           {},
		"org/repo@..:m.gguf":             {},
		"../x/y:m.gguf":                  {},
		"org/repo:a//m.gguf":             {},
		"org/repo:a\nb.gguf":             {},
		"https://hub/x:m.gguf":           {},
	} {
		got, ok := ParseHubFile(name)
		if got != want || ok != (want != HubFile{}) {
			t.Errorf("%q: %+v, %v", name, got, ok)
		}
	}
	if got, _ := ParseHubFile("org/repo@v1:m.gguf"); got.String() != "org/repo@v1:m.gguf" {
		t.Error(got)
	}
	for _, endpoint := range []string{"ftp://x", "hub", "https://", "https://me:secret@x", "me:secret@hub.lan", "https://me:secret%zz@hub.lan", "https://me:se/secret@hub.lan"} {
		if _, err := (Hub{Endpoint: endpoint}).Like(t.Context(), HubFile{"o/r", "main", "m.gguf"}, nil); err == nil || !strings.Contains(err.Error(), "HF_ENDPOINT") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}

// FuzzHubNames tries any name of a file on a hub and any range that a server
// answers with.
func FuzzHubNames(f *testing.F) {
	f.Add("org/repo@main:a/b.gguf")
	f.Add("bytes 0-99/1234")
	f.Fuzz(func(t *testing.T, name string) {
		if h, ok := ParseHubFile(name); ok && (!filepath.IsLocal(h.File) || strings.Contains(h.Repository, "..") && strings.Contains(h.Repository, "/../")) {
			t.Fatalf("%q: %+v", name, h)
		}
		if start, size, ok := contentRange(name); ok && (start < 0 || size <= start) {
			t.Fatalf("%q: %d of %d", name, start, size)
		}
	})
}
