package serving

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// patient are limits for tests whose server answers, however busy the machine
// is.
var patient = Limits{Connect: time.Minute, FirstByte: time.Minute, Silence: time.Minute, Busy: 50 * time.Millisecond, Bytes: 64 << 10, BytesPerToken: 1 << 10}

// piecesOf writes pieces of a completion, one event each.
func piecesOf(w http.ResponseWriter, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(w, "data: {\"choices\":[{\"text\":%q}]}\n\n", text)
	}
	w.(http.Flusher).Flush()
}

const finish = "data: {\"choices\":[{\"text\":\"\",\"finish_reason\":\"length\"}]}\n\n"

func usage(prompt, answer int) string {
	return fmt.Sprintf("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}\n\ndata: [DONE]\n\n", prompt, answer)
}

// died closes the connection without a word.
func died(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// TestEveryFaultIsASentence: a server that does one of these things gives a
// reason and a remedy, and never a sample.
func TestEveryFaultIsASentence(t *testing.T) {
	for _, c := range []struct {
		name  string
		serve http.HandlerFunc
		want  string
	}{
		{"a web page", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>It works!</html>")
		}, "a web page answers"},
		{"a web page with an error", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<html>502</html>")
		}, "a web page answers"},
		{"an answer in one piece", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"choices":[{"text":"all at once"}]}`)
		}, "in one piece instead of streaming"},
		{"an error in place of an answer", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"error":{"message":"no slot"}}`)
		}, "no slot"},
		{"an empty answer", func(http.ResponseWriter, *http.Request) {}, "answer is empty"},
		{"something else", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }, "no streamed answer: hello"},
		{"an error after status 200", func(w http.ResponseWriter, _ *http.Request) {
			piecesOf(w, "a", "b")
			fmt.Fprint(w, "data: {\"error\":{\"message\":\"out of memory\"}}\n\n")
		}, "reported an error in the middle of its answer: out of memory"},
		{"an error by name", func(w http.ResponseWriter, _ *http.Request) {
			piecesOf(w, "a")
			fmt.Fprint(w, "event: error\ndata: it broke\n\n")
		}, "it broke"},
		{"an error as a field", func(w http.ResponseWriter, _ *http.Request) {
			piecesOf(w, "a")
			fmt.Fprint(w, "error: {\"message\":\"it broke\"}\n\n")
		}, "it broke"},
		{"half an event", func(w http.ResponseWriter, _ *http.Request) {
			piecesOf(w, "a")
			fmt.Fprint(w, `data: {"choices":[{"te`)
		}, "broke off after 1 piece"},
		{"no end", func(w http.ResponseWriter, _ *http.Request) { piecesOf(w, "a", "b", "c") }, "broke off after 3 pieces"},
		{"no JSON", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "data: oops\n\n") }, "not JSON: oops"},
		{"it dies before an answer", func(w http.ResponseWriter, _ *http.Request) { died(w) }, "closed the connection without an answer"},
		{"it dies within an answer", func(w http.ResponseWriter, _ *http.Request) {
			piecesOf(w, "a", "b")
			died(w)
		}, "broke off"},
		{"a million empty pieces", func(w http.ResponseWriter, _ *http.Request) {
			empty := strings.Repeat("data: {\"choices\":[{\"text\":\"\"}]}\n\n", 100)
			for range 10_000 {
				if _, err := fmt.Fprint(w, empty); err != nil {
					return
				}
			}
		}, "far more than an answer of this length"},
		{"one endless line", func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}, "far more than an answer of this length"},
		{"no words at all", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, finish+usage(8, 0)) }, "without any text"},
		{"a role and no words", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n"+finish+usage(8, 0))
		}, "without any text"},
		{"busy for ever", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "the server is busy (status 429) and asks to wait 1:00:00; dragstrip waits"},
		{"no key", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"invalid api key"}`)
		}, "wants a key"},
		{"no such model", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error":{"message":"model 'x' not found"}}`)
		}, "model 'x' not found"},
		{"a small context", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"message":"the request exceeds the available context size"}}`)
		}, "does not fit the server's context"},
		{"it fails", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, "\x1b[31mpanic")
		}, "the server failed (status 500)"},
		{"compressed, though nobody asked for that", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "\x1f\x8b\x08\x00\x00")
		}, "compressed"},
		{"a length that is too large", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			piecesOf(w, "a")
		}, "broke off after 1 piece"},
		{"no text of any language", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "data: \xff\xfe{\n\n") }, "not JSON"},
		{"a list in place of an event", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "data: [1,2]\n\n") }, "in another form"},
		{"a time to wait that is no time", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "soon")
			w.WriteHeader(http.StatusServiceUnavailable)
		}, "the server is busy (status 503) and stayed so for"},
		{"too many headers", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", 100<<10))
		}, "before an answer came"},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = conn.Write([]byte("not HTTP at all\r\n\r\n"))
				_ = conn.Close()
			}
		}, "before an answer came"},
		{"another address", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/v1")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "https://elsewhere.example/v1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			isASentence(t, patient, c.serve, c.want)
		})
	}
}

// TestAServerThatHangsIsLeft: these answers end only when the client gives up.
func TestAServerThatHangsIsLeft(t *testing.T) {
	const soon = 100 * time.Millisecond
	noFirstByte, silent := patient, patient
	noFirstByte.FirstByte, silent.Silence = soon, soon
	for _, c := range []struct {
		name   string
		limits Limits
		begin  func(w http.ResponseWriter)
		want   string
	}{
		{"it never answers", noFirstByte, func(http.ResponseWriter) {}, "did not answer within"},
		{"only headers", noFirstByte, func(w http.ResponseWriter) { w.(http.Flusher).Flush() }, "did not answer within"},
		{"it falls silent", silent, func(w http.ResponseWriter) { piecesOf(w, "a") }, "said nothing for"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			isASentence(t, c.limits, func(w http.ResponseWriter, r *http.Request) {
				c.begin(w)
				<-r.Context().Done()
			}, c.want)
		})
	}
}

// TestSignsOfLifeAreNoAnswer: some servers send a comment each second, also when
// they hang.
func TestSignsOfLifeAreNoAnswer(t *testing.T) {
	t.Parallel()
	limits := patient
	limits.FirstByte = 300 * time.Millisecond
	alive := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			fmt.Fprint(w, ": ping\n\n")
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	}
	b := benchOn(t, limits, func(w http.ResponseWriter, r *http.Request) {
		goneOf(r)
		alive(w, r)
	})
	var said engine.DriverError
	if err := b.Try(t.Context()); !errors.As(err, &said) || !strings.Contains(said.Reason, "only signs of life for") || said.Remedy == "" {
		t.Error(err)
	}
	b = benchOn(t, limits, func(w http.ResponseWriter, r *http.Request) {
		goneOf(r)
		piecesOf(w, "a")
		alive(w, r)
	})
	if err := b.Try(t.Context()); !errors.As(err, &said) || !strings.Contains(said.Reason, "only signs of life for") {
		t.Errorf("within an answer: %v", err)
	}
}

// isASentence checks the error that a server's fault gives.
func isASentence(t *testing.T, limits Limits, serve http.HandlerFunc, want string) {
	t.Helper()
	b := benchOn(t, limits, func(w http.ResponseWriter, r *http.Request) {
		goneOf(r) // so that the server notices if the client gives up
		serve(w, r)
	})
	b.Server.(*Client).form.settled = true // the plain form is the right one
	err := b.Try(t.Context())
	var said engine.DriverError
	if !errors.As(err, &said) || said.Code == "" || said.Remedy == "" || !strings.Contains(said.Reason, want) {
		t.Fatalf("%v\nwant %q", err, want)
	}
	if strings.ContainsAny(said.Reason, "\x1b\n") {
		t.Errorf("not cleaned: %q", said.Reason)
	}
}

// benchOn makes a bench for a server that answers with serve.
func benchOn(t *testing.T, limits Limits, serve http.HandlerFunc) *Bench {
	t.Helper()
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	client, err := New(Server{URL: server.URL + "/v1", Key: "secret", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return &Bench{Server: client, Model: "m", Say: func(engine.Line) error { return nil }}
}

// goneOf closes when the client has given up. A server notices that only after
// it has read the request.
func goneOf(r *http.Request) <-chan struct{} {
	_, _ = io.Copy(io.Discard, r.Body)
	return r.Context().Done()
}

// TestNoServerAtTheAddress covers what comes before any answer.
func TestNoServerAtTheAddress(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String() + "/v1"
	_ = l.Close()
	for at, want := range map[string]string{address: "no server answers at", "ftp://x/v1": "not valid", "http://": "not valid"} {
		client, err := New(Server{URL: at, Limits: patient})
		if err == nil {
			_, err = client.Ask(t.Context(), "m", Wish{Prompt: "a", Tokens: 1})
		}
		var said engine.DriverError
		if !errors.As(err, &said) || !strings.Contains(said.Reason, want) || said.Code != bench.FailEngineNotRunning {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// TestThePasswordOfAProxyIsNotRepeated: Go's errors name the proxy as it stands
// in HTTPS_PROXY.
func TestThePasswordOfAProxyIsNotRepeated(t *testing.T) {
	err := &url.Error{Op: "Post", URL: "http://there/v1", Err: errors.New(`invalid proxy address "me:s3cret@proxy.lan:3128"`)}
	if said := broken(t.Context(), err, "there", Limits{}, 0, false).Error(); !strings.Contains(said, `"proxy.lan:3128"`) || strings.Contains(said, "s3cret") {
		t.Error(said)
	}
}

// TestAProxyThatCannotBeReadIsNamed: the standard library takes a part of such a
// proxy for its host, and the error said that this host is not there.
func TestAProxyThatCannotBeReadIsNamed(t *testing.T) {
	t.Setenv("NO_PROXY", "")
	t.Setenv("no_proxy", "")
	t.Setenv("HTTPS_PROXY", "http://me:s3/cret@proxy.invalid")
	client, err := New(Server{URL: "https://there.invalid/v1", Limits: patient})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Ask(t.Context(), "m", Wish{Prompt: "a", Tokens: 1})
	if err == nil || !strings.Contains(err.Error(), "HTTPS_PROXY cannot be read as an address") || strings.Contains(err.Error(), "s3") {
		t.Error(err)
	}
}

// TestAStopIsNoFault: a stopped session must not blame the server.
func TestAStopIsNoFault(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	b := benchOn(t, Limits{}, func(w http.ResponseWriter, r *http.Request) {
		stop()
		<-goneOf(r)
	})
	if err := b.Try(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestTheKeyGoesToOneHost: a server that sends a request on does not make the
// key go anywhere.
func TestTheKeyGoesToOneHost(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	key := ""
	b := benchOn(t, patient, func(w http.ResponseWriter, r *http.Request) {
		key = r.Header.Get("Authorization")
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	if err := b.Try(t.Context()); err == nil || reached || key != "Bearer secret" {
		t.Errorf("%v; the other host was asked: %v; the key was %q", err, reached, key)
	}
}

// TestABusyServerIsWaitedFor: Retry-After is obeyed, and the request is sent
// again.
func TestABusyServerIsWaitedFor(t *testing.T) {
	times := 0
	limits := patient
	limits.Busy = 5 * time.Second
	b := benchOn(t, limits, func(w http.ResponseWriter, _ *http.Request) {
		if times++; times == 1 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		piecesOf(w, "a")
		fmt.Fprint(w, finish+usage(8, 1))
	})
	if err := b.Try(t.Context()); err != nil || times != 3 {
		t.Errorf("%d requests, %v", times, err)
	}
}

// TestAWaitWithoutEndIsRefused: it is longer than dragstrip's times can be.
func TestAWaitWithoutEndIsRefused(t *testing.T) {
	if newPatience(time.Minute).until(t.Context(), "9223372036854775807") {
		t.Error("a wait of more than a minute was accepted")
	}
}

func TestABusyServerIsDescribedByWhatItDid(t *testing.T) {
	for want, wait := range map[string]patience{
		"stayed so for 1:10": {most: 2 * time.Minute, left: 50 * time.Second, asked: 70 * time.Second},
		"asks to wait 3:00":  {most: 2 * time.Minute, left: 2 * time.Minute, asked: 3 * time.Minute},
	} {
		if err := staysBusy(&http.Response{StatusCode: 503}, &wait); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
