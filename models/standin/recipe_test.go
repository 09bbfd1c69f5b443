package standin

import (
	"bytes"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/gguf"
)

// The recipe in a file's header tells which version of dragstrip wrote it, and
// so which faults it has.
func TestReadersKnowTheFaultOfAnEarlierRecipe(t *testing.T) {
	for _, c := range []struct {
		shape, quant string
		recipe       int
		want         bench.StandInFault
	}{
		{"qwen3-30b-a3b", "Q4_0", gguf.RecipeBefore, bench.FewExperts},
		{"qwen3-30b-a3b", "F16", gguf.RecipeBefore, bench.FewExperts},
		{"qwen3-30b-a3b", "Q4_0", gguf.RecipeEvenExperts, bench.OneScale},
		{"qwen3-30b-a3b", "F16", gguf.RecipeEvenExperts, ""},
		{"qwen3-8b", "Q8_0", gguf.RecipeBefore, bench.OneScale},
		{"qwen3-8b", "Q8_0", gguf.RecipeSpreadScales, ""},
		{"qwen3-8b", "F16", gguf.RecipeBefore, ""},
	} {
		s := small(t, c.shape, 1)
		w, err := s.designGGUF(c.quant, 1)
		if err != nil {
			t.Fatal(err)
		}
		q, err := s.quant(c.quant)
		if err != nil {
			t.Fatal(err)
		}
		w.recipe = c.recipe
		header := ggufHeader(s, q, w)
		g, err := gguf.Read(bytes.NewReader(header), int64(len(header))+w.tensors.bytes()+1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if got := models.FromGGUF("x.gguf", []*gguf.Header{g}).StandInFault; got != c.want {
			t.Errorf("%s %s of recipe %d: %q, want %q", c.shape, c.quant, c.recipe, got, c.want)
		}
	}
}

func TestReadersKnowAnEarlierMixtureForMLX(t *testing.T) {
	s := small(t, "qwen3-30b-a3b", 1)
	for recipe, want := range map[int]bench.StandInFault{gguf.RecipeBefore: bench.FewExperts, gguf.RecipeEvenExperts: ""} {
		d, err := s.designMLX("4bit", 1, false)
		if err != nil {
			t.Fatal(err)
		}
		d.recipe = recipe
		d.config = d.makeConfig()
		found, err := d.read()
		if err != nil {
			t.Fatal(err)
		}
		if found.StandInFault != want {
			t.Errorf("recipe %d: %q, want %q", recipe, found.StandInFault, want)
		}
	}
}
