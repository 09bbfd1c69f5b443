package models

import (
	"fmt"
	"slices"
	"strings"
)

// quant is a quantisation a stand-in can have: its number in
// general.file_type and the type most tensors get.
type quant struct {
	name     string
	fileType uint32
	base     TensorType
}

var quants = []quant{
	{"F16", 1, typeF16},
	{"BF16", 32, typeBF16},
	{"Q8_0", 7, typeQ8_0},
	{"Q4_0", 2, typeQ4_0},
	{"Q4_K_M", 15, typeQ4_K},
	{"Q6_K", 18, typeQ6_K},
	{"MXFP4", 38, typeMXFP4},
}

// Quants lists the quantisations a stand-in of the shape can have.
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
	case q.base == typeMXFP4:
		return s.Experts > 0 // a dense model has nothing that would become MXFP4
	case s.PackedExperts:
		return q.base == typeF16 || q.base == typeBF16
	}
	return true
}

func (s Shape) quant(name string) (quant, error) {
	at := slices.IndexFunc(quants, func(q quant) bool { return strings.EqualFold(q.name, name) })
	if at < 0 || !s.takes(quants[at]) {
		return quant{}, fmt.Errorf("a stand-in of %s cannot be %q; it can be %s", s.Title, name, strings.Join(s.Quants(), ", "))
	}
	return quants[at], nil
}

// typeOf is the type llama.cpp's quantiser gives a tensor. The rules are
// those of its recipes: outputs and the tensors that matter most for quality
// get more bits than the rest.
func (s Shape) typeOf(q quant, t spec) TensorType {
	if t.keep {
		return typeF32
	}
	experts := strings.HasSuffix(t.part(), "_exps")
	switch q.base {
	case typeF16, typeBF16:
		if s.PackedExperts && experts {
			return typeMXFP4
		}
		return q.base
	case typeMXFP4:
		if experts {
			return typeMXFP4
		}
		return typeQ8_0
	}
	want := s.wish(q, t)
	if t.dims[0]%layouts[want].elements != 0 {
		return fallback(want)
	}
	return want
}

// wish is the type by recipe, before asking whether the rows divide into
// blocks of it.
func (s Shape) wish(q quant, t spec) TensorType {
	part := t.part()
	if part == "output" || (part == "token_embd" && s.Tied) {
		switch {
		case q.base == typeQ8_0, t.dims[0]%layouts[typeQ6_K].elements != 0:
			return typeQ8_0
		}
		return typeQ6_K
	}
	if q.base != typeQ4_K {
		return q.base
	}
	switch {
	case part == "attn_v" && moreBits(t.layer, s.Layers):
		return typeQ6_K
	case part == "attn_v" && s.isLlama70B():
		// Eight heads share these values, so more bits cost next to nothing.
		return typeQ5_K
	case strings.HasPrefix(part, "ffn_down") && moreBits(t.layer, s.Layers):
		return typeQ6_K
	}
	return q.base
}

// isLlama70B: the quantiser has a rule for that one size, known to it by 80
// layers with grouped queries.
func (s Shape) isLlama70B() bool {
	return s.Arch == "llama" && s.Layers == 80 && s.Heads != s.KVHeads
}

// moreBits picks the first and last eighth of the layers and every third
// between.
func moreBits(layer, layers int) bool {
	return layer < layers/8 || layer >= 7*layers/8 || (layer-layers/8)%3 == 2
}

// fallback is for rows that do not divide into blocks of 256.
func fallback(t TensorType) TensorType {
	switch t {
	case typeQ4_K:
		return typeQ5_0
	case typeQ6_K:
		return typeQ8_0
	}
	return typeF16
}
