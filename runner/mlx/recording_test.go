package mlx

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"

	"github.com/charmbracelet/x/exp/golden"
)

func newParser(build bench.EngineBuild, work []engine.Work) engine.Parser {
	return driver.NewParser(build, work, manner(doubtsOf(build, work[0].Job)))
}

var recordingStart = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// replay passes a recording to a parser and returns the facts.
func replay(t testing.TB, name string, p engine.Parser) []engine.Emitted {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".interleaved.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []engine.Emitted
	for line := range bytes.SplitSeq(bytes.TrimSuffix(raw, []byte("\n")), []byte("\n")) {
		parts := bytes.SplitN(line, []byte(" "), 3)
		if len(parts) < 3 {
			parts = append(parts, nil)
		}
		seconds, err := strconv.ParseFloat(string(parts[0]), 64)
		if err != nil {
			t.Fatalf("%s: %q", name, line)
		}
		at := recordingStart.Add(time.Duration(seconds * float64(time.Second)))
		switch text := parts[2]; {
		case string(text) == "<EOF>":
		case string(parts[1]) == "--":
			code, err := strconv.Atoi(strings.TrimPrefix(string(text), "exit "))
			if err != nil {
				continue // what the recorder did
			}
			exit := engine.Exit{Code: code}
			if code < 0 {
				exit = engine.Exit{Code: -1, Signal: map[int]string{-2: "SIGINT", -9: "SIGKILL", -11: "SIGSEGV", -15: "SIGTERM"}[code]}
			}
			return append(out, p.End(at, exit)...)
		default:
			out = append(out, p.Line(engine.Stream(parts[1]), at, bytes.TrimSuffix(text, []byte("<no newline>")), 0)...)
		}
	}
	t.Fatalf("%s has no end", name)
	return nil
}

func works(reps int, tests ...string) []engine.Work {
	job := &bench.Job{ID: "j1", Model: bench.Model{Path: "testdata", ParamCount: 4_983_040}, Repetitions: reps}
	var out []engine.Work
	for _, name := range tests {
		test, err := bench.ParseTest(name)
		if err != nil {
			panic(err)
		}
		job.Tests = append(job.Tests, test)
		out = append(out, engine.Work{Job: job, Test: test, Repetitions: reps})
	}
	return out
}

var cpuBuild = told(bench.EngineBuild{Engine: Name, Prefix: []string{"/venv/bin/python"}, Version: "0.32.2", Library: "0.32.4", Backends: []string{"CPU"}})

// toolParsers are the parsers of all starts that the work needs.
func toolParsers(t testing.TB, work []engine.Work) []engine.Invocation {
	t.Helper()
	all, err := (&Adapter{}).Invocations(context.Background(), AsTool(cpuBuild), work, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func written(all []engine.Emitted) []byte {
	var b bytes.Buffer
	for _, e := range all {
		fact, err := json.Marshal(e.Fact)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&b, "%s %s %s\n", e.Job, e.Fact.Kind(), fact)
	}
	return b.Bytes()
}

func TestWhatTheDriverSaysBecomesFacts(t *testing.T) {
	for name, work := range map[string][]engine.Work{
		"driver_tests": works(3, "pp128", "tg64", "tg32@d256", "pp64+tg32"),
		"driver_quiet": works(2, "tg16"),
	} {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, written(replay(t, name, newParser(cpuBuild, work)))) })
	}
}

func TestWhatTheToolPrintsBecomesFacts(t *testing.T) {
	for name, work := range map[string][]engine.Work{
		"benchmark_p128_g32": works(3, "pp128", "tg32@d128"),
		"benchmark_module":   works(3, "tg32@d128"),
		"benchmark_p1":       works(2, "tg16"),
		"benchmark_4bit":     works(2, "pp32"),
	} {
		t.Run(name, func(t *testing.T) {
			all := toolParsers(t, work)
			if len(all) != 1 {
				t.Fatalf("%d starts", len(all))
			}
			golden.RequireEqual(t, written(replay(t, name, all[0].Parser)))
		})
	}
}

// TestTheToolsCountIsCorrected: the tool divides G tokens by the time of G−1
// steps.
func TestTheToolsCountIsCorrected(t *testing.T) {
	work := works(3, "pp128", "tg32@d128")
	all := toolParsers(t, work)
	var tps []float64
	for _, e := range replay(t, "benchmark_p128_g32", all[0].Parser) {
		if done, ok := e.Fact.(bench.TestFinished); ok {
			tps = append(tps, done.Result.SamplesTPS()[0])
		}
	}
	want := []float64{683.564, 174.581 * 31 / 32}
	for i := range want {
		if len(tps) != 2 || tps[i] < want[i]*0.99999 || tps[i] > want[i]*1.00001 {
			t.Fatalf("t/s %v, want %v", tps, want)
		}
	}
}

func TestEveryFailureIsNamed(t *testing.T) {
	for name, want := range map[string]struct {
		code   bench.FailureCode
		reason string
		whole  bool
	}{
		"driver_truncated":                {bench.FailFileIncomplete, "data of model.layers.2.mlp.down_proj.biases is missing", true},
		"driver_no_mlx":                   {bench.FailEngineNotRunning, "this Python has no MLX", true},
		"fail_bad_json":                   {bench.FailFileDamaged, "config.json is damaged", true},
		"fail_bad_tokenizer":              {bench.FailFileIncomplete, "no tokenizer", true},
		"fail_broken_compiler":            {bench.FailEngineNotRunning, "g++", true},
		"fail_config_key_missing":         {bench.FailFileDamaged, "config.json lacks 'hidden_size'", true},
		"fail_empty_dir":                  {bench.FailFileIncomplete, "no config.json", true},
		"fail_memory_ulimit_load":         {bench.FailFileUnreadable, "reached its memory limit", true},
		"fail_memory_ulimit_run":          {bench.FailCrashed, "running out of memory looks like this", false},
		"fail_model_file":                 {bench.FailNotModel, "contains Python code", true},
		"fail_model_is_file":              {bench.FailNotModel, "is a file", true},
		"fail_no_config":                  {bench.FailFileIncomplete, "no config.json", true},
		"fail_no_dir":                     {bench.FailFileMissing, "not there", true},
		"fail_no_dir_abs":                 {bench.FailFileMissing, "not there", true},
		"fail_no_model_type":              {bench.FailFileDamaged, "config.json lacks model_type", true},
		"fail_no_tmpdir":                  {bench.FailEngineNotRunning, "temporary folder", true},
		"fail_no_tokenizer":               {bench.FailFileIncomplete, "no tokenizer", true},
		"fail_no_weights":                 {bench.FailFileMissing, "model*.safetensors", true},
		"fail_quantization_block_missing": {bench.FailFileDamaged, "58 tensors too many", true},
		"fail_quantization_config_only":   {bench.FailFileDamaged, "lacks quant_method", true},
		"fail_shape":                      {bench.FailFileDamaged, "model.layers.0.mlp.gate_proj.weight should be (512, 256)", true},
		"fail_shard_missing":              {bench.FailShardMissing, "no model.layers.2.mlp.gate_proj.weight", true},
		"fail_stdout_closed":              {bench.FailKilled, "nobody read the engine", false},
		"fail_tensors_extra":              {bench.FailFileDamaged, "18 tensors too many", true},
		"fail_tensors_missing":            {bench.FailShardMissing, "missing: 18 tensors", true},
		"fail_truncated":                  {bench.FailFileIncomplete, "mlp.down_proj.weight is missing", true},
		"fail_truncated_1byte":            {bench.FailFileIncomplete, "model.norm.weight is missing", true},
		"fail_truncated_header":           {bench.FailFileIncomplete, "incomplete", true},
		"fail_unknown_model_type":         {bench.FailEngineTooOld, "model type xyz", true},
		"fail_vocab_shape":                {bench.FailFileDamaged, "embed_tokens", true},
		"fail_weights_empty":              {bench.FailFileIncomplete, "incomplete or empty", true},
		"fail_weights_lfs_pointer":        {bench.FailNotModel, "LFS", true},
		"fail_weights_other_name":         {bench.FailFileMissing, "model*.safetensors", true},
		"sigint_trial":                    {bench.FailKilled, "interrupted", false},
		"sigkill_trial":                   {bench.FailKilled, "the machine ran out of memory", false},
		"sigterm_load":                    {bench.FailKilled, "somebody ended", false},
		"sigterm_trial":                   {bench.FailKilled, "somebody ended", false},
	} {
		t.Run(name, func(t *testing.T) {
			work := works(100, "pp16", "tg4@d16")
			var p engine.Parser = newParser(cpuBuild, work)
			if !strings.HasPrefix(name, "driver") {
				p = toolParsers(t, work)[0].Parser
			}
			var failed []bench.TestFailed
			for _, e := range replay(t, name, p) {
				if f, ok := e.Fact.(bench.TestFailed); ok {
					failed = append(failed, f)
				}
			}
			if len(failed) == 0 {
				t.Fatal("nothing failed")
			}
			f := failed[0].Failure
			if f.Code != want.code || !strings.Contains(f.Reason, want.reason) || f.Remedy == "" || f.WholeModel != want.whole {
				t.Errorf("%+v, want %+v", f, want)
			}
			if want.whole && len(failed) != len(work) {
				t.Errorf("%d of %d tests failed", len(failed), len(work))
			}
		})
	}
}

// TestEveryRecordingIsUsed: a recording that no test reads proves nothing.
func TestEveryRecordingIsUsed(t *testing.T) {
	var text []byte
	for _, file := range []string{"recording_test.go", "server_test.go"} {
		part, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, part...)
	}
	all, _ := filepath.Glob("testdata/*.interleaved.txt")
	for _, path := range all {
		name := strings.TrimSuffix(filepath.Base(path), ".interleaved.txt")
		if !bytes.Contains(text, []byte(strconv.Quote(name))) {
			t.Errorf("nothing reads %s", path)
		}
	}
}

// TestWhatIsKnownBeforehandIsSaid: warnings that are known before a measurement
// are given.
func TestWhatIsKnownBeforehandIsSaid(t *testing.T) {
	work := works(2, "tg16")
	work[0].Job.LeftOut = []string{"-fa on"}
	doubts := func(all []engine.Emitted) map[string]bool {
		codes := map[string]bool{}
		for _, e := range all {
			if w, ok := e.Fact.(bench.Warned); ok {
				codes[w.Warning.Code] = true
			}
		}
		return codes
	}
	for _, code := range []string{"try_only", "parameters_left_out", "depth_of_one"} {
		if !doubts(replay(t, "benchmark_p1", toolParsers(t, work)[0].Parser))[code] {
			t.Errorf("the tool: nothing says %s", code)
		}
		if said := doubts(replay(t, "driver_quiet", newParser(cpuBuild, work)))[code]; said == (code == "depth_of_one") {
			t.Errorf("the driver says %s: %t", code, said)
		}
	}
	metal := cpuBuild
	metal.Backends = []string{"Metal"}
	metal = told(metal)
	if said := doubts(replay(t, "driver_quiet", newParser(metal, work))); !said["cpu_fallback"] || said["try_only"] {
		t.Errorf("a build for Metal that computed on the CPU: %v", said)
	}
	work[0].Job.Params = bench.Params{"devices": "none"}
	if said := doubts(replay(t, "driver_quiet", newParser(metal, work))); said["cpu_fallback"] {
		t.Errorf("where the CPU was asked for: %v", said)
	}
}

// TestArgvAndEnvironment checks the exact command lines and environments.
func TestArgvAndEnvironment(t *testing.T) {
	a := &Adapter{Temp: filepath.Join(t.TempDir(), "mlx")}
	work := works(3, "pp512", "tg128", "tg128@d4096")
	work[0].Job.Params = bench.Params{"n_batch": "512", "devices": "none"}
	work[0].Job.NoWarmup, work[0].Job.DelaySeconds = true, 2
	build := cpuBuild
	build.Env = []string{"MLX_DISABLE_COMPILE=1"}
	for _, c := range []struct {
		build bench.EngineBuild
		want  []string
	}{
		{build, []string{"/venv/bin/python /session/engine/mlx_driver.py --model testdata --tests pp512,tg128,tg128@d4096 -r 3 --prefill-step-size 512 --cpu --delay 2 --no-warmup"}},
		{AsTool(build), []string{""}}, // devices: refused
	} {
		all, err := a.Invocations(context.Background(), c.build, work, engine.Options{Ticks: true, FileFolder: "/session/engine"})
		if err != nil || len(all) != len(c.want) {
			t.Fatalf("%d starts, %v", len(all), err)
		}
		for i, inv := range all {
			if got := strings.Join(inv.Argv, " "); got != c.want[i] {
				t.Errorf("%s\nwant %s", got, c.want[i])
			}
			for _, kv := range []string{"HF_HUB_OFFLINE=1", "PYTHONUNBUFFERED=1", "DO_NOT_TRACK=1", "TMPDIR=" + a.Temp, "MLX_HOSTFILE", "MLX_RANK"} {
				if len(inv.Argv) > 0 && !slices.Contains(inv.Env, kv) {
					t.Errorf("no %s in %q", kv, inv.Env)
				}
			}
			if n := len(inv.Env); n > 0 && inv.Env[n-1] != "MLX_DISABLE_COMPILE=1" {
				t.Errorf("the build's own variables do not win: %q", inv.Env)
			}
		}
	}
	work = works(6, "pp512", "tg128", "tg128@d512", "pp512@d512", "pp64+tg8", "tg1@d9", "tg64@d512")
	work[0].Job.Params = bench.Params{"n_batch": "512"}
	var lines []string
	for _, inv := range toolParsers(t, work) {
		lines = append(lines, strings.Join(inv.Argv, " "))
	}
	begin := "/venv/bin/python -m mlx_lm.benchmark --model testdata "
	want := []string{
		begin + "-p 512 -g 128 -n 6 --prefill-step-size 512", begin + "-p 1 -g 128 -n 6 --prefill-step-size 512", "", "", "",
		begin + "-p 512 -g 64 -n 6 --prefill-step-size 512",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("starts\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

// Hostile output must not cause a panic or unlimited memory, and must settle
// every piece of work at most once.
func FuzzParsers(f *testing.F) {
	for _, name := range []string{"driver_tests", "driver_truncated", "benchmark_p128_g32", "fail_shape"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".interleaved.txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, false)
		f.Add(raw, true)
	}
	f.Fuzz(func(t *testing.T, raw []byte, tool bool) {
		work := works(3, "pp128", "tg64", "tg32@d256", "pp64+tg32")
		var p engine.Parser = newParser(cpuBuild, work)
		if tool {
			work = works(3, "pp128", "tg32@d128")
			p = toolParsers(t, work)[0].Parser
		}
		settled := map[bench.Test]int{}
		note := func(all []engine.Emitted) {
			for _, e := range all {
				if altered := benchtest.Altered(e.Fact); altered != "" {
					t.Error(altered)
				}
				switch fact := e.Fact.(type) {
				case bench.TestFinished:
					settled[fact.Result.Test]++
				case bench.TestFailed:
					settled[fact.Test]++
				case bench.LineLogged:
					if len(fact.Text) > 600 || strings.ContainsRune(fact.Text, 0x1b) {
						t.Errorf("line %q", fact.Text)
					}
				}
			}
		}
		for i, line := range bytes.Split(raw, []byte("\n")) {
			stream := engine.Err
			if _, rest, ok := bytes.Cut(line, []byte(" out ")); ok {
				stream, line = engine.Out, rest
			} else if _, rest, ok := bytes.Cut(line, []byte(" err ")); ok {
				line = rest
			}
			note(p.Line(stream, recordingStart.Add(time.Duration(i)*time.Millisecond), line, 0))
		}
		note(p.End(recordingStart, engine.Exit{Code: 1}))
		for test, n := range settled {
			if n > 1 {
				t.Errorf("%s settled %d times", test, n)
			}
		}
	})
}
