package imported

import (
	"cmp"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// quantAtEnd matches a quantization at the end of a model's name.
var quantAtEnd = lazyregexp.New(`(?i)[ ._:/-]+\(?((?:UD-)?I?Q\d[A-Z0-9_]*(?: - (?:Small|Medium|Large|XXS|XS|S|M|NL))?|TQ\d_\d|F16|BF16|FP16|F32|FP8|FP4|INT[48]|MXFP4(?: MoE)?|NVFP4|AWQ|GPTQ|[2-8]-?bit)\)?(?:\.gguf)?$`)

// modelNamed splits the quantization off a model's name: "llama 7B Q4_K -
// Medium" is "llama 7B" in Q4_K_M.
func modelNamed(text string) (name, quant string) {
	text = strings.TrimSpace(text)
	name, quant, engines := bench.CutLongQuant(text)
	if m := quantAtEnd.FindStringSubmatchIndex(name); !engines && m != nil {
		name, quant = name[:m[0]], quantNamed(name[m[2]:m[3]])
	}
	name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), " mostly"))
	if name == "" {
		return text, ""
	}
	return name, quant
}

// quantNamed spells a quantization as files do. People write sizes that no
// engine prints: "Q4_K - XS".
func quantNamed(text string) string {
	before, tag, engines := bench.CutLongQuant(strings.TrimSpace(text))
	if engines && before == "" {
		return tag
	}
	base, size, found := strings.Cut(before+tag, " - ")
	if !found {
		return base
	}
	short := map[string]string{"small": "S", "medium": "M", "large": "L"}[strings.ToLower(size)]
	return base + "_" + cmp.Or(short, strings.ToUpper(size))
}

// fileNamed is the name of a file without its folder.
func fileNamed(path string) string {
	if at := strings.LastIndexAny(path, `/\`); at >= 0 {
		path = path[at+1:]
	}
	return path
}
