package naming

import (
	"fmt"
	"slices"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The three models used to be "RTX PRO 6000 Bl…", all of them.
func TestTextsThatDifferAtTheirEndsKeepTheirEnds(t *testing.T) {
	models := []string{"Llama-3.3-70B-Instruct-abliterated-v1.Q4_K_M", "Llama-3.3-70B-Instruct-abliterated-v2.Q4_K_M", "Llama-3.3-70B-Instruct-abliterated-v2-uncensored.Q4_K_M", "Qwen3 8B"}
	chips := []string{"RTX PRO 6000 Blackwell", "RTX PRO 6000 Blackwell Max-Q", "RTX PRO 6000 Blackwell Server", "RTX PRO 5000", "M1 Ultra"}
	for _, c := range []struct {
		width       int
		texts, want []string
	}{
		{60, models, models},
		{40, models, []string{"Llama-3.3-70B-Instruct-abliterated-v1.Q…", "Llama-3.3-70B-Instruct-abliterated-v2.Q…", "Llama-3.3-70B-Instruct-abliterated-v2-u…", "Qwen3 8B"}},
		{20, models, []string{"Llama-…ted-v1.Q4_K_M", "Llama-…ted-v2.Q4_K_M", "Llama-…v2-uncensore…", "Qwen3 8B"}},
		{10, models, []string{"…v1.Q4_K_M", "…v2.Q4_K_M", "…v2-uncens", "Qwen3 8B"}},
		{17, chips, []string{"RTX PRO 6…ackwell", "RTX PRO 6…l Max-Q", "RTX PRO 6… Server", "RTX PRO 5000", "M1 Ultra"}},
		{10, chips, []string{"RTX PRO 6…", "…Max-Q", "…Server", "RTX PRO 5…", "M1 Ultra"}},
		{20, []string{"new thermal paste, morning", "new thermal paste, evening"}, []string{"new thermal …morning", "new thermal …evening"}},
		// the numbers of the chips are shared by some of them, but not by all
		{17, []string{"GeForce RTX 4090", "GeForce RTX 4090 Mobile", "GeForce RTX 4090 Max-Q", "GeForce RTX 2050 Mobile", "GeForce RTX 2050 Max-Q"}, []string{"GeForce RTX 4090", "… RTX 4090 Mobile", "…e RTX 4090 Max-Q", "… RTX 2050 Mobile", "…e RTX 2050 Max-Q"}},
		{3, []string{"abcdef", "abcdeg"}, []string{"…f", "…g"}},
		{2, []string{"abcdefx", "abcdegx"}, []string{"…f", "…g"}},
		{1, []string{"abc", "abd"}, []string{"1", "2"}},
	} {
		if got := CutApart(c.texts, c.width); !slices.Equal(got, c.want) {
			t.Errorf("in %d cells: %q", c.width, got)
		}
	}
}

func TestCutTextsFitAndStayDifferent(t *testing.T) {
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprintf("日本語 model %d of the family, version %d", i/8, i%8))
	}
	for _, texts := range [][]string{many, {"aaab", "aaaab", "aaaaab"}, {"", "a", "ab", "abc"}, {"same", "same"}, {}} {
		for width := range 45 {
			got := CutApart(texts, width)
			if width > 3 && distinct(got) != distinct(texts) {
				t.Errorf("in %d cells: %q", width, got)
			}
			for i, text := range got {
				if ansi.StringWidth(text) > width || len(got) != len(texts) || width > 3 && ansi.StringWidth(texts[i]) <= width && distinct(got) == distinct(texts) && text != texts[i] {
					t.Errorf("in %d cells %q is %q", width, texts[i], text)
				}
			}
		}
	}
}

func BenchmarkCutApart(b *testing.B) {
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = fmt.Sprintf("Llama-3.3-70B-Instruct-abliterated-v%d", i)
	}
	for b.Loop() {
		CutApart(texts, 20)
	}
}
