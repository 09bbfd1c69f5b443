package imported

import "dragstrip/bench"

// parameterHeads are the headings that llama-bench gives its parameters.
var parameterHeads = map[string]string{
	"ngl": "n_gpu_layers", "n_gpu_layers": "n_gpu_layers", "n_cpu_moe": "n_cpu_moe", "ncmoe": "n_cpu_moe", "cpu_mask": "cpu_mask", "cpu_strict": "cpu_strict",
	"poll": "poll", "n_batch": "n_batch", "n_ubatch": "n_ubatch", "type_k": "type_k", "type_v": "type_v", "main_gpu": "main_gpu", "sm": "split_mode",
	"nkvo": "no_kv_offload", "fa": "flash_attn", "flash attention": "flash_attn", "flash_attn": "flash_attn", "dev": "devices", "ts": "tensor_split",
	"ot": "override_tensor", "lm": "load_mode", "embd": "embeddings", "nopo": "no_op_offload", "noh": "no_host", "rpk": "repack",
}

// parameter adds the value of a column of llama-bench's parameters. In its
// tables, a column is there because its values are not the usual ones, or
// differ. It is false if the value is not one that llama-bench takes.
func (f *Figure) parameter(head, value string) bool {
	key := parameterHeads[head]
	if key == "flash_attn" {
		value = onOff(value)
	}
	if contains(standing[key], value) {
		return true
	}
	if (bench.Params{key: value}).Validate() != nil {
		return false
	}
	f.Params[key] = value
	return true
}
