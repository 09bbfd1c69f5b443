package imported

import (
	"cmp"
	"slices"

	"dragstrip/bench"
)

// shortHeads gives the parameter for headings of llama-bench's tables that are
// not the parameter's key. The flags t and b are left out, because these
// headings mean other things in tables that people write.
var shortHeads = map[string]string{
	"ngl": "n_gpu_layers", "ncmoe": "n_cpu_moe", "sm": "split_mode", "nkvo": "no_kv_offload", "fa": "flash_attn", "flash attention": "flash_attn",
	"dev": "devices", "ts": "tensor_split", "ot": "override_tensor", "lm": "load_mode", "embd": "embeddings", "nopo": "no_op_offload", "noh": "no_host",
	"rpk": "repack",
}

// parameterNamed finds the parameter that a heading in lower case names.
func parameterNamed(head string) (key string, known bool) {
	key = cmp.Or(shortHeads[head], head)
	_, known = bench.ParameterByKey(key)
	return key, known
}

// parameter adds the value of a column of llama-bench's parameters.
// llama-bench's tables have such a column only if the values differ or are not
// the usual ones. It gives false if llama-bench does not take the value.
func (f *Figure) parameter(head, value string) bool {
	key, _ := parameterNamed(head)
	value = bench.NormalValue(key, value)
	if slices.Contains(usual[key], value) {
		return true
	}
	if (bench.Params{key: value}).Validate() != nil {
		return false
	}
	f.Params[key] = value
	return true
}
