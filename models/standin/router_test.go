package standin

import (
	"encoding/binary"
	"math"
	"testing"

	"dragstrip/models"
	"dragstrip/models/gguf"
)

// made makes the first bytes of a tensor.
func (w *work) made(t *testing.T, name string, bytes int64) []byte {
	t.Helper()
	for i := range w.tensors {
		if p := &w.tensors[i]; p.name == name {
			dst := make([]byte, min(bytes, p.bytes))
			w.tensors.make(piece{tensor: i, bytes: int64(len(dst))}, w.seed, dst)
			return dst
		}
	}
	t.Fatalf("there is no tensor %s", name)
	return nil
}

func TestARouterDoesNotSeeWhatIsTheSameInAllChannels(t *testing.T) {
	s := small(t, "qwen3-30b-a3b", 1)
	w, err := s.designGGUF("Q4_0", 1)
	if err != nil {
		t.Fatal(err)
	}
	row := w.made(t, "blk.0.ffn_gate_inp.weight", int64(4*s.Embedding))
	sum, most := float32(0), float32(0)
	for i := 0; i < len(row); i += 4 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(row[i:]))
		sum, most = sum+v, max(most, v)
	}
	if sum != 0 || most < sigma {
		t.Errorf("a row's weights add up to %g, the largest is %g", sum, most)
	}
	for _, name := range []string{"blk.0.attn_q.weight", "token_embd.weight"} {
		b := w.made(t, name, int64(s.Embedding/32*18))
		sum := 0.0
		for at := 0; at < len(b); at += 18 { // every weight is a multiple of its block's scale
			sum += fromF16(b[at:])
		}
		if sum != 0 {
			t.Errorf("the blocks of a row of %s do not even out: %g", name, sum)
		}
	}
}

// Stand-ins of dense models stay valid, because the new recipe gives them the
// same bytes as the old one.
func TestOnlyMixturesOfExpertsHaveTheNewRecipe(t *testing.T) {
	for name, want := range map[string]int{"tiny": 2, "qwen3-8b": 2, "qwen3-30b-a3b": 3, "gpt-oss-20b": 3, "llama-4-scout": 3} {
		s := small(t, name, 1)
		for _, format := range []string{models.FormatGGUF, models.FormatMLX} {
			quant := "F16"
			if format == models.FormatMLX {
				quant = s.MLXQuants()[0]
			}
			w, err := StandIn{Form: &s, Quant: quant, Format: format}.design()
			if err != nil {
				t.Fatal(err)
			}
			loud := 0
			for i := range w.tensors {
				if w.tensors[i].loud {
					loud++
				}
			}
			if w.recipe != want || loud != want-2 {
				t.Errorf("%s %s: recipe %d, %d loud tensors", name, quant, w.recipe, loud)
			}
		}
	}
}

func TestLoudWeightsOfEveryTypeAreLouder(t *testing.T) {
	for kind := range blockScales {
		dst := make([]byte, kind.Layout().Bytes)
		loud := make([]byte, len(dst))
		(&placed{kind: kind}).make(dst, newRandom(1))
		(&placed{kind: kind, spec: spec{loud: true}}).make(loud, newRandom(1))
		if string(dst) == string(loud) {
			t.Errorf("%s is as loud as others", kind)
		}
		if len(blockScales[kind]) > 0 && kind.Layout().Elements == 32 {
			if by := fromF16(firstScale(loud, kind)) / fromF16(firstScale(dst, kind)); by != loudness {
				t.Errorf("%s is %g times as loud as others", kind, by)
			}
		}
	}
	for _, kind := range []gguf.Type{gguf.TypeF32, gguf.TypeF16, gguf.TypeBF16} {
		n := int(kind.Layout().Bytes)
		dst := make([]byte, 64*n)
		(&placed{kind: kind, spec: spec{fill: fillRouter}}).make(dst, newRandom(1))
		if string(dst[:n-1]) != string(dst[n:2*n-1]) || dst[n-1]^dst[2*n-1] != 0x80 {
			t.Errorf("%s: the second weight is not the first with the other sign", kind)
		}
	}
	for n, want := range map[int]byte{-7: 4, -6: 8, 0: 0x38} {
		if got := e4m3(n); got != want {
			t.Errorf("2 to the power of %d in eight bits: %#x, want %#x", n, got, want)
		}
	}
}
