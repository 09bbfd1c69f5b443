package mlx

import (
	"slices"
	"strings"
)

// beside are the last parts of the names of tensors that belong to a packed
// matrix and hold no parameters.
var beside = []string{
	"qzeros", "g_idx", "weight_scale", "weight_scale_inv", "weight_scale_2", "weight_shape", "weight_zero_point",
	"weight_global_scale", "input_scale", "input_global_scale",
}

// ForeignParameters is how many parameters a tensor contains, if another
// program packed it: AutoAWQ, AutoGPTQ, compressed-tensors, modelopt, bitnet,
// or the publisher of gpt-oss. ok is false for any other form. In a tensor's
// name, the layer is before the last point, and the kind of tensor after it.
func (c *Config) ForeignParameters(layer, end string, t Tensor, all map[string]Tensor) (n int64, ok bool) {
	if len(c.Quantization) > 0 || c.Foreign.Method == "" {
		return 0, false
	}
	each := int64(1)
	switch blocks, isScales := strings.CutSuffix(end, "_scales"); {
	case slices.Contains(beside, end), isScales && has(all, layer+"."+blocks+"_blocks"):
		return 0, true
	case end == "qweight" || end == "weight_packed" && t.Kind == "I32":
		each = 8 // numbers of 4 bits in a word of 32
	case end == "weight_packed", strings.HasSuffix(end, "_blocks") && t.Kind == "U8":
		each = 2
	case end == "weight" && t.Kind == "U8" && c.Foreign.Method == "bitnet":
		each = 4
	case end == "weight" && t.Kind == "U8" && has(all, layer+".weight_scale"):
		each = 2
	case end != "scales" || !has(all, layer+".qweight"):
		return 0, false
	default:
		return 0, true
	}
	return t.Elements * each, t.Elements < 1<<50
}

func has(all map[string]Tensor, name string) bool {
	_, ok := all[name]
	return ok
}
