package standin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
	"dragstrip/models/mlx"
)

// mlxQuant is a quantization. Its name is the one that the names of
// repositories end with. A packing without bits means that the weights keep the
// model's own type.
type mlxQuant struct {
	name          string
	rest, experts mlx.Packing
}

// Packings that exist only in one form.
var (
	packedMXFP4 = mlx.Packing{Group: 32, Bits: 4, Mode: "mxfp4"}
	packedNVFP4 = mlx.Packing{Group: 16, Bits: 4, Mode: "nvfp4"}
	packedMXFP8 = mlx.Packing{Group: 32, Bits: 8, Mode: "mxfp8"}
)

// affine is MLX's default packing: 64 weights share one scale.
func affine(bits int64) mlx.Packing { return mlx.Packing{Group: 64, Bits: bits} }

// mlxQuants are for models that were published without quantization.
var mlxQuants = []mlxQuant{
	{"bf16", mlx.Packing{}, mlx.Packing{}},
	{"8bit", affine(8), affine(8)},
	{"6bit", affine(6), affine(6)},
	{"5bit", affine(5), affine(5)},
	{"4bit", affine(4), affine(4)},
	{"3bit", affine(3), affine(3)},
	{"mxfp8", packedMXFP8, packedMXFP8},
	{"mxfp4", packedMXFP4, packedMXFP4},
	{"nvfp4", packedNVFP4, packedNVFP4},
}

// mlxPackedQuants are for gpt-oss, whose experts stay as they were published.
var mlxPackedQuants = []mlxQuant{
	{"mxfp4", mlx.Packing{}, packedMXFP4},
	{"mxfp4-q8", affine(8), packedMXFP4},
	{"mxfp4-q4", affine(4), packedMXFP4},
}

func (s Shape) mlxQuants() []mlxQuant {
	if s.PackedExperts {
		return mlxPackedQuants
	}
	return mlxQuants
}

// MLXQuants lists the quantizations that an MLX stand-in of the shape can have.
// The list is empty if the layout of its architecture is not known. A group
// size may follow the name of an affine quantization: "4bit-g32".
func (s Shape) MLXQuants() []string {
	if _, err := s.mlxForm(); err != nil {
		return nil
	}
	var names []string
	for _, q := range s.mlxQuants() {
		names = append(names, q.name)
	}
	return names
}

var groupEnding = lazyregexp.New(`^(\dbit)-gs?(32|64|128)$`)

// mlxQuant finds a quantization by its name, in upper or lower case.
func (s Shape) mlxQuant(name string) (mlxQuant, error) {
	want, group := strings.ToLower(name), int64(0)
	if m := groupEnding.FindStringSubmatch(want); m != nil {
		want = m[1]
		group, _ = strconv.ParseInt(m[2], 10, 64)
	}
	all := s.mlxQuants()
	at := slices.IndexFunc(all, func(q mlxQuant) bool { return q.name == want })
	if at < 0 {
		return mlxQuant{}, fmt.Errorf("an MLX stand-in of %s cannot have the quantization %q; possible: %s", s.Title, name, strings.Join(s.MLXQuants(), ", "))
	}
	q := all[at]
	if group > 0 && group != 64 {
		q.name = fmt.Sprintf("%s-g%d", q.name, group)
		q.rest.Group, q.experts.Group = group, group
	}
	return q, nil
}
