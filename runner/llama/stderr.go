package llama

import (
	"bytes"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/runner/words"
)

// noise lists the functions whose lines -v prints thousands of times. Nobody
// needs them live, and the engine's own log keeps them.
var noise = map[string]bool{}

func init() {
	for name := range strings.FieldsSeq(`
		create_tensor print_info load llm_load_print_meta llm_load_vocab llm_load_tensors load_tensors
		done_getting_tensors llama_model_loader init_tokenizer llama_context ~llama_context
		llama_new_context_with_model llama_kv_cache llama_kv_cache_init
		llama_kv_cache_unified llama_kv_cache_iswa llama_kv_cache_unified_iswa llama_memory_recurrent
		llama_memory_hybrid create_memory graph_reserve sched_reserve set_abort_callback attach_threadpool
		detach_threadpool set_n_threads llama_graph_n_input_tensors resolve_fused_ops can_reuse placeholder
		llama_perf_context_print llama_print_timings ggml_backend_amx_buffer_set_tensor repack reserve update init output_reserve
		ggml_gallocr_needs_realloc ggml_gallocr_reserve_n ggml_gallocr_reserve_n_impl
		ggml_backend_sched_alloc_splits ggml_backend_cuda_graph_compute ggml_metal_compile_pipeline
		ggml_metal_library_compile_pipeline find_slot process_ubatch decode encode set_embeddings
		set_causal_attn set_warmup state_read_data state_write_data state_seq_read_data
		ggml_metal_log_allocated_size ggml_cuda_graph_set_enabled llama_print_system_info llm_graph_result
		set_outputs set_sampler warmup`) {
		noise[name] = true
	}
}

var (
	tickLine     = []byte("can_reuse: can")
	warningLine  = lazyregexp.New(`^warning: (debug build|asserts enabled|sanitizer enabled)`)
	overTraining = lazyregexp.New(`n_ctx\w* \((\d+)\) > n_ctx_train \((\d+)\)`)
	noGPU        = lazyregexp.New(`(?i)no usable GPU found|not compiled with GPU offload support|failed to initialize (?:CUDA|ROCm|MUSA)|ggml_vulkan: No devices found|no GPU found`)
	notLocked    = lazyregexp.New(`failed to m(?:lock|advise)`)
)

// useless matches lines without meaning: messages about folders that need not
// exist, and the output of the debugger that old builds start when they crash.
var useless = lazyregexp.New(`^(?:ggml_backend_load_best: failed to (?:enumerate|open)|gdb: |lldb: |\[(?:New LWP|Thread debugging)|\[Inferior |Using host libthread_db|#\d+ +0x|0x[0-9a-f]+ in |\d+\s+(?:in )?\.\./sysdeps/|warning: (?:File ".*auto-loading|Unable to find libthread_db))`)

func (p *Parser) errLine(at time.Time, line []byte, cut int) {
	line = p.dots(at, line)
	if bytes.HasPrefix(line, reuse) {
		p.tick(at, line)
		return
	}
	if len(line) == 0 || p.progress(at, line) {
		return
	}
	name, rest := prefixOf(line)
	if noise[name] {
		p.noisy(name, rest, line)
		return
	}
	text := words.CleanLine(line)
	if text == "" || useless.MatchString(text) {
		return
	}
	p.doubt(text)
	p.tail.Add(text)
	p.log("err", text, cut)
}

// dots counts the dots that show how far loading has come, and returns the rest
// of the line. There are up to a hundred dots, often at the beginning of the
// next line; each stands for at least one percent. They are reported at most as
// often as ticks.
func (p *Parser) dots(at time.Time, line []byte) []byte {
	n := 0
	for n < len(line) && line[n] == '.' {
		n++
	}
	if n == 0 || (n < len(line) && line[n] == '/') { // "./src/ggml.c:1: GGML_ASSERT"
		return line
	}
	if p.loading == loadBegun {
		p.loadDots = min(p.loadDots+n, 100)
		if p.at >= 0 && at.Sub(p.dotTold) >= tickPause {
			p.dotTold = at
			p.emit(p.job(), bench.Progressed{Fraction: float64(p.loadDots) / 100})
		}
	}
	return line[n:]
}

func (p *Parser) tick(at time.Time, line []byte) {
	if !p.o.Ticks || !bytes.HasPrefix(line, tickLine) {
		return
	}
	if progressed, due := p.ticks.tick(at); due {
		p.emit(p.job(), progressed)
	}
}

// prefixOf splits a line into the name of the function that printed it and the
// rest.
func prefixOf(line []byte) (name string, rest []byte) {
	i := bytes.IndexByte(line[:min(len(line), 80)], ':')
	if i < 0 {
		return "", line
	}
	return string(bytes.TrimSpace(line[:i])), line[i+1:]
}

// noisy reads the few things that are needed from the lines of -v: stages of
// loading, buffer sizes, and doubts.
func (p *Parser) noisy(name string, rest, line []byte) {
	text := ""
	switch {
	case bytes.Contains(rest, []byte("buffer size")):
		p.memory.read(words.CleanLine(line))
	case name == "repack", name == "ggml_backend_amx_buffer_set_tensor":
		p.memory.repack(rest)
	case name == "llama_model_loader" && bytes.Contains(rest, []byte("loaded meta data")):
		p.nextLoad()
		p.memory.newModel()
		p.loading, p.loadDots = loadBegun, 0
	case bytes.HasPrefix(rest, []byte(" n_ctx ")):
		p.nextLoad()
		p.memory.newContext()
		p.loading = loadDone
	case bytes.Contains(rest, []byte("graph splits")) && !p.o.Progress:
		p.unheralded()
	case bytes.Contains(rest, []byte("n_ctx_train")):
		text = words.CleanLine(line)
		p.doubt(text)
	}
	if !telling(line) {
		return
	}
	if text = words.CleanLine(line); text != "" {
		p.tail.Add(text)
		p.log("err", text, 0)
	}
}

// nextLoad notices that a build without --progress loads for the next work, before
// the result of the current work was read.
func (p *Parser) nextLoad() {
	if !p.o.Progress && p.at >= 0 && p.heralded == p.at+1 {
		p.loadsFor(p.at + 1)
	}
}

// unheralded reports that measuring begins, for builds without --progress. The
// last line about a new context is the best sign that these builds give.
func (p *Parser) unheralded() {
	if p.at < 0 || p.at >= len(p.o.Work) || p.settled[p.at] || p.heralded == p.at+1 {
		return
	}
	p.heralded = p.at + 1
	w := p.o.Work[p.at]
	p.tellMemory(p.at)
	p.emit(w.Job.ID, bench.PhaseEntered{
		Phase: bench.PhaseMeasuring, Test: w.Test, Round: w.Round, Of: w.Repetitions,
		Detail: "warm-up and all repetitions; this build does not report them one by one",
	})
}

// doubt looks for lines that deserve a warning.
func (p *Parser) doubt(text string) {
	if m := warningLine.FindStringSubmatch(text); m != nil {
		code := map[string]string{"debug build": "debug_build", "asserts enabled": "asserts_enabled", "sanitizer enabled": "sanitizer"}[m[1]]
		p.warnAll(code, "the engine reports: "+m[1]+", performance may be affected", "use a release build of llama.cpp for figures that you want to compare")
		return
	}
	if m := overTraining.FindStringSubmatch(text); m != nil && p.at >= 0 {
		p.warn("beyond_training_length", "the context of "+m[1]+" tokens is longer than the "+m[2]+" the model was trained for; the speed is right, but the generated text would be poor",
			"", p.o.Work[p.at].Test)
		return
	}
	if noGPU.MatchString(text) {
		p.warnThose(wantsGPU, "cpu_fallback", "the engine could not use a GPU: "+words.Bounded(text, 200), "check the driver, or choose an engine build for this machine's GPU")
		return
	}
	if notLocked.MatchString(text) {
		p.warnAll("not_locked", "the model could not be locked in memory: "+words.Bounded(text, 200), "raise the limit (ulimit -l), or choose another load mode (-lm)")
	}
}

// wantsGPU tells whether a job is meant for a GPU. The result is false if the
// job asks for the CPU, or if the build found no device when the job was
// planned; the machine may have no GPU.
func wantsGPU(j *bench.Job) bool { return !j.AsksForCPU() && !j.Build.FoundNoDevice() }

// warnAll adds a warning to every job of the invocation.
func (p *Parser) warnAll(code, text, remedy string) {
	p.warnThose(func(*bench.Job) bool { return true }, code, text, remedy)
}

// warnThose adds a warning to some jobs of the invocation.
func (p *Parser) warnThose(those func(*bench.Job) bool, code, text, remedy string) {
	for _, w := range p.o.Work {
		key := w.Job.ID + "\x00" + code
		if !those(w.Job) || p.warned[key] || len(p.warned) > 10_000 {
			continue
		}
		p.warned[key] = true
		p.emit(w.Job.ID, bench.Warned{Warning: bench.Warning{Code: code, Text: text, Remedy: remedy}})
	}
}
