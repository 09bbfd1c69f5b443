package published

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Figure is one published speed with its configuration. Texts are as published;
// "" means not stated.
type Figure struct {
	Source  *Source
	Date    string // as stated: "2025-08-06", "2025-08", "2023-11 (rows added to 2025)"
	Machine string
	Chip    *Chip
	GPUs    int    // how many GPUs shared the model, at least 1
	Engine  string // "llama.cpp", "mlx_lm", "Ollama", "LM Studio"
	Build   string
	Backend string // "CUDA", "ROCm", "Vulkan", "Metal", "MLX", "SYCL", "CPU"
	// Variant names the driver or library version of a backend: "radv",
	// "7.2.4".
	Variant string

	Model            string
	Architecture     string
	ParamsB, ActiveB float64 // billions; ActiveB is 0 for a dense model
	Quant            string
	Bytes            int64  // size of the model's file; 0 if not known
	Shape            *Shape // nil if not known

	// Test is what was measured. Its lengths are 0 if only the kind of test was
	// published. Generates is set if the test measures generation.
	Test      bench.Test
	Generates bool
	// TPS is the mean in tokens a second. StdDev is the standard deviation; 0
	// if not published.
	TPS, StdDev float64
	// FlashAttention is "1", "0" or "" (not stated).
	FlashAttention string
	Notes          string
}

// Configuration says what the figure was measured with, as far as it is stated:
// "llama.cpp, CUDA, b6123, 2025-08".
func (f *Figure) Configuration() string {
	backend := strings.TrimSpace(f.Backend + " " + f.Variant)
	said := slices.DeleteFunc([]string{f.Engine, backend, f.Build, f.Date}, func(text string) bool { return text == "" })
	return strings.Join(said, ", ")
}

func (s *Set) readFigures(content, sources []byte) error {
	from := map[string]*Source{}
	err := eachRow("sources.csv", sources, func(r *row) {
		from[r.text("source")] = &Source{r.text("name"), r.text("address")}
	})
	if err != nil {
		return err
	}
	return eachRow("results.csv", content, func(r *row) {
		f := Figure{
			Source: from[r.text("source")], Date: r.text("date"), Machine: r.text("machine"), Chip: s.Chip(r.text("chip")),
			GPUs: max(1, r.whole("gpus")), Engine: r.text("engine"), Build: r.text("build"),
			Backend: r.text("backend"), Variant: r.text("variant"), Model: r.text("model"), Architecture: r.text("architecture"),
			ParamsB: r.number("params_b"), ActiveB: r.number("active_b"), Quant: r.text("quant"), Bytes: int64(r.number("bytes")),
			TPS: r.number("tps"), StdDev: r.number("stddev"), FlashAttention: r.text("fa"), Notes: r.text("notes"),
		}
		f.Shape = s.shapeOf(f.Architecture, f.ParamsB)
		var err error
		if f.Test, f.Generates, err = testOf(r.text("test")); err != nil {
			r.bad = err
		}
		if f.Source == nil || f.Chip == nil || f.TPS <= 0 {
			r.bad = fmt.Errorf("source %q, chip %q or speed %g is not known", r.text("source"), r.text("chip"), f.TPS)
		}
		s.Figures = append(s.Figures, f)
	})
}

// testOf reads "pp512", "tg128@d4096", "tg@d4096" and "tg".
func testOf(text string) (t bench.Test, generates bool, err error) {
	what, depth, deep := strings.Cut(text, "@d")
	if deep {
		if t.Depth, err = strconv.Atoi(depth); err != nil {
			return t, false, err
		}
	}
	length, prompt := strings.CutPrefix(what, "pp")
	if !prompt {
		if length, generates = strings.CutPrefix(what, "tg"); !generates {
			return t, false, fmt.Errorf("there is no test %q", text)
		}
	}
	if length == "" {
		return t, generates, nil
	}
	n, err := strconv.Atoi(length)
	if prompt {
		t.Prompt = n
	} else {
		t.Generation = n
	}
	return t, generates, err
}

// ReadBytes returns how many bytes one token of generation reads, on average
// over the test: the weights without an embedding table that is only looked up,
// and the KV cache of the tokens before it. ok is false if the size of the file
// or the shape of the model is not known. If the experts of a mixture are not
// known, the weights are estimated: the size of the file times the share of
// active parameters.
//
// A test of N tokens begins with an empty context, or with Depth tokens, so a
// token finds Depth + N/2 tokens on average.
func (f *Figure) ReadBytes() (weights, kv float64, ok bool) {
	if f.Shape == nil || f.Bytes == 0 || f.ParamsB == 0 {
		return 0, 0, false
	}
	weights = float64(f.Bytes)
	if f.ActiveB > 0 {
		if weights, ok = f.Shape.ReadOfMixture(weights, f.ParamsB); !ok {
			weights = float64(f.Bytes) * f.ActiveB / f.ParamsB
		}
	} else if !f.Shape.Tied {
		each := min(2, weights/(f.ParamsB*1e9))
		weights -= f.Shape.EmbeddingBytes(each)
	}
	tokens := float64(f.Test.Depth) + float64(f.Test.Generation)/2
	return weights, tokens * f.Shape.KVBytesPerToken(), true
}
