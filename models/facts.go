package models

import (
	"path/filepath"
	"regexp"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// maxName bounds names shown to people.
const maxName = 120

// FromGGUF gathers the facts of a model from the headers of its parts; the
// first part has the metadata.
func FromGGUF(path string, parts []*gguf.Header) Found {
	first := parts[0]
	m := bench.Model{
		Path: path, Format: "gguf",
		Name:    nameOf(path, first),
		Arch:    shorten(bench.Clean(first.Arch())),
		StandIn: first.Int(gguf.KeyStandIn) != 0,
	}
	tied := true
	for _, g := range parts {
		for _, t := range g.Tensors {
			if t.Name == "output.weight" {
				tied = false
			}
		}
	}
	w := weigher{
		tied:  tied,
		share: share(first.ArchInt("expert_used_count"), first.ArchInt("expert_count")),
		last:  lastBlock(first),
	}
	for _, g := range parts {
		for _, t := range g.Tensors {
			w.add(t)
		}
	}
	m.SizeBytes, m.ParamCount = w.bytes, w.params
	m.ActiveParamCount, m.ReadBytesPerToken = w.activeParams, w.activeBytes
	m.Quant = quantOf(path, first, &w)
	m.KV = kvOf(first)
	return Found{Model: m, Facts: factsOf(parts, &w)}
}

// fraction is used experts of all experts.
type fraction struct{ used, of int64 }

func share(used, of int64) fraction {
	if used <= 0 || of <= 0 || used > of || of > 1<<20 {
		return fraction{1, 1}
	}
	return fraction{used, of}
}

// times avoids the overflow of n*used.
func (f fraction) times(n int64) int64 { return n/f.of*f.used + n%f.of*f.used/f.of }

// noBlocks stands for a header that does not count its layers.
const noBlocks = 1 << 30

// lastBlock is the number of layers that take part in plain decoding; layers
// that predict further tokens come after it.
func lastBlock(g *gguf.Header) int64 {
	blocks := g.ArchInt("block_count")
	if blocks <= 0 {
		return noBlocks
	}
	if ahead := g.ArchInt("nextn_predict_layers"); ahead > 0 && ahead < blocks {
		return blocks - ahead
	}
	return blocks
}

// weigher adds up tensors: all of them, and those one token passes through.
type weigher struct {
	tied  bool
	share fraction
	last  int64

	bytes, params             int64
	activeBytes, activeParams int64
	byType                    map[gguf.Type]int64
}

func (w *weigher) add(t gguf.Tensor) {
	w.bytes += t.Bytes
	w.params += t.Elements
	if w.byType == nil {
		w.byType = map[gguf.Type]int64{}
	}
	w.byType[t.Type] += t.Bytes
	switch {
	case t.Name == "token_embd.weight" && !w.tied:
		// One row is looked up. Without output.weight it is the output
		// matrix as well and is read whole.
	case strings.HasPrefix(t.Name, "per_layer_token_embd"):
	case gguf.Block(t.Name) >= w.last:
	case strings.Contains(t.Name, "_exps."):
		w.activeParams += w.share.times(t.Elements)
		w.activeBytes += w.share.times(t.Bytes)
	default:
		w.activeParams += t.Elements
		w.activeBytes += t.Bytes
	}
}

// dominant is the type most of the bytes have.
func (w *weigher) dominant() (gguf.Type, bool) {
	best, most := gguf.Type(0), int64(-1)
	for t, n := range w.byType {
		if n > most || (n == most && t < best) {
			best, most = t, n
		}
	}
	return best, most > 0
}

// nameOf prefers the name the file gives itself, unless that says nothing.
func nameOf(path string, g *gguf.Header) string {
	name := strings.TrimSpace(bench.Clean(g.Text("general.name")))
	if g.Int(gguf.KeyStandIn) != 0 {
		name = strings.TrimSuffix(name, gguf.NameEnding)
	}
	if saysNothing(name) {
		name = stem(path)
	}
	if saysNothing(name) {
		name = folderName(filepath.Dir(path))
	}
	return shorten(name)
}

func saysNothing(name string) bool {
	switch strings.ToLower(name) {
	case "", "model", "models", "hf", "tmp", "output", "unknown", "ggml", "gguf", "main", "snapshots", "workspace":
		return true
	}
	return false
}

// folderName is the name a folder gives a model: the repository's for a
// snapshot in the hub's cache, whose own name is a commit.
func folderName(folder string) string {
	if above := filepath.Dir(folder); filepath.Base(above) == "snapshots" {
		if name := hubName(filepath.Dir(above)); name != "" {
			folder = name
		}
	}
	return strings.TrimSpace(bench.Clean(filepath.Base(folder)))
}

// shorten cuts a name at a character.
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

// stem is the file's name without ".gguf", part number and quantisation tag.
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
var quantTag = regexp.MustCompile(`(?i)(?:^|[-_. ])((?:UD-)?(?:IQ[1-6]_(?:XXS|XS|S|M|NL|KSS|KS|KT|KL|K)|I?Q[1-8]_K(?:_(?:XXL|XL|XS|S|M|L|P|R4|R8))?|Q[1-8]_[01]|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|F16|FP16|F32|FP32))(?:$|[-_. ])`)

// tagOf is the last tag in a file's name, as it is usually written.
func tagOf(path string) string {
	base := filepath.Base(path)
	if p, ok := gguf.SplitName(base); ok {
		base = p.Prefix
	}
	if strings.EqualFold(filepath.Ext(base), ".gguf") {
		base = base[:len(base)-len(".gguf")]
	}
	// Two tags may share the mark between them, which a regexp does not
	// match twice: look again from the end of each.
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

// quantOf is the name of the quantisation. A file's name knows dynamic
// mixtures that general.file_type has no number for, so it goes first.
func quantOf(path string, g *gguf.Header, w *weigher) string {
	if g.Int(gguf.KeyStandIn) != 0 { // whatever it is called
		path = g.Text(gguf.KeyStandInQuant)
	}
	if tag := tagOf(path); tag != "" {
		return tag
	}
	if v, ok := g.Keys["general.file_type"]; ok {
		if ft, known := gguf.FileTypeOf(v.Int); known {
			return ft.Tag
		}
	}
	if t, ok := w.dominant(); ok {
		return t.String()
	}
	return ""
}

// tagSpelling writes FP16 as F16 and leaves MXFP4 alone.
func tagSpelling(tag string) string {
	tag = strings.ToUpper(tag)
	if rest, ok := strings.CutPrefix(tag, "FP"); ok {
		return "F" + rest
	}
	return tag
}
