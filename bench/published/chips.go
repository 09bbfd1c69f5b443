package published

import (
	"slices"
	"strings"
)

// Chip is a GPU, or a processor with its memory, as described by its maker or
// by published tables. Zero means not known.
type Chip struct {
	Name   string
	Vendor string // "nvidia", "amd", "apple", "intel" …
	Family string // chips of one design: "Ada", "RDNA 3", "Apple M1", "NVIDIA HBM"
	Dies   int    // how many dies share the work; 2 for an Apple Ultra
	Kind   string // "gpu", "soc" (GPU and processor share a memory) or "cpu-platform" (no GPU)
	Memory string // "GDDR6", "LPDDR5X", "HBM2e" …
	// GBps is the bandwidth that the memory's width and clock allow, in GB/s
	// (10^9 bytes). Makers may round it (M1 Ultra: 819.2, marketed as 800).
	GBps float64
	// TFLOPS is the rate of arithmetic without matrix units, in 10^12
	// operations a second: the higher of FP16 and FP32.
	TFLOPS        float64
	MaxMemoryGB   float64
	Year          int
	PriceUSD      float64 // price when the chip came out
	Source, Notes string
}

func (s *Set) readChips(content []byte) error {
	err := eachRow("chips.csv", content, func(r *row) {
		s.Chips = append(s.Chips, Chip{
			Name: r.text("chip"), Vendor: r.text("vendor"), Family: r.text("family"), Dies: max(1, r.whole("dies")), Kind: r.text("kind"), Memory: r.text("memory_type"),
			GBps:        r.number("theoretical_gbs"),
			TFLOPS:      max(r.number("fp16_tflops_shader"), r.number("fp32_tflops")),
			MaxMemoryGB: r.number("max_memory_gb"),
			Year:        r.whole("launch_year"), PriceUSD: r.number("launch_price_usd"), Source: r.text("source"), Notes: r.text("notes"),
		})
	})
	for i := range s.Chips {
		s.byName[s.Chips[i].Name] = &s.Chips[i]
	}
	return err
}

// Chip finds a chip by its whole name. It returns nil if there is none.
func (s *Set) Chip(name string) *Chip { return s.byName[name] }

// FindChips returns the chips whose names contain all words of text, in upper or
// lower case. Only whole words count, so "M1" does not find the M10. If text is
// exactly the name of a chip, only this chip is returned: "GeForce RTX 5060"
// does not find the 5060 Ti. A plus sign may be left out, because nobody
// remembers it. So "Ryzen AI Max" finds the Max+ 395, too.
func (s *Set) FindChips(text string) []*Chip {
	wanted := words(text)
	var out []*Chip
	for i := range s.Chips {
		c := &s.Chips[i]
		have := words(c.Name)
		if strings.Join(have, " ") == strings.Join(wanted, " ") {
			return []*Chip{c}
		}
		if len(wanted) > 0 && (containsAll(have, wanted) || containsAll(withoutPlus(have), wanted)) {
			out = append(out, c)
		}
	}
	return out
}

func withoutPlus(words []string) (out []string) {
	for _, w := range words {
		out = append(out, strings.TrimRight(w, "+"))
	}
	return out
}

// OneChip finds the chip that text means. Of the chips that FindChips finds, it
// takes the one with the fewest other words in its name. If several chips have
// equally few other words, or if there is no chip, OneChip returns nil. Then
// found holds the chips to choose from.
func (s *Set) OneChip(text string) (one *Chip, found []*Chip) {
	found = s.FindChips(text)
	least := 0
	for _, c := range found {
		switch n := len(words(c.Name)); {
		case least == 0 || n < least:
			one, least = c, n
		case n == least:
			one = nil
		}
	}
	return one, found
}

func containsAll(have, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(have, w) })
}

// words splits a name into words of letters and digits: "Apple M1 Max (32-core
// GPU)" becomes apple, m1, max, 32, core, gpu. A plus sign belongs to its word,
// because Max+ is not Max.
func words(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r > 127)
	})
}
