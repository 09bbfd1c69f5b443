package models

import (
	"fmt"
	"reflect"
	"testing"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// headOf is a header with these keys. A value is a whole number, or a list with
// one for each layer.
func headOf(t *testing.T, arch string, keys map[string]any) *gguf.Header {
	t.Helper()
	g := &gguf.Header{Keys: map[string]gguf.Value{"general.architecture": {Kind: gguf.KindText, Text: arch}}}
	for key, v := range keys {
		switch v := v.(type) {
		case int:
			g.Keys[arch+"."+key] = gguf.Value{Kind: gguf.KindInt, Int: int64(v)}
		case []int64:
			g.Keys[arch+"."+key] = gguf.Value{Kind: gguf.KindArray, Len: int64(len(v)), Ints: v}
		}
	}
	return g
}

// TestKVOfArchitectures works on published figures. If the real engine's size
// is known, it is given, too.
func TestKVOfArchitectures(t *testing.T) {
	group := func(layers, keys, values, window int64) bench.KVGroup {
		return bench.KVGroup{Layers: layers, Keys: keys, Values: values, Window: window}
	}
	for _, c := range []struct {
		name, arch string
		keys       map[string]any
		want       bench.KV
	}{
		{
			"no sharing said", "llama",
			map[string]any{"block_count": 32, "embedding_length": 4096, "attention.head_count": 32},
			bench.KV{Groups: []bench.KVGroup{group(32, 4096, 4096, 0)}},
		},
		{
			"latent attention", "deepseek2",
			map[string]any{
				"block_count": 61, "embedding_length": 7168, "attention.head_count": 128, "attention.head_count_kv": 1,
				"attention.key_length": 576, "attention.value_length": 512, "attention.key_length_mla": 192, "attention.value_length_mla": 128,
			},
			bench.KV{Groups: []bench.KVGroup{group(61, 576, 0, 0)}},
		},
		{"latent attention, old conversion", "deepseek2", map[string]any{
			"block_count": 27, "embedding_length": 2048, "attention.head_count": 16, "attention.head_count_kv": 16,
			"attention.key_length": 192, "attention.value_length": 128,
		}, bench.KV{Groups: []bench.KVGroup{group(27, 3072, 2048, 0)}}},
		{"window of another period", "gemma2", map[string]any{
			"block_count": 26, "embedding_length": 2304, "attention.head_count": 8, "attention.head_count_kv": 4,
			"attention.key_length": 256, "attention.value_length": 256,
		}, bench.KV{Groups: []bench.KVGroup{group(13, 1024, 1024, 4096), group(13, 1024, 1024, 0)}}},
		{
			"window listed by layer, heads of another size", "gemma4",
			map[string]any{
				"block_count": 4, "attention.head_count": 8, "attention.head_count_kv": []int64{4, 4, 4, 1},
				"attention.key_length": 512, "attention.value_length": 512, "attention.key_length_swa": 256, "attention.value_length_swa": 256,
				"attention.sliding_window": 512, "attention.sliding_window_pattern": []int64{1, 1, 1, 0},
			},
			bench.KV{Groups: []bench.KVGroup{group(3, 1024, 1024, 512), group(1, 512, 512, 0)}},
		},
		{"window that is not used", "phi3", map[string]any{
			"block_count": 2, "embedding_length": 3072, "attention.head_count": 32, "attention.head_count_kv": 32,
			"attention.sliding_window": 2047,
		}, bench.KV{Groups: []bench.KVGroup{group(2, 3072, 3072, 0)}}},
		{"layers that predict ahead", "glm4moe", map[string]any{
			"block_count": 47, "nextn_predict_layers": 1, "attention.head_count": 96, "attention.head_count_kv": 8,
			"attention.key_length": 128, "attention.value_length": 128,
		}, bench.KV{Groups: []bench.KVGroup{group(46, 1024, 1024, 0)}}},
		{
			"three of four layers recurrent", "qwen3next",
			map[string]any{
				"block_count": 48, "attention.head_count": 16, "attention.head_count_kv": 2,
				"attention.key_length": 256, "attention.value_length": 256, "ssm.conv_kernel": 4, "ssm.inner_size": 4096, "ssm.group_count": 16, "ssm.state_size": 128,
			},
			bench.KV{Groups: []bench.KVGroup{group(12, 512, 512, 0)}, StateBytes: 36 * 4 * (3*(4096+2*16*128) + 128*4096)},
		},
		{"layers without heads are recurrent", "lfm2", map[string]any{
			"block_count": 3, "embedding_length": 2048, "attention.head_count": 32, "attention.head_count_kv": []int64{0, 8, 0},
			"shortconv.l_cache": 3,
		}, bench.KV{Groups: []bench.KVGroup{group(1, 512, 512, 0)}, StateBytes: 2 * 4 * 2048 * 2}},
		{
			"recurrent altogether", "mamba",
			map[string]any{"block_count": 24, "embedding_length": 768, "ssm.conv_kernel": 4, "ssm.inner_size": 1536, "ssm.state_size": 16},
			bench.KV{StateBytes: 24 * 4 * (3*1536 + 16*1536)},
		},
		{
			"both in every layer", "falcon-h1",
			map[string]any{
				"block_count": 2, "attention.head_count": 8, "attention.head_count_kv": 2, "attention.key_length": 64, "attention.value_length": 64,
				"ssm.conv_kernel": 4, "ssm.inner_size": 1536, "ssm.group_count": 1, "ssm.state_size": 128,
			},
			bench.KV{Groups: []bench.KVGroup{group(2, 128, 128, 0)}, StateBytes: 2 * 4 * (3*(1536+2*128) + 128*1536)},
		},
		{"figures nobody has", "llama", map[string]any{"block_count": 4000, "attention.head_count": 1, "attention.head_count_kv": 4000, "attention.key_length": 16000, "attention.value_length": 16000}, bench.KV{}},
		{"negative heads", "llama", map[string]any{"block_count": 4, "attention.head_count": 1, "attention.head_count_kv": -4, "attention.key_length": 16}, bench.KV{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kvOf(headOf(t, c.arch, c.keys)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestFactsSayHowKeysAndValuesAreKept(t *testing.T) {
	for arch, c := range map[string]struct {
		keys map[string]any
		want string
	}{
		"deepseek2": {map[string]any{
			"block_count": 27, "attention.head_count": 16, "attention.head_count_kv": 1,
			"attention.key_length": 576, "attention.value_length": 512, "attention.key_length_mla": 192, "attention.value_length_mla": 128,
		}, "latent 0 0"},
		"qwen3next": {map[string]any{
			"block_count": 48, "attention.head_count": 16, "attention.head_count_kv": 2, "attention.key_length": 256, "attention.value_length": 256,
			"ssm.conv_kernel": 4, "ssm.state_size": 128, "ssm.group_count": 16, "ssm.inner_size": 4096,
		}, "grouped 0 36"},
		"mamba": {map[string]any{"block_count": 24, "ssm.conv_kernel": 4, "ssm.state_size": 16, "ssm.inner_size": 1536}, " 0 24"},
	} {
		f := Facts{}
		g := headOf(t, arch, c.keys)
		f.Heads, f.KVHeads = archMost(g, "attention.head_count"), archMost(g, "attention.head_count_kv")
		f.attention(g)
		if got := fmt.Sprint(f.Attention, " ", f.WindowLayers, " ", f.StateLayers); got != c.want {
			t.Errorf("%s: %q, want %q", arch, got, c.want)
		}
	}
}
