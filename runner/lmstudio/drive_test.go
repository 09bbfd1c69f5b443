package lmstudio

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving/servingtest"
)

// measured drives a server for these tests, and returns the lines.
func (f *fake) measured(t *testing.T, tests string, words ...string) (servingtest.Lines, error) {
	t.Helper()
	set, named := []string{"context=2048"}, []string{f.url}
	for _, w := range words {
		if strings.Contains(w, "=") {
			set = append(set, w)
		} else {
			named = append(named, w)
		}
	}
	args := []string{"--model", "parrot", "--tests", tests, "-r", "2"}
	return servingtest.Drive(t, drive, slices.Concat(args, servingtest.Each("--server", named...), servingtest.Each("--set", set...))...)
}

// TestV1: the model is loaded, its progress and that of each prompt are told, and
// it is unloaded.
func TestV1(t *testing.T) {
	f := newFake(t, "parrot")
	lines, err := f.measured(t, "pp16,tg8,pp16@d32")
	if err != nil {
		t.Fatal(err)
	}
	all := lines.Exchanges()
	if len(all) != 3 || len(f.inMemory()) != 0 || len(f.loads) != 0 || f.requests[0]["context_length"] != 2048.0 || f.requests[0]["store"] != false {
		t.Fatalf("%d results, still loaded %v, loads %v, first request %v", len(all), f.inMemory(), f.loads, f.requests[0])
	}
	if !lines.Has(func(l engine.Line) bool { return l.E == "loading" && l.Done == 650 && l.Of == 1000 }) || !lines.Has(func(l engine.Line) bool { return l.E == "loaded" && l.NS == 15e8 }) {
		t.Error("the loading was not told")
	}
	if !lines.Has(func(l engine.Line) bool { return l.E == "tick" && l.Done == 8 && l.Of == 16 }) {
		t.Error("the progress of a prompt was not told")
	}
	pp, tg, deep := all[0][0], all[1][0], all[2][1]
	if pp.PromptTokens != 16 || pp.Cache != bench.CacheUnknown || pp.FirstTokenNS < 1e8 || pp.FirstPieceNS < 1e8 || math.Abs(pp.ServerTPS-160) > 1 {
		t.Errorf("pp16: %+v", pp)
	}
	if tg.AnswerTokens != 9 || tg.TimedTokens != 8 || tg.ServerTPS != 400 {
		t.Errorf("tg8: %+v", tg)
	}
	if deep.TimedTokens != 16 || deep.ServerTPS != 0 {
		t.Errorf("pp16@d32: %+v", deep)
	}
	told := lines.Told()
	for name, want := range map[string]string{
		"context": "2048", "n_batch": "512", "flash_attn": "off", "interface": "v1", "runtime": "llama.cpp-linux-x86_64-vulkan-avx2 1.3.0", "prompt": "chat, with the model's template", "loaded": "",
	} {
		if told[name] != want {
			t.Errorf("%s: told %q, want %q", name, told[name], want)
		}
	}
	if !lines.Has(func(l engine.Line) bool { return l.E == "result" && l.Backend == "Vulkan" && l.ModelBytes == 1<<20 }) {
		t.Error("a result does not name the backend")
	}
}

// TestV1WithSettings: settings need a request that loads the model.
func TestV1WithSettings(t *testing.T) {
	f := newFake(t, "parrot")
	f.list[0].Instances = []instance{{ID: "parrot", Config: config{Context: ptr(4096)}}}
	if _, err := f.measured(t, "tg8", "n_batch=256", "flash_attn=on"); err == nil || !strings.Contains(err.Error(), "other settings than were asked for") {
		t.Fatalf("the user's model: %v", err)
	}
	lines, err := f.measured(t, "tg8", "n_batch=256", "flash_attn=on", "--evict")
	if err != nil {
		t.Fatal(err)
	}
	told := lines.Told()
	if len(f.loads) != 1 || f.loads[0]["eval_batch_size"] != 256.0 || told["n_batch"] != "256" || told["flash_attn"] != "on" || len(f.inMemory()) != 0 {
		t.Errorf("loads %v, told %v, still loaded %v", f.loads, told, f.inMemory())
	}
	if !lines.Has(func(l engine.Line) bool { return l.E == "loaded" && l.NS == 25e8 }) {
		t.Error("the time to load was not told")
	}
	f.fault = func(w http.ResponseWriter, path string) bool { // an older build
		if path == "/api/v1/models/load" && len(f.loads) == 1 {
			f.loads = append(f.loads, nil)
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"type":"invalid_request","message":"Unrecognized key(s) in object: 'context_length'"}}`)
			return true
		}
		return false
	}
	if _, err := f.measured(t, "tg8", "n_batch=256"); err != nil || fmt.Sprint(f.loads[2]["config"]) != "map[context_length:2048 eval_batch_size:256]" {
		t.Errorf("%v, loads %v", err, f.loads)
	}
}

// TestV0: where there is no v1, the server loads the model by itself, and unloads
// it by itself.
func TestV0(t *testing.T) {
	f := newFake(t, "parrot")
	f.old = true
	lines, err := f.measured(t, "pp16,tg8")
	if err != nil {
		t.Fatal(err)
	}
	all, told := lines.Exchanges(), lines.Told()
	if len(all) != 2 || all[1][0].ServerTPS != 400 || math.Abs(all[0][0].ServerTPS-160) > 1 || f.requests[0]["ttl"] != 60.0 {
		t.Fatalf("%+v, first request %v", all, f.requests[0])
	}
	if told["interface"] != "v0" || told["context"] != "4096" || told["runtime"] == "" || !strings.Contains(told["unloaded"], "60 s") || told["prompt"] != "text without a template" {
		t.Errorf("told %v", told)
	}
	if !lines.Has(func(l engine.Line) bool { return l.E == "loaded" && l.NS > 0 }) {
		t.Error("the time to load was not told")
	}
}

// TestNothingOfTheUsersIsUnloaded: what the user has loaded stays, unless they
// allow that.
func TestNothingOfTheUsersIsUnloaded(t *testing.T) {
	of := func(length int) []instance { return []instance{{ID: "parrot:2", Config: config{Context: &length}}} }
	for _, c := range []struct {
		name  string
		old   bool
		other bool
		have  []instance
		words []string
		want  string // of the error; "" if it is measured
		left  string
	}{
		{"another model", false, true, nil, nil, "has loaded owl, and may unload it", "[owl]"},
		{"another model, v0", true, true, nil, nil, "has loaded owl, and may unload it", "[owl]"},
		{"another model, allowed", false, true, nil, []string{"--evict"}, "", "[owl]"},
		{"the model itself", false, false, of(4096), nil, "", "[parrot:2]"},
		{"the model itself beside another one", false, true, of(4096), nil, "", "[parrot:2 owl]"},
		{"a short context", false, false, of(512), nil, "with a context of 512 tokens, and the tests need 2048", "[parrot:2]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t, "parrot", "owl")
			f.old, f.list[0].Instances = c.old, c.have
			if c.other {
				f.list[1].Instances = []instance{{ID: "owl"}}
			}
			_, err := f.measured(t, "tg8", c.words...)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if got := fmt.Sprint(f.inMemory()); got != c.left {
				t.Errorf("loaded afterwards: %s, want %s", got, c.left)
			}
			if err != nil && len(f.requests)+len(f.loads) > 0 {
				t.Errorf("it was asked all the same: %v", f.asked)
			}
		})
	}
}

// TestFaults: whatever the server does, the error says what, and what to do.
func TestFaults(t *testing.T) {
	stream := func(text string) func(http.ResponseWriter, string) bool {
		return func(w http.ResponseWriter, path string) bool {
			if path == "/api/v1/chat" {
				w.Header().Set("Content-Type", "text/event-stream")
				fmt.Fprint(w, text)
			}
			return path == "/api/v1/chat"
		}
	}
	for name, c := range map[string]struct {
		fault func(http.ResponseWriter, string) bool
		code  bench.FailureCode
		want  string
	}{
		"an error event": {stream("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"internal_error\",\"message\":\"The model has crashed\"}}\n\n" +
			"event: chat.end\ndata: {\"type\":\"chat.end\",\"result\":{\"stats\":{\"total_output_tokens\":3}}}\n\n"), bench.FailServer, "The model has crashed"},
		"no memory":  {stream("event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"Model loading was stopped due to insufficient system resources\"}}\n\n"), bench.FailOutOfMemory, "too much memory"},
		"half":       {stream("event: chat.start\ndata: {\"type\":\"chat.start\"}\n\nevent: message.delta\nda"), bench.FailServer, "broke off"},
		"not JSON":   {stream("data: hello\n\n"), bench.FailServer, "not JSON"},
		"a web page": {stream("<html></html>"), bench.FailServer, "web page"},
		"no text":    {stream("event: chat.end\ndata: {\"type\":\"chat.end\",\"result\":{}}\n\n"), bench.FailServer, "without any text"},
		"another server": {func(w http.ResponseWriter, _ string) bool {
			fmt.Fprint(w, `{"models":null}`)
			return true
		}, "", "not LM Studio"},
	} {
		f := newFake(t, "parrot")
		f.fault = c.fault
		_, err := f.measured(t, "tg8")
		failure, _ := engine.FailureOf(err)
		if err == nil || !strings.Contains(err.Error(), c.want) || failure.Code != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if left := f.inMemory(); len(left) > 0 {
			t.Errorf("%s: still loaded: %v", name, left)
		}
	}
	f := newFake(t, "owl")
	if _, err := f.measured(t, "tg8"); err == nil || !strings.Contains(err.Error(), "does not have the model parrot") {
		t.Error(err)
	}
}

// TestTheKey comes from the variable that the user names, and stands in no error.
func TestTheKey(t *testing.T) {
	f := newFake(t, "parrot")
	f.key = "sesame-open"
	if _, err := f.measured(t, "tg8"); err == nil || !strings.Contains(err.Error(), "--key-env") {
		t.Errorf("without a key: %v", err)
	}
	if _, err := (adapter{}).Probe(t.Context(), bench.EngineBuild{Prefix: []string{f.url}}); err == nil || !strings.Contains(err.Error(), "--engine 'lmstudio="+f.url+" --key-env NAME'") {
		t.Errorf("without a key: %v", err)
	}
	t.Setenv("TEST_LM_KEY", "wrong-key")
	if _, err := f.measured(t, "tg8", "--key-env", "TEST_LM_KEY"); err == nil || strings.Contains(err.Error(), "wrong-key") {
		t.Errorf("a wrong key: %v", err)
	}
	t.Setenv("TEST_LM_KEY", f.key)
	if _, err := f.measured(t, "tg8", "--key-env", "TEST_LM_KEY"); err != nil || len(f.inMemory()) > 0 {
		t.Errorf("%v, still loaded %v", err, f.inMemory())
	}
}

// TestAStopUnloads: also a measurement that is interrupted unloads what it has
// loaded.
func TestAStopUnloads(t *testing.T) {
	f := newFake(t, "parrot")
	ctx, cancel := context.WithCancel(t.Context())
	err := drive(ctx, []string{"--model", "parrot", "--tests", "tg8", "-r", "9", "--server", f.url, "--set", "context=512"}, func(l engine.Line) error {
		if l.E == "rep" {
			cancel()
		}
		return nil
	})
	if err == nil || len(f.inMemory()) > 0 {
		t.Errorf("%v, still loaded %v", err, f.inMemory())
	}
}
