package mlx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestOneStartOfTheServer reads the command line that the driver gets.
func TestOneStartOfTheServer(t *testing.T) {
	python := putMLX(t, filepath.Join(t.TempDir(), "env"), wholeMLX...)
	site := filepath.Join(filepath.Dir(filepath.Dir(python)), "lib", "python3.12", "site-packages", filepath.FromSlash(serverFile))
	build := AsServer(bench.EngineBuild{Prefix: []string{python}, Version: "0.32.2", Library: "0.32.4", Backends: []string{"Metal"}})
	start := func(params bench.Params) engine.Invocation {
		t.Helper()
		work := works(2, "pp16", "tg4")
		work[0].Job.Params = params
		all, err := (&Adapter{}).Invocations(t.Context(), build, work, engine.Options{Ticks: true})
		if err != nil || len(all) != 1 {
			t.Fatalf("%d starts, %v", len(all), err)
		}
		return all[0]
	}
	if _, err := (&Adapter{}).Probe(t.Context(), build); err == nil || !strings.Contains(err.Error(), "does not tell whether it is ready") {
		t.Errorf("an old server: %v", err)
	}
	if err := os.WriteFile(site, []byte(serverHealth+"self):\n    \"--prompt-cache-size\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err := (&Adapter{}).Probe(t.Context(), build); err != nil || !b.Traits.Tells || !b.Traits.Together {
		t.Errorf("%+v, %v", b, err)
	}
	inv := start(bench.Params{bench.Concurrency: "4"})
	line := strings.Join(inv.Argv, " ")
	want := engine.DriverVerb + " mlx_lm.server --model testdata --tests pp16,tg4 -r 2 --backend Metal --at-once 4 -- " + python + " -m mlx_lm.server --model testdata --log-level WARNING --prompt-cache-size 8"
	if line != want || !inv.Ourselves || !slices.Contains(inv.Env, "HF_HUB_OFFLINE=1") {
		t.Errorf("%s\nwant\n%s, %q", line, want, inv.Env)
	}
	if refused := start(bench.Params{"n_batch": "64"}); len(refused.Argv) > 0 {
		t.Errorf("a flag that this server does not have: %q", refused.Argv)
	}
	if err := os.WriteFile(site, []byte(serverHealth+"self):\n    \"--prefill-step-size\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if line := strings.Join(start(bench.Params{"n_batch": "64"}).Argv, " "); !strings.HasSuffix(line, "--log-level WARNING --prefill-step-size 64") {
		t.Error(line)
	}
	if no := build.NotTaken(bench.Params{"devices": "none"}); no == "" {
		t.Error("the server can be kept on the CPU")
	}
}

// TestWhatMakesTheServerUseless reads what real servers printed.
func TestWhatMakesTheServerUseless(t *testing.T) {
	for _, c := range []struct {
		recording string
		loaded    bool
		want      string
	}{
		{"fail_server_no_model_dir", false, "HFValidationError"},
		{"fail_server_no_model_dir", true, "HFValidationError"}, // a thread died
		{"fail_server_port_in_use", false, "Address already in use"},
		{"server_models_nocache", false, ""}, // an error of one request
		{"server_run", false, ""},
	} {
		raw, err := os.ReadFile(filepath.Join("testdata", c.recording+".interleaved.txt"))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		calls := 0
		log := newServerLog(&out, func() { calls++ })
		if c.loaded {
			log.setLoaded()
		}
		for line := range strings.Lines(string(raw)) {
			if _, text, found := strings.Cut(line, " err "); found {
				half := len(text) / 2 // a line may arrive in parts
				_, _ = io.WriteString(log, text[:half])
				_, _ = io.WriteString(log, text[half:])
			}
		}
		if said := log.said(); !strings.Contains(said, c.want) || (said == "") != (c.want == "") || (calls > 0) != (c.want != "") || out.Len() == 0 {
			t.Errorf("%s: %q, called %d times, want %q", c.recording, said, calls, c.want)
		}
	}
}

// fakeServer is a variable that makes the test program a server, and says how it
// behaves.
const fakeServer = "MLX_TEST_SERVER"

const noWeights = "Traceback (most recent call last):\n  File \"x.py\", line 1\nFileNotFoundError: No safetensors found in /m\n"

// serveFake answers as mlx_lm.server does.
func serveFake(how string, args []string) {
	at := func(flag string) string { return args[slices.Index(args, flag)+1] }
	loaded := time.Now().Add(300 * time.Millisecond)
	switch how {
	case "no port":
		fmt.Fprint(os.Stderr, "Traceback (most recent call last):\n  File \"x.py\", line 1\nOSError: [Errno 98] Address already in use\n")
		time.Sleep(time.Hour)
	case "ends":
		fmt.Fprint(os.Stderr, "Traceback (most recent call last):\n  File \"x.py\", line 1\nModuleNotFoundError: No module named 'transformers'\n")
		os.Exit(1)
	case "not loaded":
		fmt.Fprint(os.Stderr, "2026-11-23 12:44:32,288 - ERROR - mlx_lm.server generation thread died: No safetensors\n"+noWeights)
	case "not loaded, silent": // as until 2025: a request is never answered
		fmt.Fprint(os.Stderr, "Exception in thread Thread-1 (_generate):\n"+noWeights)
	}
	http.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"status": "ok"}`) })
	requests := 0
	http.HandleFunc("POST /v1/completions", func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		_, has := body["seed"]
		switch requests++; {
		case how == "not loaded":
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error": "generation thread died"}`)
			return
		case how == "not loaded, silent":
			<-r.Context().Done()
			return
		case how == "no memory" && requests > 3:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error": "[metal::malloc] Attempting to allocate 9663676416 bytes which is greater than the maximum allowed buffer size of 8589934592 bytes."}`)
			return
		case body["model"] != "default_model" || has:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error": "no such model"}`)
			return
		}
		time.Sleep(time.Until(loaded))
		w.Header().Set("Content-Type", "text/event-stream")
		words, n := len(strings.Fields(fmt.Sprint(body["prompt"]))), int(body["max_tokens"].(float64))
		send := func(format string, values ...any) {
			fmt.Fprintf(w, format+"\n\n", values...)
			_ = http.NewResponseController(w).Flush()
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(150 * time.Millisecond)
		send(": keepalive %d/%d", words-1, words)
		time.Sleep(50 * time.Millisecond)
		send(": keepalive %d/%d", words, words)
		for range n {
			send(`data: {"choices": [{"index": 0, "finish_reason": null, "text": " aaab"}]}`)
		}
		send(`data: {"choices": [{"index": 0, "finish_reason": "length", "text": ""}]}`)
		send(`data: {"object": "chat.completion", "choices": [], "usage": {"prompt_tokens": %d, "completion_tokens": %d, "prompt_tokens_details": {"cached_tokens": 0}}}`, words, n)
		send("data: [DONE]")
	})
	l, err := net.Listen("tcp", net.JoinHostPort(at("--host"), at("--port")))
	if err == nil {
		err = http.Serve(l, nil)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// driven calls the driver with the fake server, and reads its lines as dragstrip
// does.
func driven(t *testing.T, how string, work []engine.Work) (s *bench.Session, lines []engine.Line, err error) {
	t.Helper()
	self, e := os.Executable()
	if e != nil {
		t.Fatal(e)
	}
	t.Setenv(fakeServer, how)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	request := engine.RequestOf(work, engine.Options{Ticks: true}, "--backend", "CPU")
	request.Program = []string{self}
	err = engine.RunDriver(ctx, driveServer, request.Args(), &out)
	if ctx.Err() != nil {
		t.Fatalf("%s: the driver did not end", how)
	}
	p := newServerParser(AsServer(cpuBuild), work, nil)
	s = bench.NewSession()
	var seq int64
	take := func(list []engine.Emitted) {
		for _, e := range list {
			seq++
			s.Apply(bench.Event{Seq: seq, Job: e.Job, Fact: e.Fact})
		}
	}
	take([]engine.Emitted{{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{*work[0].Job}}}}})
	for text := range bytes.Lines(out.Bytes()) {
		var l engine.Line
		if json.Unmarshal(text, &l) != nil {
			t.Fatalf("%s: %s", how, text)
		}
		lines = append(lines, l)
		take(p.Line(engine.Out, time.Time{}, text, 0))
	}
	code := 0
	if err != nil {
		code = 1
	}
	take(p.End(time.Time{}, engine.Exit{Code: code}))
	return s, lines, err
}

// TestTheServerIsMeasured: it counts as loaded when it has answered, its
// progress is told, and its answers are samples.
func TestTheServerIsMeasured(t *testing.T) {
	s, lines, err := driven(t, "fine", works(2, "pp32", "tg8"))
	if err != nil {
		t.Fatal(err)
	}
	j := s.Job("j1")
	if len(j.Loads) != 1 || j.Loads[0] < int64(300*time.Millisecond) {
		t.Errorf("loaded in %v", j.Loads)
	}
	if !slices.ContainsFunc(lines, func(l engine.Line) bool { return l.E == "tick" && l.Done == 31 && l.Of == 32 }) {
		t.Error("the progress of the prompt was not told")
	}
	if end, _ := j.ToldOf("end token"); end != "cannot be ignored" {
		t.Errorf("told %v", j.Told)
	}
	for _, test := range j.Tests {
		x := test.Exchanges()
		if len(x) != 2 || x[0].Cache != bench.CacheNone || x[0].ServerTPS != 0 || x[0].FirstTokenNS <= 0 {
			t.Errorf("%s: %+v", test.Test, x)
		}
	}
}

// TestWhyTheServerCannotBeMeasured: whatever it does, the driver ends, and the
// failure says why.
func TestWhyTheServerCannotBeMeasured(t *testing.T) {
	for how, want := range map[string]struct {
		code   bench.FailureCode
		reason string
		whole  bool
	}{
		"no port":            {bench.FailEngineNotRunning, "another program took the port", false},
		"ends":               {bench.FailEngineNotRunning, "lacks the package transformers", true},
		"not loaded":         {bench.FailFileMissing, "no file is called model*.safetensors", true},
		"not loaded, silent": {bench.FailFileMissing, "no file is called model*.safetensors", true},
		"no memory":          {bench.FailOutOfMemory, "Metal gives at most", false},
	} {
		work := works(1, "pp32")
		s, _, err := driven(t, how, work)
		if err == nil || errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", how, err)
		}
		f := s.Job("j1").Tests[0].Failure
		if f == nil || f.Code != want.code || !strings.Contains(f.Reason, want.reason) || f.Remedy == "" || f.WholeModel != want.whole {
			t.Errorf("%s: %+v", how, f)
		}
	}
}
