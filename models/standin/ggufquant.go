package standin

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/models/gguf"
)

// quant is a quantization that a stand-in can have: its name, its number in
// general.file_type, and the type of most tensors.
type quant struct {
	name     string
	fileType uint32
	base     gguf.Type
}

var quants = []quant{
	{"F16", 1, gguf.TypeF16},
	{"BF16", 32, gguf.TypeBF16},
	{"Q8_0", 7, gguf.TypeQ8_0},
	{"Q4_0", 2, gguf.TypeQ4_0},
	{"Q4_K_M", 15, gguf.TypeQ4_K},
	{"Q6_K", 18, gguf.TypeQ6_K},
	{"MXFP4", 38, gguf.TypeMXFP4},
}

// Quants lists the quantizations that a stand-in of the shape can have.
func (s Shape) Quants() []string {
	var names []string
	for _, q := range quants {
		if s.takes(q) {
			names = append(names, q.name)
		}
	}
	return names
}

func (s Shape) takes(q quant) bool {
	switch {
	case q.base == gguf.TypeMXFP4:
		return s.Experts > 0 // a dense model has no tensor that would become MXFP4
	case s.PackedExperts:
		return q.base == gguf.TypeF16 || q.base == gguf.TypeBF16
	}
	return true
}

func (s Shape) quant(name string) (quant, error) {
	at := slices.IndexFunc(quants, func(q quant) bool { return strings.EqualFold(q.name, name) })
	if at < 0 || !s.takes(quants[at]) {
		return quant{}, fmt.Errorf("a stand-in of %s cannot have the quantization %q; possible: %s", s.Title, name, strings.Join(s.Quants(), ", "))
	}
	return quants[at], nil
}

// typeOf is the type that llama.cpp's quantizer gives a tensor. By the
// quantizer's rules, the output and the tensors that matter most for quality
// get more bits than the others.
func (s Shape) typeOf(q quant, t spec) gguf.Type {
	if t.keep {
		return gguf.TypeF32
	}
	experts := strings.HasSuffix(t.part(), "_exps")
	switch q.base {
	case gguf.TypeF16, gguf.TypeBF16:
		if s.PackedExperts && experts {
			return gguf.TypeMXFP4
		}
		return q.base
	case gguf.TypeMXFP4:
		if experts {
			return gguf.TypeMXFP4
		}
		return gguf.TypeQ8_0
	}
	want := s.wish(q, t)
	if t.dims[0]%want.Layout().Elements != 0 {
		return fallback(want)
	}
	return want
}

// wish is the type that the quantizer's rules give. It does not check whether
// the rows divide into blocks of that type.
func (s Shape) wish(q quant, t spec) gguf.Type {
	part := t.part()
	if part == "output" || (part == "token_embd" && s.Tied) {
		switch {
		case q.base == gguf.TypeQ8_0, t.dims[0]%gguf.TypeQ6_K.Layout().Elements != 0:
			return gguf.TypeQ8_0
		}
		return gguf.TypeQ6_K
	}
	if q.base != gguf.TypeQ4_K {
		return q.base
	}
	switch {
	case part == "attn_v" && moreBits(t.layer, s.Layers):
		return gguf.TypeQ6_K
	case part == "attn_v" && s.isLlama70B():
		// Eight heads share these values, so more bits need hardly any space.
		return gguf.TypeQ5_K
	case strings.HasPrefix(part, "ffn_down") && moreBits(t.layer, s.Layers):
		return gguf.TypeQ6_K
	}
	return q.base
}

// isLlama70B tells whether the quantizer's rule for this size applies. The
// quantizer recognizes the size by 80 layers with grouped queries.
func (s Shape) isLlama70B() bool {
	return s.Arch == "llama" && s.Layers == 80 && s.Heads != s.KVHeads
}

// moreBits tells whether a layer gets more bits: the first and the last eighth
// of the layers do, and every third layer between them.
func moreBits(layer, layers int) bool {
	return layer < layers/8 || layer >= 7*layers/8 || (layer-layers/8)%3 == 2
}

// fallback is the type for rows that do not divide into blocks of 256.
func fallback(t gguf.Type) gguf.Type {
	switch t {
	case gguf.TypeQ4_K:
		return gguf.TypeQ5_0
	case gguf.TypeQ6_K:
		return gguf.TypeQ8_0
	}
	return gguf.TypeF16
}
