package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// recorded reads what llama-bench wrote with -o md -oe json|jsonl. It returns
// the results, each on one line.
func recorded(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	var lines []string
	add := func(raw json.RawMessage) {
		var b bytes.Buffer
		if err := json.Compact(&b, raw); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, b.String())
	}
	for decoder.More() {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if raw[0] == '{' {
			add(raw)
			continue
		}
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err)
		}
		for _, item := range list {
			add(item)
		}
	}
	return lines
}

// sessionOf makes a session from recorded lines, with one job for each line.
func sessionOf(t *testing.T, lines []string) *bench.Session {
	t.Helper()
	s := bench.NewSession()
	var seq int64
	apply := func(job string, fact bench.Fact) {
		seq++
		s.Apply(bench.Event{Seq: seq, Time: time.Unix(1_700_000_000+seq, 0).UTC(), Job: job, Fact: fact})
	}
	plan := bench.Plan{Session: "recorded"}
	var results []bench.Result
	for i, line := range lines {
		var raw struct {
			N         int     `json:"n_prompt"`
			G         int     `json:"n_gen"`
			D         int     `json:"n_depth"`
			SamplesNS []int64 `json:"samples_ns"`
		}
		if err := json.Unmarshal([]byte(line), &raw); err != nil {
			t.Fatal(err)
		}
		test := bench.Test{Prompt: raw.N, Generation: raw.G, Depth: raw.D}
		plan.Jobs = append(plan.Jobs, bench.Job{
			ID: fmt.Sprintf("j%d", i), Model: bench.Model{Name: "tiny", Path: "/m/tiny.gguf"},
			Build: bench.EngineBuild{Engine: "llama.cpp", Traits: bench.Traits{Lines: "llama-bench"}}, Tests: []bench.Test{test}, Repetitions: len(raw.SamplesNS),
		})
		results = append(results, bench.Result{Test: test, SamplesNS: raw.SamplesNS, Raw: line})
	}
	apply("", bench.SessionStarted{Plan: plan})
	for i, r := range results {
		apply(fmt.Sprintf("j%d", i), bench.TestFinished{Result: r})
	}
	return s
}

// Each pair of files comes from one start of the real program, which wrote the
// table and the results at the same time. The builds are from 2024-08 to
// b11669.
func TestTableIsTheOneTheEngineDrewItself(t *testing.T) {
	tables, err := filepath.Glob("testdata/llama-bench/[2b]*.md")
	if err != nil || len(tables) < 9 {
		t.Fatalf("%d recordings, %v", len(tables), err)
	}
	for _, file := range tables {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lines := recorded(t, strings.TrimSuffix(file, ".md")+".json")
			var got bytes.Buffer
			if err := LlamaTable(&got, sessionOf(t, lines), Options{}); err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// The engine's own mean and deviation must equal what we compute from its
// samples.
func TestMeanAndDeviationAreTheEnginesOwn(t *testing.T) {
	files, _ := filepath.Glob("testdata/llama-bench/*.json")
	for _, file := range files {
		for _, line := range recorded(t, file) {
			var raw struct {
				Mean   float64 `json:"avg_ts"`
				StdDev float64 `json:"stddev_ts"`
			}
			if err := json.Unmarshal([]byte(line), &raw); err != nil {
				t.Fatal(err)
			}
			s := sessionOf(t, []string{line})
			got := bench.Summarize(s.Jobs[0].Tests[0].SamplesTPS())
			if math.Abs(got.Mean-raw.Mean) > 1e-6*raw.Mean || math.Abs(got.StdDev-raw.StdDev) > 1e-4*raw.Mean {
				t.Errorf("%s: %v ± %v, the engine says %v ± %v", file, got.Mean, got.StdDev, raw.Mean, raw.StdDev)
			}
		}
	}
}

func TestTableOfBackendsAndOddValues(t *testing.T) {
	line := func(more string) string {
		return `{"build_commit":"8cf427ff","build_number":5163,"backends":"CUDA","model_type":"qwen2 7B Q4_K - Medium","model_size":4677120000,
"model_n_params":7615616512,"n_threads":8,"n_gpu_layers":99,"flash_attn":1,"n_prompt":0,"n_gen":128,"n_depth":0` + more + `,"samples_ns":[1000000000,1000000000]}`
	}
	draw := func(lines ...string) string {
		return tablesOf(sessionOf(t, lines))
	}
	for name, c := range map[string]struct{ in, has, hasNot string }{
		"a GPU shows its layers":              {line(""), "| ngl |", "threads"},
		"Metal with BLAS counts as CPU":       {strings.Replace(line(""), `"CUDA"`, `"Metal,BLAS"`, 1), "threads |", "ngl"},
		"ZenDNN too":                          {strings.Replace(line(""), `"CUDA"`, `"ZenDNN"`, 1), "threads |", "ngl"},
		"standard cache type is not shown":    {line(`,"type_k":"f16"`), "", "type_k"},
		"other cache type is":                 {line(`,"type_k":"q8_0"`), "| type_k |", ""},
		"flash attention as number":           {line(""), "|  fa |", ""},
		"flash attention as bool":             {strings.Replace(line(""), `"flash_attn":1`, `"flash_attn":true`, 1), "| fa |", ""},
		"flash attention off was standard":    {strings.Replace(line(""), `"flash_attn":1`, `"flash_attn":false`, 1), "", " fa |"},
		"flash attention auto is":             {strings.Replace(line(""), `"flash_attn":1`, `"flash_attn":-1`, 1), "", " fa |"},
		"sizes from a GiB":                    {line(""), "|   4.36 GiB |     7.62 B | CUDA       |", "MiB"},
		"mmap before lazy mode":               {line(`,"load_mode":"mmap"`), "", " lm |"},
		"mmap is not auto":                    {line(`,"load_mode":"mmap","lazy_mode":"auto"`), "|         lm |", "lazy"},
		"a pipe in a pattern":                 {line(`,"tensor_buft_overrides":"a|b=CPU"`), `a\|b=CPU`, ""},
		"escape codes":                        {line(`,"cpu_mask":"\u001b[31m0x3"`), "| 0x3        |", "\x1b"},
		"a value that is no number in a line": {line(`,"stddev_ts": -nan`), "build: 8cf427ff (5163)", ""},
	} {
		got := draw(strings.ReplaceAll(c.in, "-nan", "null"))
		if !strings.Contains(got, c.has) || (c.hasNot != "" && strings.Contains(got, c.hasNot)) {
			t.Errorf("%s: want %q and not %q in\n%s", name, c.has, c.hasNot, got)
		}
	}
	swept := draw(line(`,"type_v":"f16"`), line(`,"type_v":"q8_0"`))
	if !strings.Contains(swept, "| type_v |") || !strings.Contains(swept, "|    f16 |") {
		t.Errorf("a swept parameter is missing:\n%s", swept)
	}
}

func TestTwoBuildsGiveTwoTables(t *testing.T) {
	lines := append(recorded(t, "testdata/llama-bench/b11669.json"), recorded(t, "testdata/llama-bench/2025-08.json")...)
	got := tablesOf(sessionOf(t, lines))
	if strings.Count(got, "build: ") != 2 || strings.Count(got, "| model ") != 2 {
		t.Errorf("got\n%s", got)
	}
}

func TestRoundsAreMergedInTheTable(t *testing.T) {
	s := sessionOf(t, recorded(t, "testdata/llama-bench/b11669.json")[:1])
	first := s.Jobs[0].Tests[0].Results[0]
	second := first
	second.Round, second.SamplesNS = 1, []int64{first.SamplesNS[0] * 2}
	s.Apply(bench.Event{Seq: 99, Job: "j0", Fact: bench.TestFinished{Result: second}})
	got := tablesOf(s)
	summary := bench.Summarize(s.Jobs[0].Tests[0].SamplesTPS())
	want := fmt.Sprintf("%.2f ± %.2f |", summary.Mean, summary.StdDev)
	if summary.N != 3 || !strings.Contains(got, want) {
		t.Errorf("want %s (n=%d) in\n%s", want, summary.N, got)
	}
}

func TestResultWhoseLineWasLostStillStandsInTheTable(t *testing.T) {
	s := sessionOf(t, recorded(t, "testdata/llama-bench/b11669.json")[:1])
	r := &s.Jobs[0].Tests[0].Results[0]
	*r = bench.Result{
		Test: r.Test, SamplesNS: r.SamplesNS, Backend: "CPU", BuildNumber: 11669, BuildCommit: "Debian",
		ModelType: "llama 1B Q4_0", ModelSizeBytes: 621355008, ModelParams: 1104218112, Threads: 2,
	}
	got := tablesOf(s)
	want := "| llama 1B Q4_0                  | 592.57 MiB |     1.10 B | CPU        |       2 |            pp32 |"
	if !strings.Contains(got, want) || !strings.Contains(got, "build: Debian (11669)") {
		t.Errorf("got\n%s", got)
	}
}

func tablesOf(s *bench.Session) string { return printedTables(s, newRedactor(s, Options{}), false) }
