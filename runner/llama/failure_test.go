package llama

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// failures says what each recorded failure must become, on every build it was
// recorded with. "whole" marks those that settle all tests of the model.
var failures = []struct {
	recording string
	found     words.Found
	code      bench.FailureCode
	whole     bool
	words     string // in the reason
}{
	{"verbose/missing", words.FoundNothing, bench.FailFileMissing, true, "not there"},
	{"verbose/missing", words.FoundNoPermission, "", true, ""},
	{"verbose/empty", words.FoundEmpty, bench.FailFileEmpty, true, "the file is empty"},
	{"verbose/empty", words.FoundUnknown, bench.FailFileEmpty, true, "empty"},
	{"verbose/folder", words.FoundFolder, bench.FailIsFolder, true, "folder"},
	{"verbose/not_gguf", words.FoundFile, bench.FailNotModel, true, "not a GGUF model"},
	{"verbose/truncated", words.FoundFile, bench.FailFileIncomplete, true, "incomplete"},
	{"verbose/truncated_header", words.FoundFile, bench.FailFileIncomplete, true, "ends within its header"},
	{"verbose/tensor_count", words.FoundFile, bench.FailFileDamaged, true, "damaged"},
	{"verbose/key_count", words.FoundFile, bench.FailFileDamaged, true, "damaged"},
	{"verbose/unknown_architecture", words.FoundFile, bench.FailEngineTooOld, true, "architecture zorgx"},
	{"verbose/version_1", words.FoundFile, bench.FailFormatTooOld, true, "2023"},
	{"verbose/second_shard", words.FoundFile, bench.FailNotFirstShard, true, "not the first file"},
	{"verbose/missing_shard", words.FoundFile, bench.FailShardMissing, true, "alone-00002-of-00002.gguf"},
	{"verbose/renamed_shard", words.FoundFile, bench.FailShardMissing, true, "its name"},
	{"verbose/quantised_v", words.FoundFile, bench.FailNeedsFlashAttn, false, "flash attention"},
	{"verbose/bad_flag", words.FoundFile, bench.FailUnsupportedFlag, false, "--nonsense"},
	{"verbose/bad_type", words.FoundFile, bench.FailUnsupportedFlag, false, ""},
	{"verbose/threads_0", words.FoundFile, bench.FailCrashed, false, "GGML_ASSERT("},
	{"verbose/memory_context", words.FoundFile, bench.FailOutOfMemory, false, "GiB could not be allocated"},
	{"2024-08/verbose/memory_load", words.FoundFile, bench.FailOutOfMemory, false, "53 MiB could not be allocated"},
	{"verbose/killed", words.FoundFile, bench.FailKilled, false, "the machine ran out of memory"},
	{"2025-08/verbose/version_99", words.FoundFile, bench.FailEngineTooOld, true, "version 99"},
	{"b11669/verbose/version_99", words.FoundFile, bench.FailEngineTooOld, true, "version 99"},
	{"2025-08/verbose/big_endian", words.FoundFile, bench.FailByteOrder, true, "byte order"},
	{"b11669/verbose/big_endian", words.FoundFile, bench.FailByteOrder, true, "byte order"},
	{"b11669/verbose/bad_device", words.FoundFile, bench.FailUnknownDevice, true, "CUDA7"},
	{"b11669/fail/oom_ctx_ulimit", words.FoundFile, bench.FailOutOfMemory, false, "30.5 GiB"},
	{"b11669/fail/oom_ulimit_v_400000", words.FoundFile, bench.FailOutOfMemory, true, "does not fit"},
	{"b11669/fail/oom_ulimit_v_900000", words.FoundFile, bench.FailOutOfMemory, true, "557 MiB"},
	{"b11669/fail/zero_tokens", words.FoundFile, "", false, ""},
	{"b11669/fail/zero_reps", words.FoundFile, bench.FailNoOutput, false, "no result"},
	{"b11669/fail/sig_TERM", words.FoundFile, bench.FailKilled, false, "somebody ended"},
	{"b11669/fail/oldflag_mmp", words.FoundFile, bench.FailUnsupportedFlag, false, "-mmp"},
	// Without -v old builds give no reason, so dragstrip looks at the file at
	// the path.
	{"2025-08/fail_empty", words.FoundEmpty, bench.FailFileEmpty, true, "empty"},
	{"2026-10/fail_missing", words.FoundNothing, bench.FailFileMissing, true, "not there"},
	{"2026-10/fail_truncated", words.FoundFile, bench.FailUnknown, true, "gave no reason"},
}

func TestRecordedFailuresBecomeSentences(t *testing.T) {
	for _, c := range failures {
		for _, path := range recordings(t, c.recording+".txt") {
			t.Run(c.recording+" "+string(c.found)+" "+filepath.Base(filepath.Dir(filepath.Dir(path))), func(t *testing.T) {
				r := readRecording(t, path)
				o := r.options(t)
				o.Found = c.found
				_, facts := r.replay(o)
				settledOnce(t, o.Work, facts)
				for _, e := range facts {
					f, ok := e.Fact.(bench.TestFailed)
					if !ok || c.code == "" {
						continue
					}
					if f.Failure.Code != c.code || f.Failure.WholeModel != c.whole || !strings.Contains(f.Failure.Reason, c.words) {
						if c.recording == "verbose/bad_type" && c.code == f.Failure.Code {
							continue
						}
						t.Errorf("%s, whole model %v: %s\n%s", f.Failure.Code, f.Failure.WholeModel, f.Failure.Reason, strings.Join(f.Failure.Tail, "\n"))
					}
				}
			})
		}
	}
}

// saidBefore replays lines that all come at one instant, and gives the failure.
func failureAfter(t *testing.T, work int, lines []string, exit engine.Exit) ([]bench.TestFailed, []engine.Emitted) {
	t.Helper()
	var o ParserOptions
	o.Progress = true
	for i := range work {
		o.Work = append(o.Work, engine.Work{Job: &bench.Job{ID: "j1"}, Test: bench.Test{Prompt: i + 1}, Repetitions: 1})
	}
	p := NewParser(o)
	for _, line := range lines {
		p.Line(engine.Err, recordingStart, []byte(line), 0)
	}
	all := p.End(recordingStart, exit)
	var out []bench.TestFailed
	for _, e := range all {
		if f, ok := e.Fact.(bench.TestFailed); ok {
			out = append(out, f)
		}
	}
	return out, all
}

const (
	starting1 = "llama-bench: benchmark 1/3: starting"
	running1  = "llama-bench: benchmark 1/3: prompt run 1/1"
	metadata  = "llama_model_loader: loaded meta data with 18 key-value pairs and 21 tensors from t.gguf (version GGUF V3 (latest))"
	newCtx    = "llama_context: n_ctx         = 64"
	loadError = "llama_bench: error: failed to load model 't.gguf'"
)

// These failures could not be recorded here, because they need GPUs or other
// systems. Their messages are from the engine's source. Some have none.
func TestUnrecordedFailuresBecomeSentences(t *testing.T) {
	for _, c := range []struct {
		name    string
		lines   []string
		exit    engine.Exit
		code    bench.FailureCode
		settled int // how many of three tests
		words   string
	}{
		{"CUDA memory while loading", []string{starting1, metadata, "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 40960.00 MiB on device 1: cudaMalloc failed: out of memory", "llama_model_load: error loading model: unable to allocate CUDA1 buffer", loadError}, engine.Exit{Code: 1}, bench.FailOutOfMemory, 3, "GPU 1 was not enough: 40.0 GiB could not be allocated"},
		{"CUDA memory for a context", []string{starting1, metadata, newCtx, "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 512.00 MiB on device 0: cudaMalloc failed: out of memory", "llama_bench: error: failed to create context with model 't.gguf'"}, engine.Exit{Code: 1}, bench.FailOutOfMemory, 1, "512 MiB"},
		{"Vulkan memory", []string{starting1, metadata, "ggml_vulkan: Device memory allocation of size 5368709120 failed.", "ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory", loadError}, engine.Exit{Code: 1}, bench.FailOutOfMemory, 3, "5.0 GiB"},
		{"Metal memory", []string{starting1, metadata, "ggml_metal_buffer_init: error: failed to allocate buffer, size =  4096.00 MiB", loadError}, engine.Exit{Code: 1}, bench.FailOutOfMemory, 3, "4.0 GiB"},
		{"Metal memory at work", []string{starting1, running1, "error: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)", "ggml_metal_synchronize: error: command buffer 1 failed with status 5"}, engine.Exit{Code: 1}, bench.FailOutOfMemory, 1, "GPU's memory"},
		{"bad_alloc while loading", []string{starting1, metadata, "terminate called after throwing an instance of 'std::bad_alloc'", "  what():  std::bad_alloc"}, engine.Exit{Code: -1, Signal: "SIGABRT"}, bench.FailOutOfMemory, 3, "not enough memory"},
		{"another machine does not answer", []string{"./src/ggml-rpc/ggml-rpc.cpp:650: Failed to connect to there:50052"}, engine.Exit{Code: 134}, bench.FailRemoteGone, 3, "machine there:50052 does not answer"},
		{"another machine with an unknown name", []string{"Cannot resolve host 'there.invalid'", "./src/ggml-rpc/ggml-rpc.cpp:650: Failed to connect to there.invalid:50052"}, engine.Exit{Code: 134}, bench.FailRemoteGone, 3, "no machine is called there.invalid"},
		{"another machine without a port", []string{"./src/ggml-rpc/ggml-rpc.cpp:642: Failed to parse endpoint: there"}, engine.Exit{Code: 134}, bench.FailRemoteGone, 3, "there is not the address"},
		{"another machine goes away", []string{starting1, running1, "./src/ggml-rpc/ggml-rpc.cpp:682: Remote RPC server crashed or returned malformed response"}, engine.Exit{Code: 134}, bench.FailRemoteGone, 1, "stopped answering in the middle"},
		{"another machine with another version", []string{"RPC server version mismatch: 3.0.0"}, engine.Exit{Code: 134}, bench.FailRemoteGone, 3, "another version (3.0.0)"},
		{"decode failed", []string{starting1, running1, "test_prompt: failed to decode prompt batch, res = -3", "llama_bench: error: failed to run prompt"}, engine.Exit{Code: 1}, bench.FailDecode, 1, "-3"},
		{"killed while loading", []string{starting1, metadata}, engine.Exit{Code: -1, Signal: "SIGKILL"}, bench.FailKilled, 3, "the machine ran out of memory"},
		{"killed behind a shell", []string{starting1, running1}, engine.Exit{Code: 137}, bench.FailKilled, 1, "the machine ran out of memory"},
		{"access violation on Windows", []string{starting1, running1}, engine.Exit{Code: 0xC0000005}, bench.FailCrashed, 1, "memory that does not belong to it"},
		{"a DLL is missing", nil, engine.Exit{Code: 0xC0000135}, bench.FailEngineNotRunning, 3, "DLL"},
		{"wrong processor", nil, engine.Exit{Code: -1, Signal: "SIGILL"}, bench.FailEngineNotRunning, 3, "processor"},
		{"segmentation fault", []string{starting1, running1, "something odd"}, engine.Exit{Code: -1, Signal: "SIGSEGV"}, bench.FailCrashed, 1, "something odd"},
		{"no reader", []string{starting1, running1}, engine.Exit{Code: -1, Signal: "SIGPIPE"}, bench.FailKilled, 1, "nobody read the engine"},
		{"a library is missing", []string{"/x/llama-bench: error while loading shared libraries: libllama.so: cannot open shared object file: No such file or directory"}, engine.Exit{Code: 127}, bench.FailEngineNotRunning, 3, "libllama.so"},
		{"not there", nil, engine.Exit{StartError: "fork/exec /x/llama-bench: no such file or directory"}, bench.FailEngineMissing, 3, "llama-bench was not found"},
		{"not executable", nil, engine.Exit{StartError: "fork/exec /x/llama-bench: permission denied"}, bench.FailEngineNotRunning, 3, "permission denied"},
		{"priority", []string{"warn: failed to set process priority 3 : Permission denied (13)"}, engine.Exit{Code: 1}, bench.FailUnsupportedFlag, 3, "-prio"},
		{"no words", []string{starting1}, engine.Exit{Code: 3}, bench.FailUnknown, 1, "exit code 3"},
		{"odd words", []string{starting1, "the moon is full"}, engine.Exit{Code: 3}, bench.FailUnknown, 1, "the moon is full"},
		{"no results", []string{starting1}, engine.Exit{}, bench.FailNoOutput, 3, "no result"},
		{"nothing at all", nil, engine.Exit{}, bench.FailNoOutput, 3, "no result"},
		{"GPU too old", []string{starting1, metadata, newCtx, "ggml_cuda_compute_forward: MUL_MAT failed", "CUDA error: no kernel image is available for execution on the device"}, engine.Exit{Code: -1, Signal: "SIGABRT"}, bench.FailCrashed, 3, "not made for this GPU"},
		{"new quantization", []string{starting1, "gguf_init_from_file_impl: tensor 'blk.0.ffn_down.weight' has invalid ggml type 142 (NONE)", loadError}, engine.Exit{Code: 1}, bench.FailEngineTooOld, 3, "quantization"},
		{"flood after the reason", append([]string{starting1, metadata, "llama_model_load: error loading model: unknown model architecture: 'zorgx'"}, flood(500)...), engine.Exit{Code: 1}, bench.FailEngineTooOld, 3, "zorgx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := failureAfter(t, 3, c.lines, c.exit)
			if len(got) != c.settled {
				t.Errorf("%d tests were settled, not %d", len(got), c.settled)
			}
			for _, f := range got {
				if f.Failure.Code != c.code || !strings.Contains(f.Failure.Reason, c.words) {
					t.Errorf("%s: %s", f.Failure.Code, f.Failure.Reason)
				}
				if f.Failure.Remedy == "" || f.Failure.WholeModel != (c.settled == 3 && f.Failure.Code != bench.FailNoOutput && f.Failure.Code != bench.FailUnsupportedFlag) {
					t.Errorf("remedy %q, whole model %v", f.Failure.Remedy, f.Failure.WholeModel)
				}
			}
		})
	}
}

// TestReasonOfTheEngineIsPassedOn: these are the engine's own words, of b11669.
// If it did not load a model, its reason used to be replaced by "gave no
// reason". A quantization that it does not know used to be reported as an
// incomplete download.
func TestReasonOfTheEngineIsPassedOn(t *testing.T) {
	const loader = "llama_model_load: error loading model: "
	const hyper = loader + "error loading model hyperparameters: "
	failed := []string{"llama_model_load_from_file_impl: failed to load model", "llama_bench: error: failed to load model 't.gguf'"}
	info := []string{"gguf_init_from_reader: failed to read tensor info", loader + "llama_model_loader: failed to load model from t.gguf"}
	for name, c := range map[string]struct {
		lines                 []string
		code                  bench.FailureCode
		reason, quote, remedy string
	}{
		"a blob of Ollama's store": {
			[]string{hyper + "key qwen2vl.rope.dimension_sections has wrong array length; expected 4, got 3"},
			bench.FailEngineTooOld,
			"the file was made for Ollama's own engine", "key qwen2vl.rope.dimension_sections has wrong array length; expected 4, got 3", "publisher",
		},
		"an architecture of Ollama's": {
			[]string{loader + "error loading model architecture: unknown model architecture: 'gptoss'"},
			bench.FailEngineTooOld,
			"made for Ollama's own engine", "unknown model architecture: 'gptoss'", "publisher",
		},
		"an architecture": {
			[]string{loader + "error loading model architecture: unknown model architecture: 'zorgx'"},
			bench.FailEngineTooOld,
			"does not know the architecture zorgx", "unknown model architecture: 'zorgx'", "update llama.cpp",
		},
		"a key of another type": {
			[]string{hyper + "key llama.context_length has wrong type u64 but expected type u32"},
			bench.FailEngineTooOld,
			"holds llama.context_length in a form", "has wrong type u64 but expected type u32", "current conversion",
		},
		"a key that is not there": {
			[]string{hyper + "key not found in model: llama.block_count"},
			bench.FailEngineTooOld,
			"needs llama.block_count, which", "key not found in model: llama.block_count", "current conversion",
		},
		"a tensor that is not there": {
			[]string{loader + "check_tensor_dims: tensor 'blk.0.attn_k_norm.weight' not found"},
			bench.FailEngineTooOld,
			"needs the tensor blk.0.attn_k_norm.weight, which", "tensor 'blk.0.attn_k_norm.weight' not found", "update llama.cpp",
		},
		"a tensor of another shape": {
			[]string{loader + "check_tensor_dims: tensor 'output.weight' has wrong shape; expected 64, 128, got 64, 64, 1, 1"},
			bench.FailEngineTooOld,
			"does not have the shape", "tensor 'output.weight' has wrong shape; expected 64, 128", "update llama.cpp",
		},
		"more tensors": {
			[]string{loader + "done_getting_tensors: wrong number of tensors; expected 22, got 20"},
			bench.FailEngineTooOld,
			"has 22 tensors, but this engine build knows only 20 of them", "wrong number of tensors", "build of that fork",
		},
		"a new quantization": {
			append([]string{"gguf_init_from_reader: tensor 'blk.0.ffn_down.weight' has invalid ggml type 43. should be in [0, 43)"}, info...), bench.FailEngineTooOld,
			"does not know the model's quantization;", "tensor 'blk.0.ffn_down.weight' has invalid ggml type 43. should be in [0, 43)", "update llama.cpp",
		},
		"a fork's quantization": {
			append([]string{"gguf_init_from_reader: tensor 'blk.0.ffn_down.weight' has invalid ggml type 137. should be in [0, 43)"}, info...), bench.FailEngineTooOld,
			"quantization (type 137), which comes from a fork", "has invalid ggml type 137", "ik_llama.cpp",
		},
		"a removed quantization": {
			append([]string{"gguf_init_from_reader: tensor 'blk.0.ffn_down.weight' of type 31 (TYPE_Q4_0_4_4 REMOVED, use Q4_0 with runtime repacking) has 512 elements per row, not a multiple of block size (0)"}, info...), bench.FailFormatTooOld,
			"no longer read the model's quantization, Q4_0_4_4", "use Q4_0 with runtime repacking", "such as Q4_0",
		},
		"bytes that are missing": {
			[]string{loader + "tensor 'blk.1.ffn_down.weight' data is not within the file bounds, model is corrupted or incomplete"},
			bench.FailFileIncomplete,
			"the file is incomplete", "tensor 'blk.1.ffn_down.weight' data is not within the file bounds", "download the file again",
		},
		"a header that ends": {info, bench.FailFileIncomplete, "it ends within its header", "failed to read tensor info", "download the file again"},
		"words never heard":  {[]string{hyper + "the moon is full"}, bench.FailUnknown, "the engine could not load the model;", "the moon is full", "check that the file is complete"},
		"no words":           {[]string{loader + "llama_model_loader: failed to load model from t.gguf"}, bench.FailUnknown, "could not load the model and gave no reason", "", "check that the file is complete"},
		"not a word":         {nil, bench.FailUnknown, "gave no reason", "", "check that the file is complete"},
	} {
		got, _ := failureAfter(t, 2, append(append([]string{starting1, metadata}, c.lines...), failed...), engine.Exit{Code: 1})
		if len(got) != 2 {
			t.Errorf("%s: %d tests were settled", name, len(got))
			continue
		}
		f := got[0].Failure
		_, quoted, _ := strings.Cut(f.Reason, "; the engine says: ")
		if f.Code != c.code || !strings.Contains(f.Reason, c.reason) || !strings.Contains(quoted, c.quote) || (c.quote == "") != (quoted == "") ||
			!strings.Contains(f.Remedy, c.remedy) || !f.WholeModel || strings.Contains(quoted, "error loading model") {
			t.Errorf("%s: %s: %s\n\tremedy %s", name, f.Code, f.Reason, f.Remedy)
		}
	}
}

func flood(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "error: " + strings.Repeat("nothing in particular ", 20)
	}
	return out
}

func TestStoppedOnPurposeIsNoFailure(t *testing.T) {
	if _, all := failureAfter(t, 3, []string{starting1, metadata, "error: whatever"}, engine.Exit{Code: -1, Signal: "SIGTERM", Stopped: true}); len(all) != 0 {
		t.Errorf("%v", all)
	}
}

func TestHostileStderrCannotGrowMemory(t *testing.T) {
	p := NewParser(ParserOptions{Progress: true, Work: []engine.Work{{Job: &bench.Job{ID: "j1"}, Test: bench.Test{Prompt: 1}}}})
	long := []byte(strings.Repeat("error \x1b[31m", 100_000))
	emitted := 0
	for range 3000 {
		for _, e := range p.Line(engine.Err, recordingStart, long, 12) {
			emitted++
			if l, ok := e.Fact.(bench.LineLogged); ok && len(l.Text) > words.LogLine {
				t.Fatalf("a line of %d bytes", len(l.Text))
			}
		}
	}
	if emitted > linesLogged+1 {
		t.Errorf("%d facts for the journal", emitted)
	}
	all := p.End(recordingStart, engine.Exit{Code: 1})
	for _, e := range all {
		if f, ok := e.Fact.(bench.TestFailed); ok {
			if len(f.Failure.Tail) > words.TailKept+words.FirstKept {
				t.Errorf("%d lines of tail", len(f.Failure.Tail))
			}
			for _, line := range f.Failure.Tail {
				if len(line) > words.TailLine || strings.ContainsRune(line, 0x1b) {
					t.Errorf("tail %q", line)
				}
			}
		}
	}
}

func FuzzParser(f *testing.F) {
	for _, path := range recordings(f, "") {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if len(raw) < 20_000 {
			f.Add(raw, uint8(len(raw)), false)
			f.Add(raw, uint8(len(raw)), true)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, how uint8, streamed bool) {
		o := ParserOptions{Streamed: streamed, Progress: how&1 == 0, Ticks: how&2 == 0}
		jobs := []*bench.Job{{ID: "a"}, {ID: "b", Params: bench.Params{"flash_attn": "on", "n_threads": "2"}}}
		for i := range int(how>>4) + 1 {
			o.Work = append(o.Work, engine.Work{Job: jobs[i%2], Test: bench.Test{Prompt: 16 * (i % 3), Generation: 8 * (i % 2), Depth: i}, Repetitions: 2})
		}
		r := recording{exit: []engine.Exit{{}, {Code: 1}, {Code: -1, Signal: "SIGKILL"}, {StartError: "x"}}[how>>2&3]}
		for i, line := range strings.Split(string(text), "\n") {
			stream := engine.Err
			if rest, ok := strings.CutPrefix(line, "out "); ok || i%5 == 4 {
				stream, line = engine.Out, rest
			} else if _, rest, ok := strings.Cut(line, " out "); ok {
				stream, line = engine.Out, rest
			} else if _, rest, ok := strings.Cut(line, " err "); ok {
				line = rest
			}
			r.lines = append(r.lines, recorded{recordingStart.Add(time.Duration(i) * time.Duration(how) * time.Millisecond), stream, []byte(line)})
		}
		_, facts := r.replay(o)
		settledOnce(t, o.Work, facts)
	})
}
