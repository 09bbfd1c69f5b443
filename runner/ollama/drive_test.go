package ollama

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
	"dragstrip/runner/serving/servingtest"
)

// measured drives a server for these tests, and returns the lines.
func (f *fake) measured(tests string, words ...string) (servingtest.Lines, error) {
	args := []string{"--model", "smol:latest", "--tests", tests, "-r", "2", "--option", "num_ctx=768", "--server", f.url}
	return servingtest.Drive(f.t, drive, append(args, servingtest.Each("--server", words...)...)...)
}

// TestARunningServerIsMeasured: the model is loaded once with the options of the
// job, measured, and unloaded.
func TestARunningServerIsMeasured(t *testing.T) {
	f := newFake(t, "smol:latest")
	lines, err := f.measured("pp16,tg8,pp16@d32")
	if err != nil {
		t.Fatal(err)
	}
	all := lines.Exchanges()
	if len(all) != 3 || len(f.options) != 1 || f.options[0]["num_ctx"] != 768.0 || f.options[0]["temperature"] != 0.0 || !f.raw || len(f.have) != 0 {
		t.Fatalf("%d results, options %v, raw %v, still loaded %v", len(all), f.options, f.raw, f.have)
	}
	if f.keep[0] != "60s" {
		t.Errorf("keep_alive %v", f.keep)
	}
	pp, tg, deep := all[0][0], all[1][0], all[2][1]
	if pp.PromptTokens != 16 || pp.Cache != bench.CacheUnknown || pp.FirstTokenNS < 5e6 || math.Abs(pp.ServerTPS-3200) > 1 {
		t.Errorf("pp16: %+v", pp)
	}
	if tg.AnswerTokens != 9 || tg.TimedTokens != 8 || math.Abs(tg.ServerTPS-1000) > 1 {
		t.Errorf("tg8: %+v", tg)
	}
	if deep.PromptTokens != 48 || deep.TimedTokens != 16 || deep.ServerTPS != 0 {
		t.Errorf("pp16@d32: %+v", deep)
	}
	told := lines.Told()
	if !lines.Has(func(l engine.Line) bool { return l.E == "loaded" && l.NS == 2e9 }) || told["n_gpu_layers"] != "0" || told["prompt"] != "text without a template" {
		t.Errorf("told %v", told)
	}
}

// TestAnOldServersCountShowsItsCache: it counts only the tokens of a prompt that
// it computed.
func TestAnOldServersCountShowsItsCache(t *testing.T) {
	f := newFake(t, "smol:latest")
	f.old = true
	lines, err := f.measured("pp16@d32")
	if err != nil {
		t.Fatal(err)
	}
	x := lines.Exchanges()[0][0]
	if x.Cache != bench.CachePartial || x.CachedTokens != 32 || x.PromptTokens != 48 || x.TimedTokens != 16 {
		t.Errorf("%+v", x)
	}
	// A prompt that was asked for twice is found out by its count, too.
	client, err := place{url: f.url}.client((&sitting{}).dialect())
	if err != nil {
		t.Fatal(err)
	}
	var cached []int
	for range 2 {
		a, err := asker{client}.Ask(t.Context(), "smol:latest", serving.Wish{Prompt: "one two three four", Tokens: 1})
		if err != nil {
			t.Fatal(err)
		}
		cached = append(cached, a.CachedTokens)
	}
	if fmt.Sprint(cached) != "[0 4]" {
		t.Errorf("cached %v", cached)
	}
}

// TestNothingOfTheUsersIsUnloaded: what the user has loaded stays, unless they
// allow that.
func TestNothingOfTheUsersIsUnloaded(t *testing.T) {
	other, same := held{Name: "big:70b", Size: 40 << 30}, held{Name: "smol:latest", Size: 200 << 20, Context: 4096}
	for _, c := range []struct {
		name    string
		have    []held
		context bool // is told
		words   []string
		want    string // of the error; "" if it is measured
		left    int    // models loaded afterwards
	}{
		{"another model", []held{other}, true, nil, "big:70b (40.0 GiB), and may unload it", 1},
		{"another model, allowed", []held{other}, true, []string{"--evict"}, "", 0},
		{"the model itself", []held{same}, true, nil, "", 1},
		{"the model itself, with an unknown context", []held{same}, false, nil, "loaded smol:latest already, and does not tell", 1},
		{"the model itself, made anew meanwhile", []held{same, same}, true, nil, "loaded smol:latest already", 2},
		{"the model itself, with a short context", []held{{Name: "smol:latest", Context: 512}}, true, nil, "with a context of 512 tokens, and the tests need 768", 1},
		{"the model itself, another context asked for", []held{same}, true, []string{"--num-ctx", "8192"}, "loaded smol:latest already", 1},
		{"to be kept", nil, true, []string{"--keep-alive", "10m"}, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t, "smol:latest")
			f.have, f.context = c.have, c.context
			lines, err := f.measured("tg8", c.words...)
			var said engine.DriverError
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (!errors.As(err, &said) || !strings.Contains(said.Reason, c.want) || !strings.Contains(said.Remedy, "--evict") || said.Stage != engine.StageLoad):
				t.Errorf("%v, want %q", err, c.want)
			case c.want != "" && len(f.keep) > 0:
				t.Error("it was asked to generate")
			case c.want == "" && len(c.have) > 0 && len(c.words) == 0 && len(f.options) > 0:
				t.Errorf("the user's model was loaded again with %v", f.options)
			}
			if len(f.have) != c.left {
				t.Errorf("afterwards %v is loaded", f.have)
			}
			switch {
			case c.name == "the model itself" && (f.keep[0] != nil || len(f.options) != 0 || lines.Told()["context"] != "4096"):
				t.Errorf("keep_alive %v, loaded with %v, told %v", f.keep, f.options, lines.Told())
			case c.name == "to be kept" && f.keep[0] != "10m":
				t.Errorf("keep_alive %v", f.keep)
			}
		})
	}
}

// TestAStoppedDriverUnloads: stop ends the driver in the middle of an answer.
func TestAStoppedDriverUnloads(t *testing.T) {
	f := newFake(t, "smol:latest")
	ctx, stop := context.WithCancel(t.Context())
	err := drive(ctx, []string{"--model", "smol:latest", "--tests", "tg64", "-r", "2", "--server", f.url}, func(l engine.Line) error {
		if l.E == "rep" {
			stop()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || len(f.have) != 0 {
		t.Errorf("%v; still loaded: %v", err, f.have)
	}
}

// TestFaultsOfTheServer: each gives a sentence with what to do, never a sample.
func TestFaultsOfTheServer(t *testing.T) {
	status := func(code int, text string) func(http.ResponseWriter) bool {
		return func(w http.ResponseWriter) bool { http.Error(w, text, code); return true }
	}
	body := func(text string) func(http.ResponseWriter) bool {
		return func(w http.ResponseWriter) bool { fmt.Fprint(w, text); return true }
	}
	for _, c := range []struct {
		name  string
		fault func(http.ResponseWriter) bool
		code  bench.FailureCode
		want  string
	}{
		{"no memory", status(500, `{"error":"model requires more system memory (48.9 GiB) than is available (22.0 GiB)"}`), bench.FailOutOfMemory, "does not fit into memory"},
		{"a strange model", status(500, `{"error":"llama runner process has terminated: error loading model: unknown model architecture: 'x'"}`), bench.FailNotModel, "does not know the model's architecture"},
		{"the model is gone", status(404, `{"error":"model 'smol:latest' not found"}`), bench.FailNotModel, "does not have the model"},
		{"for embeddings only", status(400, `{"error":"\"x\" does not support generate"}`), bench.FailNotModel, "generates no text"},
		{"an error in the middle", body(`{"response":"a","done":false}` + "\n" + `{"error":"an error was encountered while running the model"}` + "\n"), bench.FailServer, "in the middle of its answer"},
		{"half a line", body(`{"response":"a","done":false}` + "\n" + `{"resp`), bench.FailServer, "broke off"},
		{"no end", body(`{"response":"a","done":false}` + "\n"), bench.FailServer, "broke off"},
		{"a page", body("<html>hello</html>"), bench.FailServer, "a web page answers"},
		{"nothing", body(""), bench.FailServer, "is empty"},
		{"no text", body(`{"response":"","done":true,"done_reason":"stop","eval_count":0}`), bench.FailServer, "without any text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t, "smol:latest")
			f.fault = c.fault
			lines, err := f.measured("tg8")
			var said engine.DriverError
			if !errors.As(err, &said) || said.Code != c.code || !strings.Contains(said.Reason, c.want) || said.Remedy == "" {
				t.Errorf("%#v, want %q", err, c.want)
			}
			if len(lines.Exchanges()) > 0 {
				t.Error("there is a sample")
			}
		})
	}
}

// TestTheRecordedAnswers reads what Ollama 0.6.8 said.
func TestTheRecordedAnswers(t *testing.T) {
	text, err := os.ReadFile("testdata/http-0.6.8.txt")
	if err != nil {
		t.Fatal(err)
	}
	var pieces []serving.Piece
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, `{"model":"standin","created_at"`) {
			continue
		}
		p, ok := read([]byte(line))
		if !ok {
			t.Fatal(line)
		}
		pieces = append(pieces, p)
	}
	if len(pieces) != 15 || pieces[0].Text != "w7875" || pieces[0].Finish != "" {
		t.Fatalf("%d pieces, %+v", len(pieces), pieces[0])
	}
	end := pieces[12]
	if end.Finish != "length" || end.Tokens != 12 || end.PromptTokens != 25 || math.Abs(end.TPS-49.01) > 0.01 || math.Abs(end.PromptTPS-1107.8) > 0.1 || end.Load != 1667709 {
		t.Errorf("%+v", end)
	}
	if p, ok := read([]byte(`{"error":"model 'nosuch' not found"}`)); !ok || !p.Failed {
		t.Errorf("%+v", p)
	}
}

// Ollama cuts prompts that are longer than the context, and does not say so.
func TestTestsThatDoNotFitTheContextAreRefused(t *testing.T) {
	for name, told := range map[string]bool{"told": true, "not told": false} {
		f := newFake(t, "smol:latest")
		f.context, f.trained = told, 64
		_, err := f.measured("pp128")
		if err == nil || !strings.Contains(err.Error(), "a context of 64 tokens here, and the tests need 128") || len(f.have) > 0 {
			t.Errorf("%s: %v; loaded: %v", name, err, f.have)
		}
	}
}
