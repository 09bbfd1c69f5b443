package models

import (
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/models/gguf"
)

// maxName limits names that people see.
const maxName = 120

func saysNothing(name string) bool {
	switch strings.ToLower(name) {
	case "", "model", "models", "hf", "tmp", "output", "unknown", "ggml", "gguf", "main", "snapshots", "workspace":
		return true
	}
	return false
}

// folderName is the name that a folder gives to a model. A snapshot in the
// hub's cache is named after its commit, so there it is the name of the
// repository.
func folderName(folder string) string {
	if above := filepath.Dir(folder); filepath.Base(above) == "snapshots" {
		if name := hubName(filepath.Dir(above)); name != "" {
			folder = name
		}
	}
	return strings.TrimSpace(bench.Clean(filepath.Base(folder)))
}

// shorten cuts a name to maxName, between characters.
func shorten(s string) string {
	if len(s) <= maxName {
		return s
	}
	cut := maxName
	for cut > 0 && s[cut]&0xc0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}

// stem is the file's name without ".gguf", part number and quantization tag.
func stem(path string) string {
	base := filepath.Base(path)
	if p, ok := gguf.SplitName(base); ok {
		base = p.Prefix
	}
	if strings.EqualFold(filepath.Ext(base), ".gguf") {
		base = base[:len(base)-len(".gguf")]
	}
	if at := quantTag.FindAllStringSubmatchIndex(base, -1); at != nil {
		if last := at[len(at)-1]; last[3] == len(base) && last[0] > 0 {
			base = base[:last[0]]
		}
	}
	return strings.TrimSpace(bench.Clean(base))
}

// quantTag finds what people put into file names: UD-Q4_K_XL, IQ4_XS, q8_0.
var quantTag = lazyregexp.New(`(?i)(?:^|[-_. ])((?:UD-)?(?:IQ[1-6]_(?:XXS|XS|S|M|NL|KSS|KS|KT|KL|K)|I?Q[1-8]_K(?:_(?:XXL|XL|XS|S|M|L|P|R4|R8))?|Q[1-8]_[01]|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|F16|FP16|F32|FP32))(?:$|[-_. ])`)

// tagOf is the last tag in a file's name, as it is usually written.
func tagOf(path string) string {
	base := filepath.Base(path)
	if p, ok := gguf.SplitName(base); ok {
		base = p.Prefix
	}
	if strings.EqualFold(filepath.Ext(base), ".gguf") {
		base = base[:len(base)-len(".gguf")]
	}
	// Two tags may have only one mark between them, and a regular expression
	// cannot match that mark twice. So the search continues at the end of each
	// tag.
	tag := ""
	for {
		at := quantTag.FindStringSubmatchIndex(base)
		if at == nil {
			return tagSpelling(tag)
		}
		tag = base[at[2]:at[3]]
		base = base[at[3]:]
	}
}

// tagSpelling writes a tag in capital letters, and FP16 as F16.
func tagSpelling(tag string) string {
	tag = strings.ToUpper(tag)
	if rest, ok := strings.CutPrefix(tag, "FP"); ok {
		return "F" + rest
	}
	return tag
}

// hubName turns models--org--name into org/name. It is "" for any other folder.
func hubName(folder string) string {
	rest, ok := strings.CutPrefix(filepath.Base(folder), "models--")
	if !ok {
		return ""
	}
	return strings.ReplaceAll(rest, "--", "/")
}

// originEnding matches what converters append to a model's name.
var originEnding = lazyregexp.New(`(?i)[-_. ](?:gguf|mlx|hf|i1|imat(?:rix)?|ud|awq|dwq(?:-\d{6})?|bf16|fp?16|fp?32|mxfp[48](?:_moe)?|nvfp4|[2-8]-?bits?|gs?(?:16|32|64|128)|q[2-8]|mixed[-_][2-8][-_][2-8])$`)
