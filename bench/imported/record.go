package imported

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// record is one result of llama-bench. It has the fields as text, by name.
// Booleans are 0 or 1 in every format.
type record map[string]string

// usual holds the default values of llama-bench's parameters, from all versions.
// If a parameter has such a value, nobody set it.
var usual = map[string][]string{
	"n_batch": {"512", "2048"}, "n_ubatch": {"512"}, "type_k": {"f16"}, "type_v": {"f16"},
	"n_gpu_layers": {"99", "-1"}, "n_cpu_moe": {"0"}, "split_mode": {"layer"}, "main_gpu": {"0"}, "no_kv_offload": {"0"},
	"flash_attn": {"-1", "auto"}, "devices": {"auto"}, "tensor_split": {"0.00", "0"}, "load_mode": {"auto"}, "embeddings": {"0"},
	"no_op_offload": {"0"}, "no_host": {"0"}, "repack": {"1"}, "cpu_mask": {"0x0"}, "cpu_strict": {"0"}, "poll": {"50"},
}

// parameterFields are the fields that the method readParams uses.
var parameterFields = append(slices.Sorted(maps.Keys(usual)), "tensor_buft_overrides")

// params are the parameters that were set. Records with equal parameters get the
// same map, which must not be changed.
func (r record) params(read *cells) bench.Params {
	read.key = read.key[:0]
	for _, name := range parameterFields {
		read.key = append(append(read.key, r[name]...), 0)
	}
	return read.params.of(string(read.key), func(string) bench.Params { return r.readParams() })
}

// readParams reads the parameters that were set. An old build has no automatic
// flash attention, so off was its usual value.
func (r record) readParams() bench.Params {
	out := bench.Params{}
	for key, values := range usual {
		value := r[key]
		if value == "" || slices.Contains(values, value) {
			continue
		}
		if key == "flash_attn" {
			if value = bench.NormalValue(key, value); value == "off" && r.old() {
				continue
			}
		}
		out[key] = value
	}
	if split := out["tensor_split"]; split != "" {
		out["tensor_split"] = strings.ReplaceAll(split, ",", "/")
	}
	if buffers := r["tensor_buft_overrides"]; buffers != "" && buffers != "none" {
		out["override_tensor"] = strings.ReplaceAll(buffers, ",", ";")
	}
	for key, value := range out {
		if (bench.Params{key: value}).Validate() != nil {
			delete(out, key)
		}
	}
	return out
}

// old tells whether the build had no automatic flash attention. Later builds
// have a field that says how a model is loaded.
func (r record) old() bool { return r["load_mode"] == "" }

func (r record) backend() string {
	if r["backends"] != "" {
		return r["backends"]
	}
	return bench.FormerBackend(func(field string) bool { return r[field] == "1" }, r["gpu_info"])
}

// fill sets the fields of a record. There must be as many names as values.
func (r record) fill(names, values []string) record {
	for i, name := range names {
		r[name] = values[i]
	}
	return r
}

// isRecord tells whether the fields are those of a result.
func (r record) isRecord() bool {
	_, hasPrompt := r["n_prompt"]
	_, hasGeneration := r["n_gen"]
	_, hasSpeed := r["avg_ts"]
	return hasPrompt && hasGeneration && hasSpeed
}

// figure makes a figure of a result. samples are the times of its repetitions,
// if the format has them.
func (r record) figure(read *cells, line int, samples []int64) Figure {
	model := read.model(r.text("model_type"))
	f := Figure{
		Line: line, CPU: read.text(r["cpu_info"]), GPU: read.text(r["gpu_info"]), Engine: "llama.cpp", Commit: read.text(r["build_commit"]), Number: int(r.whole("build_number")),
		Backend: read.text(r.backend()), Threads: int(r.whole("n_threads")), Model: model.name, Quant: model.quant, Type: model.text, File: read.text(fileNamed(r["model_filename"])),
		Format: "gguf", SizeBytes: r.whole("model_size"), ParamCount: r.whole("model_n_params"), Params: r.params(read), SamplesNS: samples,
		Test: bench.Test{Prompt: int(r.whole("n_prompt")), Generation: int(r.whole("n_gen")), Depth: int(r.whole("n_depth"))},
		When: timeNamed(r["test_time"]),
	}
	for _, name := range []string{"lazy_mode", "fit_target", "fit_min_ctx", "use_direct_io", "defrag_thold"} {
		if value := read.text(r[name]); value != "" && value != "0" && value != "auto" && value != "-1.000000" {
			f.Stated = append(f.Stated, name+" "+value)
		}
	}
	if r["use_mmap"] == "0" {
		f.Stated = append(f.Stated, "use_mmap 0")
	}
	if len(samples) == 0 {
		f.TPS, f.StdDev = number(r["avg_ts"]), max(0, number(r["stddev_ts"]))
		if math.IsNaN(f.StdDev) {
			f.StdDev = 0 // C prints nan for the root of a small negative number
		}
	}
	return f
}

// text is a field as clean, short text.
func (r record) text(field string) string { return shortText(r[field]) }

// whole is a field as a whole number. It is zero if the field is not a number,
// or is negative.
func (r record) whole(field string) int64 {
	n, err := strconv.ParseInt(r[field], 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return min(n, math.MaxInt32*int64(1024)*1024)
}

// number is a text as a number. It is NaN if the text is not a number.
func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}
