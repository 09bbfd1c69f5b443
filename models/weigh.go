package models

import (
	"math"
	"strings"

	"dragstrip/models/gguf"
)

// fraction is the number of used experts out of all.
type fraction struct{ used, of int64 }

func share(used, of int64) fraction {
	if used <= 0 || of <= 0 || used > of || of > 1<<20 {
		return fraction{1, 1}
	}
	return fraction{used, of}
}

// times multiplies a number by the fraction. It avoids the overflow of n*used.
func (f fraction) times(n int64) int64 { return n/f.of*f.used + n%f.of*f.used/f.of }

// noBlocks is used if a header does not say how many layers there are.
const noBlocks = 1 << 30

// lastBlock is the number of layers that take part in plain decoding. Layers
// that predict further tokens come after these layers.
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

// weigher adds up all tensors, and those that one token passes through.
type weigher struct {
	tied  bool
	share fraction
	last  int64

	bytes, params             int64
	activeBytes, activeParams int64
	byType                    map[gguf.Type]int64
}

// scaled tells whether any tensor's blocks have half-precision scales.
func (w *weigher) scaled() bool {
	for t := range w.byType {
		if t.HasHalfScales() {
			return true
		}
	}
	return false
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
		// Only one row is read. But if there is no output.weight, this tensor
		// is also the output matrix, and is read as a whole.
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

// dominant is the type of the tensors that take most bytes.
func (w *weigher) dominant() (gguf.Type, bool) {
	best, most := gguf.Type(0), int64(-1)
	for t, n := range w.byType {
		if n > most || (n == most && t < best) {
			best, most = t, n
		}
	}
	return best, most > 0
}

// archMost is the highest value of a figure. The figure may be one number, or a
// list with a number for each layer.
func archMost(g *gguf.Header, key string) int64 {
	v := g.Keys[g.Arch()+"."+key]
	most := v.Int
	for _, n := range v.Ints {
		most = max(most, n)
	}
	return most
}

// archAt is the value of such a figure for one layer.
func archAt(g *gguf.Header, key string, layer int64) int64 {
	v := g.Keys[g.Arch()+"."+key]
	if v.Kind != gguf.KindArray {
		return v.Int
	}
	if layer < int64(len(v.Ints)) {
		return v.Ints[layer]
	}
	return 0
}

func bitsPerWeight(bytes, params int64) float64 {
	if params <= 0 {
		return 0
	}
	return math.Round(float64(bytes)*8/float64(params)*1000) / 1000
}

// vocabularyOf is the number of tokens.
func vocabularyOf(g *gguf.Header) int64 {
	if n := g.Keys["tokenizer.ggml.tokens"].Len; n > 0 {
		return n
	}
	return g.ArchInt("vocab_size")
}
