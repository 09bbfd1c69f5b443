package models

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models/modelstest"
)

// conversion is one of a model's published files, as a search finds it. The
// model has 32 layers of 4096.
func conversion(format, name, path string, change ...func(*Found)) Found {
	f := Found{
		Model: bench.Model{Name: name, Path: path, Format: format, ParamCount: 8_030_261_248},
		Facts: Facts{Layers: 32, Embedding: 4096, Heads: 32, KVHeads: 8, HeadSize: 128},
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestPairsOfPublishedModels(t *testing.T) {
	of := func(name string) func(*Found) { return func(f *Found) { f.Facts.ConvertedFrom = []string{name} } }
	for name, c := range map[string]struct {
		gguf, mlx Found
		id        string // "" means that they are no pair
	}{
		"the usual names": {
			conversion("gguf", "Qwen3 8B", "/m/Qwen3-8B-Q4_K_M.gguf"), conversion("mlx", "Qwen3-8B-4bit", "/m/Qwen3-8B-4bit"), "qwen3-8b",
		},
		"Meta before its name": {
			conversion("gguf", "Meta Llama 3.1 8B Instruct", "/m/Meta-Llama-3.1-8B-Instruct-Q8_0.gguf"),
			conversion("mlx", "Llama-3.1-8B-Instruct-8bit", "/m/Llama-3.1-8B-Instruct-8bit"), "llama-3-1-8b-instruct",
		},
		"a publisher before the file's name": {
			conversion("gguf", "model", "/m/google_gemma-3-27b-it-IQ4_XS.gguf"), conversion("mlx", "gemma-3-27b-it-4bit-DWQ-053125", "/m/x"), "gemma-3-27b-it",
		},
		"MLX in the middle": {
			conversion("gguf", "Qwen3 30B A3B Instruct 2507", "/m/a.gguf"), conversion("mlx", "Qwen3-30B-A3B-Instruct-2507-MLX-4bit", "/m/x"), "qwen3-30b-a3b-instruct-2507",
		},
		"two quantizations at the end": {
			conversion("gguf", "gpt-oss-20b-MXFP4", "/m/a.gguf"), conversion("mlx", "gpt-oss-20b-MXFP4-Q8", "/m/x"), "gpt-oss-20b",
		},
		"one that Ollama names": {
			conversion("gguf", "llama3.1:8b-instruct-q4_K_M", "/m/sha256-abc"), conversion("mlx", "llama3.1-8b-instruct-4bit", "/m/x"), "llama3-1-8b-instruct",
		},
		"what it was converted from": {
			conversion("gguf", "Phi 4", "/m/a.gguf"), conversion("mlx", "mine", "/m/x", of("microsoft/phi-4")), "phi-4",
		},
		"a part of a split file": {
			conversion("gguf", "model", "/m/Big-8B-Q8_0-00001-of-00003.gguf"), conversion("mlx", "Big-8B-bf16", "/m/x"), "big-8b",
		},
		"with the part that sees": {
			conversion("gguf", "gemma 3 4b it", "/m/a.gguf"), conversion("mlx", "gemma-3-4b-it-4bit", "/m/x", func(f *Found) { f.ParamCount = f.ParamCount * 11 / 10 }), "gemma-3-4b-it",
		},
		"what was trained out of it": {
			conversion("gguf", "Qwen3 8B", "/m/a.gguf"), conversion("mlx", "Qwen3-8B-Medical-4bit", "/m/x"), "",
		},
		"base and instruct": {
			conversion("gguf", "Llama 3.1 8B", "/m/a.gguf"), conversion("mlx", "Llama-3.1-8B-Instruct-4bit", "/m/x"), "",
		},
		"one name, another form": {
			conversion("gguf", "tune", "/m/tune.gguf"), conversion("mlx", "tune-4bit", "/m/x", func(f *Found) { f.Facts.Layers = 36 }), "",
		},
		"one name, another width": {
			conversion("gguf", "tune", "/m/tune.gguf"), conversion("mlx", "tune-4bit", "/m/x", func(f *Found) { f.ParamCount *= 2 }), "",
		},
		"one name, experts or none": {
			conversion("gguf", "tune", "/m/tune.gguf"), conversion("mlx", "tune-4bit", "/m/x", func(f *Found) { f.Facts.Experts = 8 }), "",
		},
		"form that is not known": {
			conversion("gguf", "tune", "/m/tune.gguf"), conversion("mlx", "tune-4bit", "/m/x", func(f *Found) { f.Facts = Facts{} }), "",
		},
		"names that say nothing": {
			conversion("gguf", "model", "/m/model.gguf"), conversion("mlx", "model", "/m/model"), "",
		},
		"two of one format": {
			conversion("mlx", "Qwen3-8B-8bit", "/m/y"), conversion("mlx", "Qwen3-8B-4bit", "/m/x"), "",
		},
		"a stand-in and the real one": {
			conversion("gguf", "Qwen3 8B", "/m/a.gguf", func(f *Found) { f.StandIn, f.Facts.StandInOf = true, "qwen3-8b" }), conversion("mlx", "Qwen3-8B-4bit", "/m/x"), "",
		},
	} {
		pairs := Pairs([]Found{c.mlx, c.gguf})
		switch {
		case c.id == "" && len(pairs) > 0:
			t.Errorf("%s: %v", name, pairs)
		case c.id != "" && (len(pairs) != 1 || pairs[0].ID != c.id || pairs[0].GGUF[0] != c.gguf.Path || pairs[0].MLX[0] != c.mlx.Path):
			t.Errorf("%s: %+v, want %s", name, pairs, c.id)
		}
	}
}

// TestPairsOfManyConversions: all conversions of one model are one pair,
// whatever names they have.
func TestPairsOfManyConversions(t *testing.T) {
	pairs := Pairs([]Found{
		conversion("gguf", "Qwen3 8B", "/m/a.gguf"), conversion("gguf", "odd", "/m/Qwen_Qwen3-8B-Q4_0.gguf"),
		conversion("mlx", "Qwen3-8B-4bit", "/m/x"), conversion("mlx", "mine", "/m/y", func(f *Found) { f.Facts.ConvertedFrom = []string{"Qwen/Qwen3-8B"} }),
		conversion("mlx", "Other-8B-4bit", "/m/z"),
	})
	if len(pairs) != 1 || len(pairs[0].GGUF) != 2 || !slices.Equal(pairs[0].MLX, []string{"/m/x", "/m/y"}) {
		t.Errorf("%+v", pairs)
	}
}

func TestCardSaysWhatItWasConvertedFrom(t *testing.T) {
	for card, want := range map[string]string{
		"license: mit\nbase_model: microsoft/phi-4":                               "[microsoft/phi-4]",
		"license: mit\nbase_model:\n- microsoft/phi-4\ntags:\n- mlx":              "[microsoft/phi-4]",
		"license: mit\nbase_model:\n  - \"a/b\"\nbase_model_relation: quantized":  "[a/b]",
		"license: mit\nbase_model: a/b\nbase_model_relation: finetune":            "[]",
		"license: mit\nbase_model:\n- a/b\n- c/d":                                 "[]",
		"license: mit\nmodel-index:\n  - name: x\nbase_model_relation: quantized": "[]",
		"license: mit\r\nbase_model: a/b\r":                                       "[a/b]",
	} {
		folder := filepath.Join(t.TempDir(), "Mine-4bit")
		mlxShape(t, folder)
		modelstest.Put(t, filepath.Join(folder, "README.md"), []byte("---\n"+card+"\n---\n# text"))
		f, err := Look(folder)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(f.Facts.ConvertedFrom); got != want || f.Facts.License != "mit" {
			t.Errorf("%q: %s, license %q", card, got, f.Facts.License)
		}
	}
	if strings.Contains(fmt.Sprint(convertedFrom(map[string][]string{"base_model": {"a/b"}}, "My-Tune")), "a/b") {
		t.Error("a folder that names no quantization is taken for a conversion")
	}
}
