package llama

import (
	"encoding/json"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/perf/benchmath"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// BenchmarkDriverAgainstCurl shows what dragstrip's client costs a server: the
// server's own speed while dragstrip reads the answer, and while curl does, in
// pairs; and dragstrip's clock against the server's.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" DRAGSTRIP_TEST_MODEL=small.gguf \
//	  go test ./runner/llama -run '^$' -bench DriverAgainstCurl -benchtime 10x
func BenchmarkDriverAgainstCurl(b *testing.B) {
	own, client := servedFor(b)
	var result engine.Line
	s := serving.Bench{Server: client, Request: engine.Request{Tests: []bench.Test{{Generation: 64}}, Repetitions: 1, NoWarmup: true}, Say: func(l engine.Line) error {
		result = l
		return nil
	}}
	if err := s.Try(b.Context()); err != nil {
		b.Fatal(err)
	}
	ours := func() bench.Exchange {
		if err := s.Measure(b.Context()); err != nil {
			b.Fatal(err)
		}
		return result.Exchanges[0]
	}
	var cost, clock []float64
	for i := range b.N { // in turns, so that drift hits both
		var x bench.Exchange
		if i%2 == 0 {
			x = ours()
		}
		curl := ownSpeed(b, own.Host)
		if i%2 == 1 {
			x = ours()
		}
		byClock := bench.TokensPerSecond(x.TimedTokens, x.TimedNS)
		b.Logf("pair %d: dragstrip's clock %.2f t/s, the server's own figure %.2f; while curl reads %.2f", i+1, byClock, x.ServerTPS, curl)
		cost = append(cost, math.Log(x.ServerTPS/curl))
		clock = append(clock, math.Log(byClock/x.ServerTPS))
	}
	ratios(b, map[string][]float64{"dragstrip/curl": cost, "clock/server": clock})
}

// servedFor starts llama-server with one slot and one thread for a benchmark.
func servedFor(b *testing.B) (*serving.Own, *serving.Client) {
	b.Helper()
	prefix, model := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")), os.Getenv("DRAGSTRIP_TEST_MODEL")
	if len(prefix) == 0 || model == "" {
		b.Skip("set DRAGSTRIP_TEST_LLAMA_BENCH (argv prefix) and DRAGSTRIP_TEST_MODEL (a small GGUF)")
	}
	server := AsServer(bench.EngineBuild{Prefix: prefix})
	own, err := serving.Begin(b.Context(), serving.Program{
		Title: serverProgram, Ready: "/health", Log: io.Discard,
		Argv:   append(server.Prefix, "-m", model, "-np", "1", "-c", "1024", "-t", "1", "-fit", "off", "--offline"),
		Listen: func(host, port string) []string { return []string{"--host", host, "--port", port} },
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(own.End)
	client, err := newClient(own.Host)
	if err != nil {
		b.Fatal(err)
	}
	return own, client
}

// ratios prints the geometric mean of each list of logarithms with its interval.
func ratios(b *testing.B, lists map[string][]float64) {
	b.Helper()
	for name, logs := range lists {
		sum := benchmath.AssumeNormal.Summary(benchmath.NewSample(logs, &benchmath.DefaultThresholds), 0.95)
		b.Logf("%s: %.4f (%.4f to %.4f), %d pairs", name, math.Exp(sum.Center), math.Exp(sum.Lo), math.Exp(sum.Hi), len(logs))
		b.ReportMetric(math.Exp(sum.Center), name)
	}
}

// BenchmarkDriverAgainstBenchy measures one server with dragstrip's driver and
// with llama-benchy, in pairs. The variable has llama-benchy's program, and what
// it needs besides: a tokenizer and a text.
//
//	DRAGSTRIP_TEST_LLAMA_BENCHY="llama-benchy --model M --tokenizer DIR --book-url URL" DRAGSTRIP_TEST_LLAMA_BENCH=… DRAGSTRIP_TEST_MODEL=small.gguf \
//	  go test ./runner/llama -run '^$' -bench DriverAgainstBenchy -benchtime 10x
func BenchmarkDriverAgainstBenchy(b *testing.B) {
	benchy := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCHY"))
	if len(benchy) == 0 {
		b.Skip("set DRAGSTRIP_TEST_LLAMA_BENCHY")
	}
	// Of a shorter prompt, llama-benchy counts only the tokens before the template
	// was added (see docs/numbers.md).
	const prompt, tokens = 256, 32
	own, client := servedFor(b)
	// llama-benchy generates after its prompt, so its generation is at that depth.
	tests := []bench.Test{{Prompt: prompt}, {Generation: tokens, Depth: prompt}}
	var results []float64
	s := serving.Bench{Server: client, Count: counter(client), Request: engine.Request{Tests: tests, Repetitions: 1}, Say: func(l engine.Line) error {
		if l.E == "result" {
			results = append(results, bench.TokensPerSecond(tests[len(results)%2].Tokens(), l.Samples[0]))
		}
		return nil
	}}
	if err := s.Try(b.Context()); err != nil {
		b.Fatal(err)
	}
	ours := func() []float64 {
		results = nil
		if err := s.Measure(b.Context()); err != nil {
			b.Fatal(err)
		}
		return results
	}
	theirs := func() []float64 {
		file := filepath.Join(b.TempDir(), "benchy.json")
		args := append(benchy[1:len(benchy):len(benchy)], "--base-url", "http://"+own.Host+"/v1", "--pp", strconv.Itoa(prompt), "--tg", strconv.Itoa(tokens),
			"--runs", "1", "--exact-tg", "--no-cache", "--latency-mode", "none", "--skip-coherence", "--format", "json", "--save-result", file)
		printed, err := exec.CommandContext(b.Context(), benchy[0], args...).CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, printed)
		}
		var said struct {
			Runs []struct {
				PP struct{ Mean float64 } `json:"pp_throughput"`
				TG struct{ Mean float64 } `json:"tg_throughput"`
			} `json:"benchmarks"`
		}
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &said)
		}
		if err != nil || len(said.Runs) != 1 {
			b.Fatalf("%v\n%s", err, text)
		}
		if said.Runs[0].PP.Mean == 0 || said.Runs[0].TG.Mean == 0 {
			b.Logf("llama-benchy gave no figure:\n%s", printed)
		}
		return []float64{said.Runs[0].PP.Mean, said.Runs[0].TG.Mean}
	}
	logs := map[string][]float64{}
	for i := range b.N { // in turns, so that drift hits both
		var mine, other []float64
		if i%2 == 0 {
			mine, other = ours(), theirs()
		} else {
			other, mine = theirs(), ours()
		}
		for k, t := range tests {
			if other[k] == 0 {
				continue // llama-benchy gave no figure
			}
			b.Logf("pair %d, %s: dragstrip %.2f t/s, llama-benchy %.2f", i+1, t, mine[k], other[k])
			logs[t.String()] = append(logs[t.String()], math.Log(mine[k]/other[k]))
		}
	}
	ratios(b, logs)
}

var ownRate = regexp.MustCompile(`"predicted_per_second":([0-9.]+)`)

// ownSpeed is the speed that the server states while curl reads its answer.
func ownSpeed(b *testing.B, host string) float64 {
	b.Helper()
	body, err := json.Marshal(map[string]any{
		"prompt": strconv.Itoa(b.N) + " eight words of which nobody has ever heard", "max_tokens": 65, "stream": true, "temperature": 0, "seed": 1,
		"ignore_eos": true, "cache_prompt": false, "timings_per_token": true, "return_progress": true, "stream_options": map[string]any{"include_usage": true},
	})
	if err != nil {
		b.Fatal(err)
	}
	out, err := exec.CommandContext(b.Context(), "curl", "-sN", "-d", string(body), "http://"+host+"/v1/completions").Output()
	if err != nil {
		b.Fatal(err)
	}
	all := ownRate.FindAllSubmatch(out, -1)
	if len(all) == 0 {
		b.Fatalf("curl got no figures: %.300s", out)
	}
	rate, _ := strconv.ParseFloat(string(all[len(all)-1][1]), 64)
	return rate
}
