package cli

import (
	"dragstrip/cli/manual"
	"dragstrip/models/standin"
)

// shapeWords and quantWords give what may follow `dragstrip standin`.
func shapeWords() (words []manual.Candidate) {
	for _, s := range standin.Shapes() {
		words = append(words, manual.Candidate{Word: s.Name, Words: "a stand-in with random weights"})
	}
	return words
}

func quantWords() (words []manual.Candidate) {
	seen := map[string]bool{}
	for _, s := range standin.Shapes() {
		for _, quant := range append(s.Quants(), s.MLXQuants()...) {
			if !seen[quant] {
				seen[quant] = true
				words = append(words, manual.Candidate{Word: quant})
			}
		}
	}
	return words
}
