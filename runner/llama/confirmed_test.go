package llama

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Half of the parameters used to be taken on trust: a build that ignored -poll
// or -ts gave a result under their names.
func TestAResultConfirmsEveryParameter(t *testing.T) {
	of := func(t *testing.T, fields string) record {
		t.Helper()
		r, err := readRecord([]byte(`{"n_prompt": 4, "n_gen": 0, "n_depth": 0, ` + fields + `}`))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	asks := func(key, value string) engine.Work {
		return engine.Work{Test: bench.Test{Prompt: 4}, Job: &bench.Job{Params: bench.Params{key: value}}}
	}
	told := map[string]bool{"numa": true, "prio": true, bench.Concurrency: true, bench.PromptText: true, bench.Draft: true} // no result of llama-bench names these
	for _, c := range []struct{ key, want, same, other string }{
		{"n_gpu_layers", "3", `"n_gpu_layers": 3`, `"n_gpu_layers": -1`},
		{"n_cpu_moe", "2", `"n_cpu_moe": 2`, `"n_cpu_moe": 0`},
		{"split_mode", "row", `"split_mode": "row"`, `"split_mode": "layer"`},
		{"load_mode", "none", `"load_mode": "none"`, `"load_mode": "auto"`},
		{"load_mode", "mmap", `"use_mmap": true`, `"use_mmap": 0`},
		{"load_mode", "none", `"use_mmap": false`, `"use_mmap": true`},
		{"main_gpu", "1", `"main_gpu": 1`, `"main_gpu": 0`},
		{"devices", "vulkan0", `"devices": "Vulkan0"`, `"devices": "none"`},
		{"tensor_split", "1/3", `"tensor_split": "1.00/3.00"`, `"tensor_split": "0.00"`},
		{"tensor_split", "0.333/1/0", `"tensor_split": "0.33/1.00"`, `"tensor_split": "1.00/1.00"`},
		{"override_tensor", `blk\.0=CPU;out=CPU`, `"tensor_buft_overrides": "blk\\.0=CPU,out=CPU"`, `"tensor_buft_overrides": "none"`},
		{"no_host", "1", `"no_host": true`, `"no_host": false`},
		{"repack", "0", `"repack": false`, `"repack": true`},
		{"embeddings", "1", `"embeddings": true`, `"embeddings": 0`},
		{"no_op_offload", "1", `"no_op_offload": 1`, `"no_op_offload": 0`},
		{"n_batch", "64", `"n_batch": 64`, `"n_batch": 2048`},
		{"n_ubatch", "64", `"n_ubatch": 64`, `"n_ubatch": 512`},
		{"type_k", "q8_0", `"type_k": "q8_0"`, `"type_k": "f16"`},
		{"type_v", "q8_0", `"type_v": "q8_0"`, `"type_v": "f16"`},
		{"no_kv_offload", "1", `"no_kv_offload": true`, `"no_kv_offload": false`},
		{"flash_attn", "auto", `"flash_attn": -1`, `"flash_attn": true`},
		{"n_threads", "1", `"n_threads": 1`, `"n_threads": 2`},
		{"cpu_mask", "3", `"cpu_mask": "0x3"`, `"cpu_mask": "0x0"`},
		{"cpu_strict", "1", `"cpu_strict": true`, `"cpu_strict": false`},
		{"poll", "0", `"poll": 0`, `"poll": 50`},
	} {
		told[c.key] = true
		if why := of(t, c.same).contradiction(asks(c.key, c.want)); why != "" {
			t.Errorf("%s %s: %s", c.key, c.want, why)
		}
		if why := of(t, c.other).contradiction(asks(c.key, c.want)); !strings.HasSuffix(why, " instead of "+c.want) {
			t.Errorf("%s %s is confirmed by %s: %q", c.key, c.want, c.other, why)
		}
		if why := of(t, `"x": 0`).contradiction(asks(c.key, c.want)); why != "" {
			t.Errorf("a result without %s: %s", c.key, why)
		}
	}
	for _, p := range bench.Parameters {
		if !told[p.Key] {
			t.Errorf("%s has no line in this test", p.Key)
		}
	}
}
