package gguf

import (
	"fmt"

	"dragstrip/bench"
)

// Type is ggml's number for how a tensor's elements are stored.
type Type uint32

// The types that stand-ins consist of.
const (
	TypeF32   Type = 0
	TypeF16   Type = 1
	TypeQ4_0  Type = 2
	TypeQ5_0  Type = 6
	TypeQ8_0  Type = 8
	TypeQ4_K  Type = 12
	TypeQ5_K  Type = 13
	TypeQ6_K  Type = 14
	TypeF64   Type = 28
	TypeIQ1_M Type = 29
	TypeBF16  Type = 30
	TypeMXFP4 Type = 39
	TypeNVFP4 Type = 40
)

// Layout says how a type packs elements: blocks of Elements in Bytes.
type Layout struct {
	Name     string
	Elements int64
	Bytes    int64
}

// HasHalfScales tells whether the type's blocks have scales in half precision.
func (t Type) HasHalfScales() bool {
	return t.Layout().Elements > 1 && t != TypeMXFP4 && t != TypeNVFP4
}

// layouts has every type that ggml knows or once knew, so that their names can
// be shown. The missing numbers were never used, or belong to forks.
var layouts = map[Type]Layout{
	0: {"F32", 1, 4}, 1: {"F16", 1, 2}, 2: {"Q4_0", 32, 18}, 3: {"Q4_1", 32, 20},
	6: {"Q5_0", 32, 22}, 7: {"Q5_1", 32, 24}, 8: {"Q8_0", 32, 34}, 9: {"Q8_1", 32, 36},
	10: {"Q2_K", 256, 84}, 11: {"Q3_K", 256, 110}, 12: {"Q4_K", 256, 144}, 13: {"Q5_K", 256, 176},
	14: {"Q6_K", 256, 210}, 15: {"Q8_K", 256, 292}, 16: {"IQ2_XXS", 256, 66}, 17: {"IQ2_XS", 256, 74},
	18: {"IQ3_XXS", 256, 98}, 19: {"IQ1_S", 256, 50}, 20: {"IQ4_NL", 32, 18}, 21: {"IQ3_S", 256, 110},
	22: {"IQ2_S", 256, 82}, 23: {"IQ4_XS", 256, 136}, 24: {"I8", 1, 1}, 25: {"I16", 1, 2},
	26: {"I32", 1, 4}, 27: {"I64", 1, 8}, 28: {"F64", 1, 8}, 29: {"IQ1_M", 256, 56}, 30: {"BF16", 1, 2},
	31: {"Q4_0_4_4", 32, 18}, 32: {"Q4_0_4_8", 32, 18}, 33: {"Q4_0_8_8", 32, 18},
	34: {"TQ1_0", 256, 54}, 35: {"TQ2_0", 256, 66}, 39: {"MXFP4", 32, 17},
	40: {"NVFP4", 64, 36}, 41: {"Q1_0", 128, 18}, 42: {"Q2_0", 64, 18},
}

// Layout says how the type packs elements; it is empty for a type that has no
// layout here.
func (t Type) Layout() Layout { return layouts[t] }

// String is the type's name in capital letters, or its number if it has no name
// here.
func (t Type) String() string {
	if l, ok := layouts[t]; ok {
		return l.Name
	}
	return fmt.Sprintf("type %d", uint32(t))
}

// FileType is one value of general.file_type: the tag in file names, and the
// longer name that llama-bench prints.
type FileType struct{ Tag, Long string }

// FileTypeOf finds a value of general.file_type.
func FileTypeOf(n int64) (f FileType, known bool) {
	tag, known := fileTypes[n&^guessedFileType]
	return FileType{tag, bench.LongQuant(tag)}, known
}

var fileTypes = map[int64]string{
	0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
	12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K",
	19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL",
	26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0",
	37: "TQ2_0", 38: "MXFP4", 39: "NVFP4", 40: "Q1_0", 41: "Q2_0",
}

// guessedFileType is a bit of general.file_type: the converter was not sure.
const guessedFileType = 1024
