package published

import "strings"

// Chip is a GPU, or a processor with its memory, as its makers and tables of
// others describe it. Zero means not known.
type Chip struct {
	Name   string
	Vendor string // "nvidia", "amd", "apple", "intel" …
	Family string // chips of one design: "Ada", "RDNA 3", "Apple M1", "NVIDIA HBM"
	Dies   int    // that share the work; 2 for an Ultra of Apple
	Kind   string // "gpu", "soc" (GPU and processor share a memory) or "cpu-platform" (no GPU)
	Memory string // "GDDR6", "LPDDR5X", "HBM2e" …
	// GBps is what the memory's width and clock allow, in GB/s (10^9 bytes).
	// Marketed is what the maker says if that differs (M1 Ultra: 819.2 and 800).
	GBps, Marketed float64
	// TFLOPS is the rate of arithmetic without matrix units, in 10^12 a second:
	// the higher one of FP16 and FP32. MatrixTFLOPS is that of dense matrices in
	// FP16, in matrix units.
	TFLOPS, MatrixTFLOPS float64
	MaxMemoryGB          float64
	Year                 int
	PriceUSD             float64 // when it came out
	Source, Notes        string
}

func (s *Set) readChips(content []byte) error {
	err := eachRow("chips.csv", content, func(r *row) {
		s.Chips = append(s.Chips, Chip{
			Name: r.text("chip"), Vendor: r.text("vendor"), Family: r.text("family"), Dies: max(1, r.whole("dies")), Kind: r.text("kind"), Memory: r.text("memory_type"),
			GBps: r.number("theoretical_gbs"), Marketed: r.number("vendor_gbs"),
			TFLOPS:       max(r.number("fp16_tflops_shader"), r.number("fp32_tflops")),
			MatrixTFLOPS: r.number("fp16_tflops_matrix_dense"), MaxMemoryGB: r.number("max_memory_gb"),
			Year: r.whole("launch_year"), PriceUSD: r.number("launch_price_usd"), Source: r.text("source"), Notes: r.text("notes"),
		})
	})
	for i := range s.Chips {
		s.byName[s.Chips[i].Name] = &s.Chips[i]
	}
	return err
}

// Chip finds a chip by its whole name; nil if there is none.
func (s *Set) Chip(name string) *Chip { return s.byName[name] }

// FindChips gives the chips whose names hold all words of text, in upper or
// lower case. Words must stand alone, so that "M1" does not find the M10, and
// "5060" does not find the 5060 Ti if a chip is called exactly so: an exact name
// is found alone.
func (s *Set) FindChips(text string) []*Chip {
	wanted := words(text)
	var out []*Chip
	for i := range s.Chips {
		c := &s.Chips[i]
		have := words(c.Name)
		if strings.Join(have, " ") == strings.Join(wanted, " ") {
			return []*Chip{c}
		}
		if len(wanted) > 0 && containsAll(have, wanted) {
			out = append(out, c)
		}
	}
	return out
}

func containsAll(have, wanted []string) bool {
	for _, w := range wanted {
		found := false
		for _, h := range have {
			found = found || h == w
		}
		if !found {
			return false
		}
	}
	return true
}

// words splits a name where letters and digits are not next to each other:
// "Apple M1 Max (32-core GPU)" is apple, m1, max, 32, core, gpu. A plus sign
// belongs to its word, because Max+ is not Max.
func words(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r > 127)
	})
}
