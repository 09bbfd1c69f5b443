package bench

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Params are an engine's parameters by the name llama-bench gives them in its
// results. An absent key means the engine's own default, which the report
// reads back from the result.
type Params map[string]string

// Scope tells what changing a parameter costs.
type Scope int

const (
	// ScopeContext parameters need only a new context: milliseconds.
	ScopeContext Scope = iota
	// ScopeLoad parameters need the model loaded again.
	ScopeLoad
	// ScopeProcess parameters hold for a whole invocation.
	ScopeProcess
)

// Parameter describes one key of Params.
type Parameter struct {
	Key string
	// Label is a short plain name for a form.
	Label string
	Flag  string // as llama-bench spells it, without the dash
	Scope Scope
	// Metavar stands for the value in help: the choices, or a word for the
	// value.
	Metavar string
	// Check says whether a value can be right; nil accepts any printable text.
	Check func(string) bool
	// Help is one line for people, with the accepted values.
	Help string
}

// Parameters lists every parameter that dragstrip passes on, in the order in
// which llama-bench nests its loops (outermost first). The results of one
// invocation come in this order. The facts are from llama-bench's documentation
// and source, see package runner/llama.
var Parameters = []Parameter{
	{"numa", "NUMA", "numa", ScopeProcess, "distribute|isolate|numactl", oneOf("distribute", "isolate", "numactl"), "NUMA strategy: distribute, isolate or numactl"},
	{"prio", "priority", "prio", ScopeProcess, "-1|0|1|2|3", oneOf("-1", "0", "1", "2", "3"), "process priority, -1 to 3"},
	{"n_gpu_layers", "GPU layers", "ngl", ScopeLoad, "N", isInt, "layers on the GPU; -1 for all"},
	{"n_cpu_moe", "CPU experts", "ncmoe", ScopeLoad, "N", isCount, "layers whose experts stay on the CPU"},
	{"split_mode", "GPU split", "sm", ScopeLoad, "none|layer|row|tensor", oneOf("none", "layer", "row", "tensor"), "how several GPUs share a model: none, layer, row or tensor"},
	{"load_mode", "loading", "lm", ScopeLoad, "auto|none|mmap|mlock|mmap+mlock|dio", oneOf("auto", "none", "mmap", "mlock", "mmap+mlock", "dio"), "how weights get into memory: auto, none, mmap, mlock, mmap+mlock or dio (direct I/O)"},
	{"main_gpu", "main GPU", "mg", ScopeLoad, "N", isCount, "the main GPU, counted from 0"},
	{"devices", "devices", "dev", ScopeLoad, "DEVICES", nil, "devices to use, joined by /; the word none means the CPU alone"},
	{"tensor_split", "GPU shares", "ts", ScopeLoad, "SHARES", areShares, "share of each GPU, joined by /: 3/1"},
	{"override_tensor", "placement", "ot", ScopeLoad, "PATTERN=BUFFER", func(s string) bool { return strings.Contains(s, "=") }, "buffer for the tensors whose names match a pattern; several joined by ;"},
	{"no_host", "no host buf", "nohost", ScopeLoad, "0|1", isBool, "bypass the host buffer: 0 or 1"},
	{"repack", "repack", "repack", ScopeLoad, "0|1", isBool, "repack weights for the CPU: 0 or 1"},
	{"embeddings", "embeddings", "embd", ScopeContext, "0|1", isBool, "compute embeddings: 0 or 1"},
	{"no_op_offload", "CPU ops stay", "nopo", ScopeContext, "0|1", isBool, "keep operations of CPU tensors on the CPU: 0 or 1"},
	{"n_batch", "batch", "b", ScopeContext, "TOKENS", isPositive, "logical batch size, in tokens"},
	{"n_ubatch", "micro-batch", "ub", ScopeContext, "TOKENS", isPositive, "physical batch size, in tokens"},
	{"type_k", "K type", "ctk", ScopeContext, "TYPE", isWord, "type of the K cache: f16, q8_0, q4_0 …"},
	{"type_v", "V type", "ctv", ScopeContext, "TYPE", isWord, "type of the V cache: f16, q8_0, q4_0 …"},
	{"no_kv_offload", "KV in RAM", "nkvo", ScopeContext, "0|1", isBool, "keep the KV cache in host memory: 0 or 1"},
	{"flash_attn", "flash attn", "fa", ScopeContext, "on|off|auto", oneOf("on", "off", "auto"), "flash attention: on, off or auto"},
	{"n_threads", "threads", "t", ScopeContext, "N", isPositive, "CPU threads"},
	{"cpu_mask", "CPU mask", "C", ScopeContext, "MASK", isHex, "CPU affinity mask, hexadecimal"},
	{"cpu_strict", "strict CPUs", "cpu-strict", ScopeContext, "0|1", isBool, "strict CPU placement: 0 or 1"},
	{"poll", "polling", "poll", ScopeContext, "N", isCount, "polling level, 0 to 100"},
	{Concurrency, "requests", "concurrency", ScopeProcess, "N", isAtOnce, "requests at once, 1 to 256; only servers answer several"},
	{PromptText, "text", "text", ScopeProcess, strings.Join(TextKinds, "|"), oneOf(TextKinds...), "what the prompts for a server are made of: code, prose or list to be continued, three questions in turn, or always the same question; without it random words"},
	{Draft, "draft", "md", ScopeProcess, "FILE", isDraft, "speculation on a server: the file of a draft model, mtp or another method that the build names, or none; none,FILE measures both"},
}

// ParameterByKey finds a parameter by its key.
func ParameterByKey(key string) (Parameter, bool) {
	for _, p := range Parameters {
		if p.Key == key {
			return p, true
		}
	}
	return Parameter{}, false
}

// NormalValue replaces other spellings that llama-bench accepts or prints.
func NormalValue(key, value string) string {
	if key == "flash_attn" {
		switch value {
		case "1", "true":
			return "on"
		case "0", "false":
			return "off"
		case "-1":
			return "auto"
		}
	}
	return value
}

func oneOf(values ...string) func(string) bool {
	return func(s string) bool { return slices.Contains(values, s) }
}

func isInt(s string) bool { _, err := strconv.Atoi(s); return err == nil }

func isPositive(s string) bool { n, err := strconv.Atoi(s); return err == nil && n > 0 }

func isCount(s string) bool { n, err := strconv.Atoi(s); return err == nil && n >= 0 }

// areShares tells whether a text is a list of numbers: 3/1.
func areShares(s string) bool {
	for share := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '/' || r == ';' }) {
		if v, err := strconv.ParseFloat(share, 64); err != nil || !(v >= 0) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

func isBool(s string) bool { return s == "0" || s == "1" }

func isHex(s string) bool {
	digits := strings.TrimPrefix(s, "0x")
	return digits != "" && strings.Trim(strings.ToLower(digits), "0123456789abcdef") == ""
}

func isWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// Validate refuses unknown keys and impossible values. The error names the
// possible values.
func (p Params) Validate() error {
	for _, key := range slices.Sorted(maps.Keys(p)) {
		def, ok := ParameterByKey(key)
		if !ok {
			return fmt.Errorf("unknown parameter %q", key)
		}
		value := p[key]
		if value == "" || Clean(value) != value || strings.Contains(value, ",") ||
			(def.Check != nil && !def.Check(value)) {
			return fmt.Errorf("-%s %q is not possible (%s)", def.Flag, value, def.Help)
		}
	}
	return nil
}

// For gives the parameters that an engine supports, and the flags of the
// others.
func (p Params) For(x Traits) (kept Params, left []string) {
	p = p.withoutUnderstood(x)
	if x.Takes == nil {
		return p, nil
	}
	kept = Params{}
	for _, def := range Parameters {
		value, set := p[def.Key]
		switch {
		case !set:
		case slices.Contains(ofServers, def.Key), x.takes(def.Key, value):
			kept[def.Key] = value
		default:
			left = append(left, "-"+def.Flag+" "+value)
		}
	}
	return kept, left
}

// Only returns the parameters of one scope.
func (p Params) Only(scope Scope) Params {
	out := Params{}
	for key, value := range p {
		if def, ok := ParameterByKey(key); ok && def.Scope == scope {
			out[key] = value
		}
	}
	return out
}

// String lists the parameters that were set, in llama-bench's order and
// spelling: "-fa on -t 8". It is empty if none was set.
func (p Params) String() string {
	var parts []string
	for _, def := range Parameters {
		if v, ok := p[def.Key]; ok {
			parts = append(parts, "-"+def.Flag+" "+ShownValue(def.Key, v))
		}
	}
	return strings.Join(parts, " ")
}

// LargestBatch is the largest batch that was asked for, in tokens, but at most
// MaxTokens; 0 if none was.
func (p Params) LargestBatch() (tokens int) {
	for _, key := range [...]string{"n_batch", "n_ubatch"} {
		if n, err := strconv.Atoi(p[key]); err == nil {
			tokens = max(tokens, min(n, MaxTokens))
		}
	}
	return tokens
}
