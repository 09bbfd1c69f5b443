package mlx

import (
	"bytes"

	"dragstrip/bench"
)

// nonFinite are numbers that Python writes and reads in JSON, although JSON
// does not have them.
var nonFinite = [][]byte{[]byte("-Infinity"), []byte("Infinity"), []byte("NaN")}

// plainJSON turns what Python's json writes into plain JSON: non-finite numbers
// become texts. Nemotron-H and Mamba 2 are published with time_step_limit [0.0,
// Infinity].
func plainJSON(text []byte) []byte {
	if !bytes.Contains(text, []byte("Infinity")) && !bytes.Contains(text, []byte("NaN")) {
		return text
	}
	out := make([]byte, 0, len(text)+16)
	for i := 0; i < len(text); {
		n := 1
		switch text[i] {
		case '"':
			n = bench.JSONTextLength(text[i:])
		case '-', 'I', 'N':
			for _, word := range nonFinite {
				if bytes.HasPrefix(text[i:], word) {
					out = append(append(append(out, '"'), word...), '"')
					n = 0
					i += len(word)
					break
				}
			}
		}
		out = append(out, text[i:i+n]...)
		i += n
	}
	return out
}
