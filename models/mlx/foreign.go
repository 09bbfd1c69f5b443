package mlx

import (
	"encoding/json"
	"slices"
)

// Foreign is a quantization that config.json does not describe in MLX's own
// way, under "quantization". mlx_lm loads some of them.
type Foreign struct {
	Method string
	Bits   int64
	Group  int64
	// Form is the variant of the method: the format of compressed-tensors, the
	// algorithm of modelopt.
	Form string
	// PowersOfTwo: the scales of fp8 are powers of two, for blocks of 32 by 32.
	PowersOfTwo bool
}

func foreignOf(o object) Foreign {
	if inner := o.below("quantization"); o.text("quant_method") == "modelopt" && len(inner.values) > 0 {
		inner.values["quant_method"] = json.RawMessage(`"modelopt"`)
		o = inner
	}
	f := Foreign{Method: o.text("quant_method")}
	f.Bits, _ = o.number("bits")
	f.Group, _ = o.number("group_size")
	switch f.Method {
	case "compressed-tensors":
		f.Form = o.text("format")
	case "modelopt":
		f.Form = o.text("quant_algo")
	case "fp8":
		_, block := o.number("weight_block_size")
		f.PowersOfTwo = o.text("scale_fmt") == "ue8m0" && slices.Equal(block, []int64{32, 32})
	}
	return f
}

// packing is the form in which mlx_lm computes after loading. ok is false if
// mlx_lm does not accept this quantization, or turns it into bfloat16.
func (f Foreign) packing() (p Packing, ok bool) {
	switch f.Method {
	case "mxfp4":
		return Packing{32, 4, "mxfp4"}, true
	case "mxfp8":
		return Packing{32, 8, "mxfp8"}, true
	case "fp8":
		return Packing{32, 8, "mxfp8"}, f.PowersOfTwo
	case "modelopt":
		return Packing{16, 4, "nvfp4"}, f.Form == "NVFP4"
	case "compressed-tensors":
		p, ok = map[string]Packing{
			"nvfp4-pack-quantized": {16, 4, "nvfp4"}, "mxfp4-pack-quantized": {32, 4, "mxfp4"}, "pack-quantized": {32, 4, ""},
		}[f.Form]
		return p, ok
	case "awq", "gptq":
		p = Packing{128, 4, ""}
		if f.Group > 0 {
			p.Group = f.Group
		}
		return p, f.Bits == 0 || f.Bits == 4
	}
	return Packing{}, false
}
