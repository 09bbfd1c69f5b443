package imported

import (
	"regexp"
	"strings"
)

// quantAtEnd matches a quantization at the end of a model's name.
var quantAtEnd = regexp.MustCompile(`(?i)[ ._:/-]+\(?((?:UD-)?I?Q\d[A-Z0-9_]*(?: - (?:Small|Medium|Large|XXS|XS|S|M|NL))?|TQ\d_\d|F16|BF16|FP16|F32|FP8|FP4|INT[48]|MXFP4(?: MoE)?|NVFP4|AWQ|GPTQ|[2-8]-?bit)\)?(?:\.gguf)?$`)

// modelNamed splits the quantization off a model's name: "llama 7B Q4_K -
// Medium" is "llama 7B" in Q4_K_M.
func modelNamed(text string) (name, quant string) {
	text = strings.TrimSpace(text)
	m := quantAtEnd.FindStringSubmatchIndex(text)
	if m == nil || m[0] == 0 {
		return text, ""
	}
	name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text[:m[0]]), " mostly"))
	return name, quantNamed(text[m[2]:m[3]])
}

// quantNamed spells a quantization as files do.
func quantNamed(text string) string {
	text = strings.TrimSpace(text)
	base, size, found := strings.Cut(text, " - ")
	if found {
		short := map[string]string{"small": "S", "medium": "M", "large": "L"}[strings.ToLower(size)]
		if short == "" {
			short = strings.ToUpper(size)
		}
		return base + "_" + short
	}
	return strings.TrimSuffix(text, " MoE")
}

// fileNamed is the name of a file without its folder.
func fileNamed(path string) string {
	if at := strings.LastIndexAny(path, `/\`); at >= 0 {
		path = path[at+1:]
	}
	return path
}
