package imported

import (
	"errors"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
)

const benchyJSON = `{"version": "0.3.1", "timestamp": "2026-02-03 10:11:12Z", "latency_mode": "generation", "latency_ms": 2.1, "model": "openai/gpt-oss-120b",
"prefix_caching_enabled": false, "max_concurrency": 2, "benchmarks": [
{"concurrency": 1, "context_size": 0, "prompt_size": 2048, "response_size": 32, "is_context_prefill_phase": false,
 "pp_throughput": {"mean": 2000.0, "std": 8.0, "values": [1990.0, 2000.0, 2010.0]}, "tg_throughput": {"mean": 50.0, "std": 0.0, "values": [50.0]}},
{"concurrency": 1, "context_size": 4096, "prompt_size": 2048, "response_size": 32, "is_context_prefill_phase": true,
 "pp_throughput": {"mean": 1900.0, "std": 0.0, "values": [1900.0]}, "tg_throughput": null},
{"concurrency": 2, "context_size": 0, "prompt_size": 2048, "response_size": 32, "is_context_prefill_phase": false,
 "pp_throughput": {"mean": 3000.0, "std": 0.0, "values": [3000.0]}, "tg_throughput": null}]}`

const ollamaText = `$ ollama run --verbose llama3.2:3b-instruct-q4_K_M "why is the sky blue?"
Because of scattering.

total duration:       4.1s
load duration:        45.1ms
prompt eval count:    31 token(s)
prompt eval duration: 156.3ms
prompt eval rate:     198.34 tokens/s
eval count:           300 token(s)
eval duration:        6s
eval rate:            50.00 tokens/s
`

// The figures of programs that print text or JSON of their own.
func TestOtherProgramsOutput(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		want    []string
		leftOut int
	}{
		"llama-benchy": {benchyJSON, []string{
			"openai/gpt-oss-120b pp2048 2000±9.797958971132712", "openai/gpt-oss-120b tg32@d2048 50", "openai/gpt-oss-120b pp4096 1900",
		}, 1},
		"ollama": {ollamaText, []string{"llama3.2:3b-instruct q4_K_M pp31 198.34", "llama3.2:3b-instruct q4_K_M tg300@d31 50"}, 0},
	} {
		got, found, err := read(t, c.text, Hints{})
		if err != nil || !slices.Equal(got, c.want) || found.LeftOutCount() != c.leftOut || len(found.Assumed) == 0 {
			t.Errorf("%s: %v, left out %v, assumed %v\n%s\nwant\n%s", name, err, found.LeftOut, found.Assumed, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// A result of llama-bench without its model used to be refused, even if somebody
// said which model it was.
func TestAModelThatIsSaidIsThatOfFiguresWithoutOne(t *testing.T) {
	jsonText := `{"build_commit": "1d1ccce", "n_prompt": 8, "n_gen": 0, "avg_ts": 100, "stddev_ts": 0}`
	csvText := "build_commit,n_prompt,n_gen,avg_ts\n1d1ccce,8,0,100\n"
	sqlText := "INSERT INTO test (build_commit, n_prompt, n_gen, avg_ts) VALUES ('1d1ccce', '8', '0', '100');\n"
	benchy := strings.Replace(benchyJSON, "openai/gpt-oss-120b", "", 1)
	_, ollama, _ := strings.Cut(ollamaText, "\n")
	for name, text := range map[string]string{"JSON": jsonText, "CSV": csvText, "SQL": sqlText, "llama-benchy": benchy, "ollama": ollama} {
		_, _, err := read(t, text, Hints{})
		var unclear *Unclear
		if !errors.As(err, &unclear) || unclear.Missing != MeansModel {
			t.Errorf("%s: %v", name, err)
		}
		_, found, err := read(t, text, Hints{Model: "folder/Llama 7B Q4_0"})
		if err != nil || len(found.Figures) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range found.Figures {
			if f.Model != "Llama 7B" || f.Quant != "Q4_0" || f.File != "Llama 7B Q4_0" {
				t.Errorf("%s: %q, %q, %q", name, f.Model, f.Quant, f.File)
			}
		}
	}
	named := `{"model_type": "own 1B F16", "n_prompt": 8, "n_gen": 0, "avg_ts": 100}`
	if got, _, err := read(t, named, Hints{Model: "another"}); err != nil || !slices.Equal(got, []string{"own 1B F16 pp8 100"}) {
		t.Errorf("%v: %s", err, got)
	}
}

// If one file has results of several machines, each machine gets a session of
// its own. A repeated test is a further start if its samples are known. Two
// means are two jobs; no average of them is made.
func TestFiguresAreDealtIntoSessionsAndJobs(t *testing.T) {
	board := "| chip | model | test | t/s |\n|---|---|---|---|\n| M1 | a 1B Q4_0 | tg128 | 10 |\n| M2 | a 1B Q4_0 | tg128 | 20 |\n| M1 | a 1B Q4_0 | tg128 | 12 |\n"
	found, err := Read([]byte(board), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	sessions := slices.Collect(found.Sessions(Source{}))
	if len(sessions) != 2 || sessions[0].Machine.Line != "M1" || len(sessions[0].Plan.Jobs) != 2 || len(sessions[1].Plan.Jobs) != 1 {
		t.Errorf("%d sessions: %+v", len(sessions), sessions)
	}
	line := `{"model_type": "a 1B Q4_0", "n_prompt": 8, "n_gen": 0, "avg_ts": 1, "samples_ns": [ 100000000, 110000000 ]}` + "\n"
	found, err = Read([]byte(line+strings.Replace(line, "110000000", "120000000", 1)), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	sessions = slices.Collect(found.Sessions(Source{}))
	if len(sessions) != 1 || len(sessions[0].Plan.Jobs) != 1 || sessions[0].Plan.Rounds != 2 {
		t.Errorf("%d sessions: %+v", len(sessions), sessions[0].Plan)
	}
}

// A mean between two results with samples is a job of its own, and the second of
// these is a further start of the first.
func TestAMeanDoesNotDivideStarts(t *testing.T) {
	const samples, mean = `{"model_type": "a 1B Q4_0", "n_prompt": 8, "n_gen": 0, "avg_ts": 1, "samples_ns": [ 100000000 ]}` + "\n", `{"model_type": "a 1B Q4_0", "n_prompt": 8, "n_gen": 0, "avg_ts": 1}` + "\n"
	found, err := Read([]byte(samples+mean+mean+strings.Replace(samples, "100000000", "110000000", 1)+mean), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	s := slices.Collect(found.Sessions(Source{}))[0]
	var got []string
	for _, r := range s.results {
		got = append(got, r.job+" "+strconv.Itoa(r.round))
	}
	if strings.Join(got, ", ") != "j1 0, j2 0, j3 0, j1 1, j4 0" {
		t.Errorf("%s", got)
	}
}

// A session with as many jobs as it can have still takes tests of its jobs. Only
// a further job needs another session.
func TestManyConfigurationsAreDivided(t *testing.T) {
	var text strings.Builder
	text.WriteString("| model | test | t/s |\n| --- | --- | --- |\n")
	for i := range bench.MaxJobs + 1 {
		for _, test := range []string{"pp512", "tg128"} {
			text.WriteString("| model " + strconv.Itoa(i) + " | " + test + " | 12.5 |\n")
		}
	}
	found, err := Read([]byte(text.String()), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	sessions := slices.Collect(found.Sessions(Source{}))
	if len(sessions) != 2 || len(sessions[0].Plan.Jobs) != bench.MaxJobs || sessions[0].Results() != 2*bench.MaxJobs || len(sessions[1].Plan.Jobs) != 1 || sessions[1].Results() != 2 {
		t.Fatalf("%d sessions, the first has %d jobs and %d results", len(sessions), len(sessions[0].Plan.Jobs), sessions[0].Results())
	}
	for range found.Sessions(Source{}) {
		break // nobody needs the rest
	}
}

// A table of llama-bench names no device, so it does not say that none was
// found. All its rows used to be of the processor.
func TestATableOfABuildForGPUsIsOfTheGPU(t *testing.T) {
	text := "| model | size | params | backend | ngl | dev | test | t/s |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n" +
		"| llama 1B Q4_0 | 1 GiB | 1 B | CUDA | -1 | CUDA0 | tg128 | 184.00 ± 0.30 |\n| llama 1B Q4_0 | 1 GiB | 1 B | CUDA | -1 | none | tg128 | 11.00 ± 0.30 |\n\nbuild: abc12345 (11700)\n"
	found, err := Read([]byte(text), Hints{})
	if err != nil {
		t.Fatal(err)
	}
	s := bench.Replay(slices.Collect(slices.Collect(found.Sessions(Source{}))[0].Events()))
	if len(s.Jobs) != 2 || s.Jobs[0].Backend() != "CUDA" || s.Jobs[1].Backend() != "CPU" {
		for _, j := range s.Jobs {
			t.Errorf("job %s: %q", j.ID, j.Backend())
		}
	}
}

// The budget: 100,000 rows in two seconds and 200 MiB. It counts reading, and
// making and writing all events. Rows of many configurations become 100
// sessions of 1,000 jobs. So do rows that are all the same, because means cannot
// be joined.
func BenchmarkHundredThousandRows(b *testing.B) {
	const rows = 100_000
	markdown, table, many, same, lines := strings.Builder{}, strings.Builder{}, strings.Builder{}, strings.Builder{}, strings.Builder{}
	const head = "build_commit,build_number,cpu_info,gpu_info,backends,model_filename,model_type,model_size,model_n_params,n_batch,n_ubatch,n_threads,type_k,type_v,n_gpu_layers,flash_attn,n_prompt,n_gen,n_depth,test_time,avg_ns,stddev_ns,avg_ts,stddev_ts\n"
	row := func(file, layers, generation string) string {
		return `"8cf427ff","5163","AMD EPYC","RTX 4090","CUDA","` + file + `","llama 7B Q4_0","3825065984","6738415616","2048","512","16","f16","f16","` + layers + `","0","0","` + generation + `","0","2025-08-06T12:00:00Z","1000000000","10","123.45","0.67"` + "\n"
	}
	markdown.WriteString("| model | size | params | backend | ngl | test | t/s |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	table.WriteString(head)
	many.WriteString(head)
	same.WriteString(head)
	samples := func(i int) string {
		times := make([]string, 5)
		for at := range times {
			times[at] = strconv.Itoa(1_000_000_000 + 7*i + at)
		}
		return strings.Join(times, ", ")
	}
	for i := range rows {
		layers, generation := strconv.Itoa(i%100), strconv.Itoa(1+i/100)
		markdown.WriteString("| llama 7B Q4_0 | 3.56 GiB | 6.74 B | CUDA | " + layers + " | tg" + generation + " | 123.45 ± 0.67 |\n")
		table.WriteString(row("m.gguf", layers, generation))
		many.WriteString(row("m"+strconv.Itoa(i)+".gguf", layers, "128"))
		same.WriteString(row("m.gguf", "99", "128"))
		lines.WriteString(`{"build_commit": "8cf427ff", "build_number": 5163, "cpu_info": "AMD EPYC", "gpu_info": "RTX 4090", "backends": "CUDA", "model_filename": "m.gguf", "model_type": "llama 7B Q4_0", "model_size": 3825065984, "model_n_params": 6738415616, "n_batch": 2048, "n_ubatch": 512, "n_threads": 16, "type_k": "f16", "type_v": "f16", "n_gpu_layers": ` + layers + `, "flash_attn": false, "n_prompt": 0, "n_gen": ` + generation + `, "n_depth": 0, "test_time": "2025-08-06T12:00:00Z", "avg_ts": 123.45, "stddev_ts": 0.67, "samples_ns": [` + samples(i) + `]}` + "\n")
	}
	for name, text := range map[string]string{"markdown": markdown.String(), "CSV": table.String(), "configurations": many.String(), "same": same.String(), "JSON lines": lines.String()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				importAll(b, text, rows)
			}
		})
	}
}

func importAll(b *testing.B, text string, rows int) {
	found, err := Read([]byte(text), Hints{})
	if err != nil || len(found.Figures) != rows {
		b.Fatal(len(found.Figures), err)
	}
	events := 0
	for s := range found.Sessions(Source{}) {
		for e := range s.Events() {
			if _, err := e.Line(); err != nil {
				b.Fatal(err)
			}
			events++
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.HeapAlloc)/(1<<20), "MiB-held")
	b.ReportMetric(float64(events), "events")
}
