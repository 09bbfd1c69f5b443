package llama

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func oneWork(test bench.Test, repetitions int) ParserOptions {
	return ParserOptions{Progress: true, Ticks: true, Work: []engine.Work{{Job: &bench.Job{ID: "j1"}, Test: test, Repetitions: repetitions}}}
}

func resultLine(p, n, d int, samples string) string {
	return fmt.Sprintf(`{"build_commit": "x", "n_prompt": %d, "n_gen": %d, "n_depth": %d, "samples_ns": [ %s ]}`, p, n, d, samples)
}

func facts[F bench.Fact](list []engine.Emitted) []F {
	var out []F
	for _, e := range list {
		if f, ok := e.Fact.(F); ok {
			out = append(out, f)
		}
	}
	return out
}

// feed passes lines to a parser, a millisecond apart. Those of stdout begin
// with "out ".
func feed(p *Parser, lines ...string) []engine.Emitted {
	var out []engine.Emitted
	for i, line := range lines {
		stream := engine.Err
		if rest, ok := strings.CutPrefix(line, "out "); ok {
			stream, line = engine.Out, rest
		}
		out = append(out, p.Line(stream, recordingStart.Add(time.Duration(i)*time.Millisecond), []byte(line), 0)...)
	}
	return out
}

func TestResultsAreReadWhateverTheirTypes(t *testing.T) {
	for name, line := range map[string]string{
		"nan":              `{"n_prompt": 16, "stddev_ts": -nan, "avg_ts": inf, "samples_ns": [ 5 ]}`,
		"nan of Windows":   `{"n_prompt": 16, "stddev_ts": -nan(ind), "samples_ns": [ 5 ],"samples_ts": [ nan, -inf ]}`,
		"text for numbers": `{"n_prompt": "16", "n_gen": "0", "samples_ns": [ "5" ]}`,
		"truths":           `{"n_prompt": 16, "flash_attn": true, "cuda": 1, "samples_ns": [ 5 ]}`,
		"absent fields":    `{"samples_ns": [ 5 ]}`,
		"doubled keys":     `{"n_prompt": 16, "n_gen": 77, "n_gen": 0, "samples_ns": [ 5 ]}`,
		"nan in a name":    `{"model_filename": "a: nan, \"-inf.gguf", "n_prompt": 16, "samples_ns": [ 5 ]}`,
		"CRLF":             "{\"n_prompt\": 16, \"samples_ns\": [ 5 ]}\r",
		"floats":           `{"n_prompt": 16.0, "samples_ns": [ 5.0e0 ]}`,
	} {
		t.Run(name, func(t *testing.T) {
			p := NewParser(oneWork(bench.Test{Prompt: 16}, 1))
			got := facts[bench.TestFinished](p.Line(engine.Out, recordingStart, []byte(line), 0))
			if len(got) != 1 || len(got[0].Result.SamplesNS) != 1 || got[0].Result.SamplesNS[0] != 5 {
				t.Fatalf("%+v", got)
			}
			if got[0].Result.Raw != strings.TrimRight(line, "\r") {
				t.Errorf("raw is %q", got[0].Result.Raw)
			}
		})
	}
}

// Impossible times are left out of the result; the result itself is kept.
func TestTimesThatCannotBeAreNoSamples(t *testing.T) {
	for samples, want := range map[string]int{
		"5, nan, 7":                 2,
		"5, -nan(ind), inf":         1,
		"5, 1e308, 7":               2,
		"5, 9223372036854775807, 7": 2, // 292 years
		"5, \"x\", null, -1, 0":     1,
		"5, 2592000000000000":       2, // a month
	} {
		p := NewParser(oneWork(bench.Test{Prompt: 16}, 3))
		all := p.Line(engine.Out, recordingStart, []byte(resultLine(16, 0, 0, samples)), 0)
		got, told := facts[bench.TestFinished](all), facts[bench.SampleTaken](all)
		if len(got) != 1 || len(got[0].Result.SamplesNS) != want || len(told) != want || told[0].Of != 3 {
			t.Errorf("%s: %+v", samples, all)
		}
	}
}

func TestBrokenResultsAreNoResults(t *testing.T) {
	for name, line := range map[string]string{
		"torn":          `{"n_prompt": 16, "samples_ns": [ 5`,
		"no samples":    `{"n_prompt": 16, "avg_ns": 5}`,
		"empty samples": `{"n_prompt": 16, "samples_ns": []}`,
		"zero samples":  `{"n_prompt": 16, "samples_ns": [0, -1]}`,
		"another test":  `{"n_prompt": 17, "samples_ns": [5]}`,
		"another depth": `{"n_prompt": 16, "n_depth": 64, "samples_ns": [5]}`,
		"no object":     `{]`,
	} {
		t.Run(name, func(t *testing.T) {
			p := NewParser(oneWork(bench.Test{Prompt: 16}, 1))
			all := p.Line(engine.Out, recordingStart, []byte(line), 0)
			if len(facts[bench.TestFinished](all)) != 0 || len(facts[bench.Warned](all)) != 1 {
				t.Errorf("%v", all)
			}
			if got := facts[bench.TestFailed](p.End(recordingStart, engine.Exit{})); len(got) != 1 {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestABackendIsDerivedForOldBuilds(t *testing.T) {
	for line, want := range map[string]string{
		`{"cuda": true, "samples_ns": [5]}`:                                    "CUDA",
		`{"cuda": true, "gpu_info": "AMD Radeon Graphics", "samples_ns": [5]}`: "ROCm",
		`{"cuda": false, "vulkan": true, "samples_ns": [5]}`:                   "Vulkan",
		`{"metal": true, "blas": true, "gpu_blas": true, "samples_ns": [5]}`:   "Metal",
		`{"cuda": false, "rpc": "0", "blas": true, "samples_ns": [5]}`:         "BLAS",
		`{"backends": "MTL,BLAS", "metal": false, "samples_ns": [5]}`:          "MTL,BLAS",
		`{"samples_ns": [5]}`: "CPU",
		`{"backends": "\u001b[31mCUDA", "samples_ns": [5], "build_number": "1e99"}`: "CUDA",
	} {
		p := NewParser(oneWork(bench.Test{Prompt: 16}, 1))
		got := facts[bench.TestFinished](p.Line(engine.Out, recordingStart, []byte(line), 0))
		if len(got) != 1 || got[0].Result.Backend != want {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

// The two pipes are read by two readers: a result may be seen before or after
// the progress lines around it.
func TestStdoutMayComeBeforeOrAfterStderr(t *testing.T) {
	lines := []string{
		"llama-bench: benchmark 1/2: starting", "llama-bench: benchmark 1/2: prompt run 1/2", "llama-bench: benchmark 1/2: prompt run 2/2",
		"llama-bench: benchmark 2/2: starting", "llama-bench: benchmark 2/2: generation run 1/2", "llama-bench: benchmark 2/2: generation run 2/2",
	}
	first, second := "out "+resultLine(16, 0, 0, "5, 6"), "out "+resultLine(0, 8, 0, "7, 8")
	for a := 0; a <= len(lines); a++ {
		for b := a; b <= len(lines); b++ {
			var order []string
			for i := 0; i <= len(lines); i++ {
				if i == a {
					order = append(order, first)
				}
				if i == b {
					order = append(order, second)
				}
				if i < len(lines) {
					order = append(order, lines[i])
				}
			}
			o := oneWork(bench.Test{Prompt: 16}, 2)
			o.Work = append(o.Work, engine.Work{Job: o.Work[0].Job, Test: bench.Test{Generation: 8}, Repetitions: 2})
			all := feed(NewParser(o), order...)
			done := facts[bench.TestFinished](all)
			if len(done) != 2 || done[0].Result.Test.Prompt != 16 || done[1].Result.SamplesNS[1] != 8 {
				t.Fatalf("a=%d b=%d: %+v", a, b, done)
			}
			next := map[bench.Test]int{}
			for _, s := range facts[bench.SampleTaken](all) {
				if next[s.Test]++; s.Repetition != next[s.Test] || s.Of != 2 {
					t.Fatalf("a=%d b=%d: samples %+v", a, b, facts[bench.SampleTaken](all))
				}
			}
			if len(next) != 2 || next[bench.Test{Prompt: 16}] != 2 {
				t.Fatalf("a=%d b=%d: %v", a, b, next)
			}
		}
	}
}

func TestTicksAreMergedByTime(t *testing.T) {
	p := NewParser(oneWork(bench.Test{Generation: 1000}, 1))
	at := recordingStart
	p.Line(engine.Err, at, []byte("llama-bench: benchmark 1/1: generation run 1/1"), 0)
	var got []bench.Progressed
	for range 1000 { // 200 tokens a second
		got = append(got, facts[bench.Progressed](p.Line(engine.Err, at, []byte("can_reuse: can reuse graph = 1"), 0))...)
		at = at.Add(5 * time.Millisecond)
	}
	if len(got) != int(5*time.Second/tickPause) {
		t.Errorf("%d signs of life in 5 s", len(got))
	}
	for _, g := range got {
		if g.TokensPerSecond < 198 || g.TokensPerSecond > 202 || g.Of != 1000 || g.Tokens < 1 {
			t.Errorf("%+v", g)
		}
	}
	if last := got[len(got)-1]; last.Merged < 45 || last.Tokens > 1000 {
		t.Errorf("%+v", last)
	}
}

func TestTicksOfASlowModelShowTheWayToEachToken(t *testing.T) {
	p := NewParser(oneWork(bench.Test{Generation: 8}, 1))
	at := recordingStart
	p.Line(engine.Err, at, []byte("llama-bench: benchmark 1/1: generation run 1/1"), 0)
	for i := range 8 {
		got := facts[bench.Progressed](p.Line(engine.Err, at, []byte("can_reuse: can reuse graph = 0"), 0))
		if i > 0 && (len(got) != 1 || got[0].Tokens != i || got[0].TokensPerSecond < 0.49 || got[0].TokensPerSecond > 0.51) {
			t.Errorf("token %d: %+v", i, got)
		}
		at = at.Add(2 * time.Second)
	}
}

func TestTicksOutsideOfAMeasurementAreIgnored(t *testing.T) {
	p := NewParser(oneWork(bench.Test{Generation: 8}, 1))
	if all := feed(p, "can_reuse: can reuse graph = 1", "llama-bench: benchmark 1/1: starting", "llama-bench: benchmark 1/1: warmup generation run", "can_reuse: can reuse graph = 1"); len(facts[bench.Progressed](all)) != 0 {
		t.Errorf("%v", all)
	}
}

func TestBuffersAddUpPerDevice(t *testing.T) {
	p := NewParser(oneWork(bench.Test{Generation: 8}, 1))
	all := feed(p,
		"llama-bench: benchmark 1/1: starting",
		"load_tensors:   CPU_Mapped model buffer size =    10.00 MiB",
		"load_tensors:   CPU_Mapped model buffer size =     6.00 MiB",
		"load_tensors:          AMX model buffer size =     4.00 MiB",
		"load_tensors:        CUDA0 model buffer size =   100.00 MiB",
		"llama_context: n_ctx         = 64",
		"llama_kv_cache_unified:      CUDA0 KV buffer size =     8.00 MiB",
		"llama_kv_cache_unified:      CUDA0 KV buffer size =     2.00 MiB",
		"llama_memory_recurrent:      CUDA0 RS buffer size =     1.50 MiB",
		"sched_reserve:      CUDA0 compute buffer size =     3.00 MiB",
		"sched_reserve:      CUDA0 compute buffer size =     5.00 MiB",
		"sched_reserve:  CUDA_Host compute buffer size =     0.50 MiB",
		"llama-bench: benchmark 1/1: generation run 1/1",
		"load_tensors:        evil model buffer size = 99999999999999999999 MiB",
	)
	var got []string
	for _, m := range facts[bench.MemoryAllocated](all) {
		got = append(got, fmt.Sprintf("%s %s %.1f", m.Device, m.Use, float64(m.Bytes)/(1<<20)))
	}
	want := "CPU model 20.0, CUDA0 model 100.0, CUDA0 kv 10.0, CUDA0 recurrent 1.5, CUDA0 compute 5.0, CPU compute 0.5"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ", "), want)
	}
}

func TestDoubtfulBuildsAreWarnedOfForEveryJob(t *testing.T) {
	o := oneWork(bench.Test{Prompt: 16}, 1)
	o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: "j2"}, Test: bench.Test{Prompt: 16}})
	all := feed(NewParser(o), "warning: asserts enabled, performance may be affected", "warning: debug build, performance may be affected", "warning: debug build, performance may be affected",
		"warning: no usable GPU found, --gpu-layers option will be ignored")
	var got []string
	for _, e := range all {
		if w, ok := e.Fact.(bench.Warned); ok {
			got = append(got, e.Job+" "+w.Warning.Code)
		}
	}
	if strings.Join(got, ", ") != "j1 asserts_enabled, j2 asserts_enabled, j1 debug_build, j2 debug_build, j1 cpu_fallback, j2 cpu_fallback" {
		t.Errorf("%v", got)
	}
}

// A job that asked for the CPU used to be suspect because no GPU was found. So
// was each job of a build with Vulkan on a machine without a GPU.
func TestAJobForTheCPUNeedsNoGPU(t *testing.T) {
	o := oneWork(bench.Test{Prompt: 16}, 1)
	o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: "j2", Params: bench.Params{"devices": "none"}}, Test: bench.Test{Prompt: 16}})
	none := bench.EngineBuild{Number: 11669, Backends: []string{"Vulkan", "CPU"}}
	o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: "j3", Build: none}, Test: bench.Test{Prompt: 16}})
	for _, e := range feed(NewParser(o), "ggml_vulkan: No devices found.") {
		if _, warned := e.Fact.(bench.Warned); warned && e.Job != "j1" {
			t.Errorf("%s: %+v", e.Job, e.Fact)
		}
	}
}

// Everything that the engine prints or leaves out and that deserves a warning
// gives one, with its code.
func TestDoubtsOfTheEnginesWords(t *testing.T) {
	const starting = "llama-bench: benchmark 1/1: starting"
	result := "out " + resultLine(16, 0, 0, "5")
	for _, c := range []struct {
		want  string
		lines []string
		exit  engine.Exit
	}{
		{"", []string{starting, result}, engine.Exit{}},
		{"sanitizer", []string{"warning: sanitizer enabled, performance may be affected", starting, result}, engine.Exit{}},
		{"not_locked", []string{"warning: failed to mlock 1048576-byte buffer (after previously locking 0 bytes): Cannot allocate memory", starting, result}, engine.Exit{}},
		{"beyond_training_length", []string{starting, "llama_context: n_ctx_seq (4352) > n_ctx_train (2048) -- possible training context overflow", result}, engine.Exit{}},
		{"debug_build", []string{"warning: debug build, performance may be affected", starting, result}, engine.Exit{}},
		{"asserts_enabled", []string{"warning: asserts enabled, performance may be affected", starting, result}, engine.Exit{}},
		{"cpu_fallback", []string{"ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device is detected", starting, result}, engine.Exit{}},
		{"cpu_fallback", []string{"ggml_cuda_init: failed to initialize ROCm: no ROCm-capable device is detected", starting, result}, engine.Exit{}},
		{"cpu_fallback", []string{"ggml_vulkan: No devices found.", starting, result}, engine.Exit{}},
		{"broken_result", []string{starting, `out {"n_prompt": 16, "samples_ns": [ 5`}, engine.Exit{}},
		{"unexpected_result", []string{starting, result, "out " + resultLine(99, 0, 0, "5")}, engine.Exit{}},
		{"unexpected_tests", []string{"llama-bench: benchmark 1/7: starting", result}, engine.Exit{}},
		{"bad_end", []string{starting, result}, engine.Exit{Code: -1, Signal: "SIGSEGV"}},
	} {
		p := NewParser(oneWork(bench.Test{Prompt: 16}, 1))
		all := feed(p, c.lines...)
		all = append(all, p.End(recordingStart.Add(time.Second), c.exit)...)
		var got []string
		for _, w := range facts[bench.Warned](all) {
			got = append(got, w.Warning.Code)
			if w.Warning.Text == "" || bench.KindOf(w.Warning.Code).Remedy == "" {
				t.Errorf("incomplete: %+v", w.Warning)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.lines, got, c.want)
		}
	}
}

// Two builds may loop over the parameters in a different order. Their figures
// must not be mixed up.
func TestResultsInAnotherOrderAreMatchedByWhatTheySay(t *testing.T) {
	o := ParserOptions{Progress: true}
	for _, id := range []string{"4", "8"} {
		o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: "t" + id, Params: bench.Params{"n_threads": id, "flash_attn": "on"}}, Test: bench.Test{Prompt: 16}})
	}
	all := feed(NewParser(o), `out {"n_prompt": 16, "n_threads": 8, "flash_attn": 1, "samples_ns": [8]}`, `out {"n_prompt": 16, "n_threads": 4, "flash_attn": true, "samples_ns": [4]}`)
	for _, e := range all {
		if f, ok := e.Fact.(bench.TestFinished); ok && e.Job != fmt.Sprintf("t%d", f.Result.SamplesNS[0]) {
			t.Errorf("%s has the figures of %d", e.Job, f.Result.SamplesNS[0])
		}
	}
	if w := facts[bench.Warned](all); len(facts[bench.TestFinished](all)) != 2 || len(w) == 0 || w[0].Warning.Code != "unexpected_order" {
		t.Errorf("%v", all)
	}
}

// A program that starts llama-bench may add its own flags, so that llama-bench
// measures on several devices. The figures of another device than the job's
// were kept, because they came first.
func TestResultsOfAnotherDeviceOrParameterAreNotKept(t *testing.T) {
	for _, c := range []struct{ params, other, own string }{
		{"devices none", `"devices": "Vulkan0"`, `"devices": "none"`},
		{"devices Vulkan0", `"devices": "none"`, `"devices": "VULKAN0"`},
		{"n_gpu_layers 12", `"n_gpu_layers": 99`, `"n_gpu_layers": 12`},
		{"split_mode row", `"split_mode": "layer"`, `"split_mode": "row"`},
		{"main_gpu 1", `"main_gpu": 0`, `"main_gpu": 1`},
		{"no_kv_offload 1", `"no_kv_offload": false`, `"no_kv_offload": true`},
		{"no_op_offload 0", `"no_op_offload": 1`, `"no_op_offload": 0`},
		{"n_cpu_moe 3", `"n_cpu_moe": 0`, `"n_cpu_moe": 3`},
	} {
		key, value, _ := strings.Cut(c.params, " ")
		o := oneWork(bench.Test{Prompt: 16}, 1)
		o.Work[0].Job.Params = bench.Params{key: value}
		all := feed(NewParser(o), `out {"n_prompt": 16, `+c.other+`, "samples_ns": [7]}`, `out {"n_prompt": 16, `+c.own+`, "samples_ns": [5]}`)
		if got := facts[bench.TestFinished](all); len(got) != 1 || got[0].Result.SamplesNS[0] != 5 {
			t.Errorf("%s: %+v", c.params, got)
		}
	}
	o := oneWork(bench.Test{Prompt: 16}, 1)
	o.Work[0].Job.Params = bench.Params{"n_gpu_layers": "-1"} // written as a number for builds without -1
	if got := facts[bench.TestFinished](feed(NewParser(o), `out {"n_prompt": 16, "n_gpu_layers": 99, "samples_ns": [5]}`)); len(got) != 1 {
		t.Errorf("all layers: %+v", got)
	}
}

func TestUsageOnStdoutIsNeitherResultNorNews(t *testing.T) {
	p := NewParser(oneWork(bench.Test{Prompt: 16}, 1))
	all := feed(p, "out usage: llama-bench [options]", "out ", "out options:", "out   -h, --help", "error: invalid parameter for argument: -x")
	if got := facts[bench.LineLogged](all); len(got) != 1 || got[0].Stream != "err" {
		t.Errorf("%+v", got)
	}
}

func TestAStreamedResultArrivesWithItsLastField(t *testing.T) {
	o := oneWork(bench.Test{Prompt: 16}, 1)
	o.Streamed, o.Progress = true, false
	o.Work = append(o.Work, engine.Work{Job: o.Work[0].Job, Test: bench.Test{Generation: 8}})
	p := NewParser(o)
	first := feed(p, "out [", "out   {", `out     "n_prompt": 16,`, `out     "model_filename": "a { \" } b",`, `out     "samples_ns": [ 5 ],`, `out     "samples_ts": [ 41.2 ]`)
	if len(facts[bench.TestFinished](first)) != 1 {
		t.Fatalf("%v", first)
	}
	second := feed(p, "out   },", "out   {", `out     "n_gen": 8,`, `out     "samples_ns": [ 5 ]`, "out   }", "out ]")
	if got := facts[bench.TestFinished](second); len(got) != 1 || got[0].Result.Raw != `{"n_gen":8,"samples_ns":[5]}` {
		t.Fatalf("%v", second)
	}
	if got := p.End(recordingStart, engine.Exit{}); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestTheRestIsLeftToAnotherInvocation(t *testing.T) {
	o := ParserOptions{Progress: true}
	for i := range 4 {
		o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: "j1"}, Test: bench.Test{Prompt: i + 1}})
	}
	p := NewParser(o)
	feed(p, "llama-bench: benchmark 1/4: starting", "out "+resultLine(1, 0, 0, "5"), "llama-bench: benchmark 2/4: starting", "llama-bench: benchmark 2/4: prompt run 1/1",
		"test_prompt: failed to decode prompt batch, res = -3", "llama_bench: error: failed to run prompt")
	got := facts[bench.TestFailed](p.End(recordingStart, engine.Exit{Code: 1}))
	if len(got) != 1 || got[0].Test.Prompt != 2 {
		t.Errorf("%+v", got)
	}
}

// The sizes are those of two builds: one laid out a tiny model whose output
// shares the table of its token embeddings, and the other one has AMX.
func TestWeightsLaidOutAnewAreToldApart(t *testing.T) {
	for what, c := range map[string]struct {
		said []string
		want bench.MemoryAllocated
	}{
		"tied": {[]string{
			"load_tensors:   CPU_Mapped model buffer size =     2.25 MiB",
			"load_tensors:   CPU_REPACK model buffer size =     7.75 MiB",
			".repack: repack tensor token_embd.weight with q4_0_8x8",
			".repack: repack tensor blk.0.attn_q.weight with q4_0_8x8",
		}, bench.MemoryAllocated{Device: "CPU", Use: "model", Bytes: 10 << 20, Repacked: 31 << 18, Doubled: true}},
		"amx": {[]string{
			"load_tensors:          AMX model buffer size =   557.00 MiB",
			"load_tensors:   CPU_Mapped model buffer size =    35.00 MiB",
			"ggml_backend_amx_buffer_set_tensor: amx repack tensor output.weight of type q4_0",
		}, bench.MemoryAllocated{Device: "CPU", Use: "model", Bytes: 592 << 20, Repacked: 557 << 20}},
		"a table for each layer is none of tokens": {[]string{
			"load_tensors:   CPU_REPACK model buffer size =     7.75 MiB",
			"repack: repack tensor per_layer_token_embd.weight with q4_0_8x8",
		}, bench.MemoryAllocated{Device: "CPU", Use: "model", Bytes: 31 << 18, Repacked: 31 << 18}},
		"another model after it": {[]string{
			"load_tensors:   CPU_REPACK model buffer size =     7.75 MiB",
			"repack: repack tensor token_embd.weight with q4_0_8x8",
			"llama_model_loader: loaded meta data with 24 key-value pairs and 39 tensors from b.gguf",
			"load_tensors:   CPU_Mapped model buffer size =     4.00 MiB",
		}, bench.MemoryAllocated{Device: "CPU", Use: "model", Bytes: 4 << 20}},
	} {
		p := NewParser(oneWork(bench.Test{Generation: 8}, 1))
		all := feed(p, append(c.said, "llama-bench: benchmark 1/1: generation run 1/1")...)
		if got := facts[bench.MemoryAllocated](all); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %+v, want %+v", what, got, c.want)
		}
	}
}

// The engine writes results and the lines about buffers to two pipes, so either
// may be read first. A compute buffer of the second job used to be told of the
// first, and the other way round.
func TestBuffersBelongToTheJobThatTheEngineLoads(t *testing.T) {
	o := ParserOptions{Progress: true}
	for _, id := range []string{"j1", "j2"} {
		o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: id}, Test: bench.Test{Generation: 8}, Repetitions: 1})
	}
	result := []byte(`{"n_prompt": 0, "n_gen": 8, "n_depth": 0, "samples_ns": [1000000]}`)
	said := func(number int, compute string) []string {
		step := fmt.Sprintf("llama-bench: benchmark %d/2: ", number)
		return []string{
			step + "starting", "llama_context: n_ctx         = 64", "sched_reserve:        CPU compute buffer size =     " + compute + " MiB",
			step + "generation run 1/1",
		}
	}
	first := append([]string{"load_tensors:   CPU_Mapped model buffer size =    10.00 MiB"}, said(1, "3.00")...)
	second := said(2, "5.00")
	for name, feeds := range map[string]func(p *Parser, errs func(...string), out func()){
		"in the order of the engine": func(_ *Parser, errs func(...string), out func()) { errs(first...); out(); errs(second...); out() },
		"stderr is read first":       func(_ *Parser, errs func(...string), out func()) { errs(first...); errs(second...); out(); out() },
		"the second job has just begun": func(_ *Parser, errs func(...string), out func()) {
			errs(first...)
			errs(second[0])
			out()
			errs(second[1:]...)
			out()
		},
		"its context is half described": func(_ *Parser, errs func(...string), out func()) {
			errs(first...)
			errs(second[:3]...)
			out()
			errs(second[3:]...)
			out()
		},
		"the first result is read early": func(_ *Parser, errs func(...string), out func()) {
			errs(first[0])
			out()
			errs(first[1:]...)
			errs(second...)
			out()
		},
		"the second result is read early": func(_ *Parser, errs func(...string), out func()) { errs(first...); out(); out(); errs(second...) },
	} {
		p, all := NewParser(o), []engine.Emitted(nil)
		feeds(p, func(lines ...string) { all = append(all, feed(p, lines...)...) }, func() {
			all = append(all, p.Line(engine.Out, recordingStart, result, 0)...)
		})
		told := map[string]float64{}
		for _, e := range all {
			if m, ok := e.Fact.(bench.MemoryAllocated); ok {
				told[e.Job+" "+m.Use] = max(told[e.Job+" "+m.Use], float64(m.Bytes)/(1<<20))
			}
		}
		if want := (map[string]float64{"j1 model": 10, "j1 compute": 3, "j2 model": 10, "j2 compute": 5}); !maps.Equal(told, want) {
			t.Errorf("%s: %v, want %v", name, told, want)
		}
	}
}
