package standin

import (
	"encoding/binary"
	"math"
	"testing"

	"dragstrip/models/gguf"
)

// All blocks used to have one scale. llama.cpp on a CPU looks scales up in a
// table, so it generated 1.4 times as fast as with the real file.
func TestScalesDifferFromBlockToBlockAsTrainedOnesDo(t *testing.T) {
	const blocks = 1 << 13
	for kind, scales := range blockScales {
		if kind.HasHalfScales() != (len(scales) > 0) {
			t.Errorf("%s: readers take it for a type with half-precision scales: %v", kind, kind.HasHalfScales())
		}
		if len(scales) == 0 {
			continue
		}
		block := int(kind.Layout().Bytes)
		dst := make([]byte, blocks*block)
		(&placed{kind: kind}).make(dst, newRandom(1))
		lines := map[uint16]bool{} // cache lines of the table; one holds 16 numbers of four bytes
		negative, sum, squares, power := 0, 0.0, 0.0, 0.0
		for b := range blocks {
			scale := firstScale(dst[b*block:], kind)
			lines[binary.LittleEndian.Uint16(scale)>>4] = true
			if fromF16(scale) < 0 {
				negative++
			}
			v := math.Log2(math.Abs(fromF16(scale)) / scales[0].value)
			sum, squares, power = sum+v, squares+v*v, power+math.Exp2(2*v)
		}
		mean := sum / blocks
		deviation := math.Sqrt(squares/blocks - mean*mean)
		if math.Abs(deviation-scaleSpread) > 0.03 || math.Abs(math.Sqrt(power/blocks)-1) > 0.03 {
			t.Errorf("%s: the logarithm of its scales deviates by %.3f, the root of their mean square is %.3f", kind, deviation, math.Sqrt(power/blocks))
		}
		// The smallest scales are subnormal: they have few digits.
		if least := map[bool]int{true: 100, false: 12}[scales[0].value > 1.0/(1<<12)]; len(lines) < least {
			t.Errorf("%s: scales are on %d lines of the table", kind, len(lines))
		}
		share := float64(negative) / blocks
		if want := map[bool]float64{true: 0.5}[signedScales[kind]]; math.Abs(share-want) > 0.03 {
			t.Errorf("%s: %.2f of its scales are negative", kind, share)
		}
	}
}

// firstScale gives the two bytes of a block's first scale.
func firstScale(block []byte, kind gguf.Type) []byte {
	at := blockScales[kind][0].at
	if kind != gguf.TypeIQ1_M {
		return block[at : at+2]
	}
	return []byte{block[at+1]>>4 | block[at+3]&0xf0, block[at+5]>>4 | block[at+7]&0xf0}
}

func TestMinimaStayInTheMiddleAndDiffer(t *testing.T) {
	mean, squares := 0.0, 0.0
	for _, s := range spreadTable {
		r := s.minimum/s.scale - 1
		mean, squares = mean+r/spreads, squares+r*r/spreads
	}
	if math.Abs(mean) > 0.01 || math.Abs(math.Sqrt(squares)-minimumSpread) > 0.01 {
		t.Errorf("minima differ from their scales by %.3f with a deviation of %.3f", mean, math.Sqrt(squares))
	}
}

// Only files with such scales have changed. Files with the same bytes as before
// keep their recipe.
func TestOnlyFilesWithScalesHaveTheRecipeOfSpreadOnes(t *testing.T) {
	s := small(t, "qwen3-8b", 1)
	for quant, want := range map[string]int{"F16": gguf.RecipeBefore, "Q8_0": gguf.RecipeSpreadScales, "Q4_K_M": gguf.RecipeSpreadScales} {
		w, err := s.designGGUF(quant, 1)
		if err != nil {
			t.Fatal(err)
		}
		if w.recipe != want {
			t.Errorf("%s: recipe %d, want %d", quant, w.recipe, want)
		}
	}
}
