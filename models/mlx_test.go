package models

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// mlxShape writes an MLX model with headers as they are published: 4 bit,
// groups of 64, bfloat16 scales. The weights are a hole in the file.
func mlxShape(t *testing.T, folder string) string {
	t.Helper()
	const layers, embd, ffn, q, kv, vocab = 16, 2048, 8192, 2048, 512, 128256
	var entries []string
	offset := 0
	tensor := func(name, kind string, bytes int, dims ...int) {
		for _, d := range dims {
			bytes *= d
		}
		entries = append(entries, fmt.Sprintf("%q:{\"dtype\":%q,\"shape\":%s,\"data_offsets\":[%d,%d]}", name, kind,
			strings.ReplaceAll(fmt.Sprint(dims), " ", ","), offset, offset+bytes))
		offset += bytes
	}
	matrix := func(name string, out, in int) {
		tensor(name+".weight", "U32", 4, out, in/8)
		tensor(name+".scales", "BF16", 2, out, in/64)
		tensor(name+".biases", "BF16", 2, out, in/64)
	}
	matrix("model.embed_tokens", vocab, embd)
	for i := range layers {
		at := fmt.Sprintf("model.layers.%d.", i)
		tensor(at+"input_layernorm.weight", "BF16", 2, embd)
		tensor(at+"post_attention_layernorm.weight", "BF16", 2, embd)
		matrix(at+"self_attn.q_proj", q, embd)
		matrix(at+"self_attn.k_proj", kv, embd)
		matrix(at+"self_attn.v_proj", kv, embd)
		matrix(at+"self_attn.o_proj", embd, q)
		matrix(at+"mlp.gate_proj", ffn, embd)
		matrix(at+"mlp.up_proj", ffn, embd)
		matrix(at+"mlp.down_proj", embd, ffn)
	}
	tensor("model.norm.weight", "BF16", 2, embd)
	header := "{" + strings.Join(entries, ",") + `,"__metadata__":{"format":"mlx"}}`
	path := modelstest.Put(t, filepath.Join(folder, "model.safetensors"), modelstest.ShardOf(header, 0))
	if err := os.Truncate(path, int64(8+len(header)+offset)); err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, filepath.Join(folder, "config.json"), []byte(`{"model_type":"llama","num_hidden_layers":16,"hidden_size":2048,"intermediate_size":8192,
		"num_attention_heads":32,"num_key_value_heads":8,"head_dim":64,"vocab_size":128256,"max_position_embeddings":131072,
		"quantization":{"group_size":64,"bits":4},"quantization_config":{"group_size":64,"bits":4}}`))
	modelstest.Put(t, filepath.Join(folder, "README.md"), []byte("---\nlicense: llama3.2\ntags:\n- mlx\n---\n# x\n"))
	return path
}

// TestMLXModelHasThePublishedFigures: these are the figures that mlx_lm counts
// after loading the model.
func TestMLXModelHasThePublishedFigures(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "Llama-3.2-1B-4bit")
	mlxShape(t, folder)
	f, err := Look(folder)
	if err != nil {
		t.Fatal(err)
	}
	if f.Format != "mlx" || f.Name != "Llama-3.2-1B-4bit" || f.Quant != "4bit" || f.SizeBytes != 695_242_752 || f.ParamCount != 1_235_814_400 ||
		f.ReadBytesPerToken != f.SizeBytes || f.Arch != "llama" {
		t.Errorf("%+v", f.Model)
	}
	if k := f.Facts; k.BitsPerWeight != 4.501 || k.QuantBits != 4 || k.GroupSize != 64 || k.QuantMode != "affine" || k.Tensors != 372 ||
		k.License != "llama3.2" || k.Layers != 16 || k.KVHeads != 8 || !k.Tied || k.MainType != "U32" {
		t.Errorf("%+v", k)
	}
	if g := f.KV.Groups; len(g) != 1 || g[0].Keys != 512 || g[0].Layers != 16 {
		t.Errorf("%+v", f.KV)
	}
}

func TestMLXModelInTheHubIsNamedAfterItsRepository(t *testing.T) {
	s, home := surroundings(t, "linux")
	root := filepath.Join(home, ".cache/huggingface/hub/models--mlx-community--Tiny-4bit")
	mlxShape(t, filepath.Join(root, "snapshots", "0123abcd"))
	modelstest.Mkdir(t, filepath.Join(root, "blobs"))
	if listed, problems := stores(t, s); len(listed) != 1 || listed[0] != "Hugging Face: Tiny-4bit" || len(problems) > 0 {
		t.Error(listed, problems)
	}
}

func TestMLXModelThatCannotBeUsedSaysWhy(t *testing.T) {
	const config = `{"model_type":"llama","quantization":{"bits":4,"group_size":64}}`
	good := string(modelstest.ShardOf(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}`, 4))
	plain := string(modelstest.ShardOf(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"__metadata__":{"format":"pt"}}`, 4))
	for _, c := range []struct {
		name  string
		files map[string]string
		kind  error
		why   string
	}{
		{"no configuration", map[string]string{"model.safetensors": good}, problem.ErrIncomplete, "config.json"},
		{"a file of the index missing", map[string]string{
			"config.json": config, "model-00001-of-00002.safetensors": good,
			"model.safetensors.index.json": `{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}`,
		}, problem.ErrIncomplete, "missing from the model, 1 file: model-00002"},
		{"a part missing, without an index", map[string]string{"config.json": config, "model-00001-of-00003.safetensors": good}, problem.ErrIncomplete, "missing from the model, 2 files"},
		{"cut", map[string]string{"config.json": config, "model.safetensors": good[:len(good)-1]}, problem.ErrIncomplete, "1 are missing"},
		{"a tokenizer left by git", map[string]string{"config.json": config, "tokenizer.json": "version https://git-lfs.github.com/spec/v1\n", "model.safetensors": ""}, problem.ErrIncomplete, "tokenizer.json: it is a pointer left by git"},
		{"a config that is a web page", map[string]string{"config.json": "<!DOCTYPE html>", "model.safetensors": ""}, problem.ErrNotModel, "config.json: it is a web page"},
		{"weights that are a web page", map[string]string{"config.json": config, "model.safetensors": "<html>no</html>"}, problem.ErrNotModel, "web page"},
		{"not a language model", map[string]string{"config.json": `{"model_type":"bert","architectures":["BertModel"]}`, "model.safetensors": plain}, problem.ErrNotOffered, "its architecture is BertModel"},
		{"no model_type", map[string]string{"config.json": `{"num_hidden_layers":1,"quantization":{"bits":4,"group_size":64}}`, "model.safetensors": good}, problem.ErrNotOffered, "has no model_type"},
		{"layers below none", map[string]string{"config.json": `{"model_type":"llama","num_hidden_layers":-1,"quantization":{"bits":4,"group_size":64}}`, "model.safetensors": good}, problem.ErrNotOffered, "it has -1 layers"},
		{"endless layers", map[string]string{"config.json": `{"model_type":"llama","num_hidden_layers":2000000000,"quantization":{"bits":4,"group_size":64}}`, "model.safetensors": good}, problem.ErrNotOffered, "it has 2000000000 layers"},
		{"speech", map[string]string{"config.json": `{"model_type":"whisper","architectures":["WhisperForConditionalGeneration"]}`, "model.safetensors": plain}, problem.ErrNotOffered, "not a language model"},
		{"quantized otherwise", map[string]string{"config.json": `{"quantization_config":{"quant_method":"bitsandbytes"}}`, "model.safetensors": plain}, problem.ErrNotOffered, "(bitsandbytes), and mlx_lm loads it only after a conversion"},
		{"quantized by a name that means something", map[string]string{"config.json": `{"quantization_config":{"quant_method":"compressed-tensors","format":"float-quantized"}}`, "model.safetensors": plain}, problem.ErrNotOffered, "(compressed-tensors, float-quantized)"},
		{"no JSON", map[string]string{"config.json": `{"model_type":nothing}`, "model.safetensors": good}, problem.ErrIncomplete, "cannot be understood: it is not JSON from byte 16 on; download config.json again"},
		{"no object", map[string]string{"config.json": `[1]`, "model.safetensors": good}, problem.ErrIncomplete, "not an object with names and values"},
		{"an index alone", map[string]string{"config.json": config, "model.safetensors.index.json": `{"weight_map":{}}`}, problem.ErrIncomplete, "no weight files"},
		{"left by git", map[string]string{"config.json": config, "model.safetensors": "version https://git-lfs.github.com/spec/v1\n"}, problem.ErrIncomplete, "pointer left by git"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			for name, b := range c.files {
				modelstest.Put(t, filepath.Join(folder, name), []byte(b))
			}
			if _, err := Look(folder); !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.why) {
				t.Errorf("%v, want %v with %q", err, c.kind, c.why)
			}
		})
	}
}

func TestMLXExpertsCountByThoseUsed(t *testing.T) {
	folder := t.TempDir()
	modelstest.Put(t, filepath.Join(folder, "config.json"), []byte(`{"model_type":"qwen3_moe","num_hidden_layers":1,"num_experts":8,"num_experts_per_tok":2,
		"quantization":{"group_size":32,"bits":4,"mode":"mxfp4","model.layers.0.mlp.gate":{"group_size":64,"bits":8}}}`))
	modelstest.Put(t, filepath.Join(folder, "model.safetensors"), modelstest.ShardOf(`{
		"model.embed_tokens.weight":{"dtype":"BF16","shape":[10,64],"data_offsets":[0,1280]},
		"lm_head.weight":{"dtype":"BF16","shape":[10,64],"data_offsets":[1280,2560]},
		"model.layers.0.mlp.gate.weight":{"dtype":"U32","shape":[8,16],"data_offsets":[2560,3072]},
		"model.layers.0.mlp.gate.scales":{"dtype":"BF16","shape":[8,1],"data_offsets":[3072,3088]},
		"model.layers.0.mlp.switch_mlp.up_proj.weight":{"dtype":"U32","shape":[8,4,8],"data_offsets":[3088,4112]},
		"model.layers.0.mlp.switch_mlp.up_proj.scales":{"dtype":"U8","shape":[8,4,2],"data_offsets":[4112,4176]}}`, 4176))
	f, err := Look(folder)
	if err != nil {
		t.Fatal(err)
	}
	if f.Quant != "mxfp4" || f.ParamCount != 640+640+512+2048 || f.ActiveParamCount != 640+512+512 || f.ReadBytesPerToken != 1280+528+272 {
		t.Errorf("%+v", f.Model)
	}
}

// TestMLXQuantizationsByLayer: a layer may have a quantization of its own. Its
// parameters count with it, and it is part of the name of the model's
// quantization.
func TestMLXQuantizationsByLayer(t *testing.T) {
	head := `{"model_type":"llama","num_hidden_layers":1,"hidden_size":64,"num_attention_heads":1,"quantization":`
	// A matrix has 16 rows of 64 parameters. A row takes twice as many words as
	// a parameter has bits, and each group has a scale and a bias.
	matrix := func(name string, bits, group int64) mlxSpecimen {
		return mlxSpecimen{name, bits, group, "BF16"}
	}
	for name, c := range map[string]struct {
		quantization string
		all          []mlxSpecimen
		quant        string
		bits         float64
	}{
		"one for all":      {`{"group_size":64,"bits":4}`, []mlxSpecimen{matrix("a", 4, 64), matrix("b", 4, 64)}, "4bit", 4.5},
		"smaller groups":   {`{"group_size":32,"bits":4}`, []mlxSpecimen{matrix("a", 4, 32)}, "4bit-g32", 5},
		"two kinds":        {`{"group_size":64,"bits":4,"model.b":{"group_size":64,"bits":6}}`, []mlxSpecimen{matrix("a", 4, 64), matrix("b", 6, 64)}, "mixed_4_6", 5.5},
		"three kinds":      {`{"group_size":64,"bits":4,"model.b":{"bits":6},"model.c":{"bits":8}}`, []mlxSpecimen{matrix("a", 4, 64), matrix("b", 6, 64), matrix("c", 8, 64)}, "mixed_4_8", 6.5},
		"a router alone":   {`{"group_size":64,"bits":4,"model.mlp.gate":{"bits":8}}`, []mlxSpecimen{matrix("a", 4, 64), matrix("mlp.gate", 8, 64)}, "4bit", 6.5},
		"a mode with more": {`{"group_size":32,"bits":4,"mode":"mxfp4","model.b":{"group_size":64,"bits":8}}`, []mlxSpecimen{{"a", 4, 32, "U8"}, matrix("b", 8, 64)}, "mxfp4-q8", 6.375},
		"some left as is":  {`{"group_size":64,"bits":4,"model.b":false}`, []mlxSpecimen{matrix("a", 4, 64), {"b", 16, 0, "BF16"}}, "4bit", 10.25},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			modelstest.Put(t, filepath.Join(folder, "config.json"), []byte(head+c.quantization+"}"))
			header, end := "{", int64(0)
			for i, s := range c.all {
				if i > 0 {
					header += ","
				}
				header, end = s.write(header, end)
			}
			modelstest.Put(t, filepath.Join(folder, "model.safetensors"), modelstest.ShardOf(header+"}", int(end)))
			f, err := Look(folder)
			if err != nil {
				t.Fatal(err)
			}
			if f.Quant != c.quant || f.ParamCount != int64(len(c.all))*1024 || f.Facts.BitsPerWeight != c.bits {
				t.Errorf("%s, %d parameters, %v bits per weight; want %s and %v", f.Quant, f.ParamCount, f.Facts.BitsPerWeight, c.quant, c.bits)
			}
		})
	}
}

// mlxSpecimen is a matrix of 16 rows of 64 parameters.
type mlxSpecimen struct {
	name        string
	bits, group int64
	scales      string // the type of the scales
}

func (s mlxSpecimen) write(header string, at int64) (string, int64) {
	tensor := func(end, kind string, width, each int64) {
		to := at + 16*width*each
		header += fmt.Sprintf(`"model.%s.%s":{"dtype":%q,"shape":[16,%d],"data_offsets":[%d,%d]}`, s.name, end, kind, width, at, to)
		at = to
	}
	if s.group == 0 {
		tensor("weight", "BF16", 64, 2)
		return header, at
	}
	tensor("weight", "U32", 2*s.bits, 4)
	header += ","
	if s.scales == "U8" {
		tensor("scales", "U8", 64/s.group, 1)
		return header, at
	}
	tensor("scales", "BF16", 64/s.group, 2)
	header += ","
	tensor("biases", "BF16", 64/s.group, 2)
	return header, at
}

// TestMLXPackingsThatCannotBe: impossible figures in config.json give no
// quantization.
func TestMLXPackingsThatCannotBe(t *testing.T) {
	for _, q := range []string{
		`{"group_size":64,"bits":-4,"mode":"affine"}`, `{"group_size":-64,"bits":4000000000}`, `{"group_size":64,"bits":4,"model.a":{"bits":-9223372036854775808}}`,
	} {
		folder := t.TempDir()
		modelstest.Put(t, filepath.Join(folder, "config.json"), []byte(`{"model_type":"llama","num_hidden_layers":1,"quantization":`+q+`}`))
		header, end := mlxSpecimen{"a", 4, 64, "BF16"}.write("{", 0)
		modelstest.Put(t, filepath.Join(folder, "model.safetensors"), modelstest.ShardOf(header+"}", int(end)))
		if f, err := Look(folder); err != nil || f.Quant != "u32" || f.ParamCount < 0 || f.ParamCount > 1<<20 {
			t.Errorf("%s: %v %q, %d parameters", q, err, f.Quant, f.ParamCount)
		}
	}
}
