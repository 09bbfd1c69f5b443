package llama

import (
	"bytes"

	"dragstrip/runner/engine"
)

// What is done for each line that an engine says is done on the processor that
// it computes on. As a generation begins, llama.cpp says a thousand lines of the
// first kind below; so a line is known by its first bytes wherever that is
// possible, and no regular expression is tried on noise.

// skimmed begins lines that are never of use, reuse those of which some are
// signs of life.
var (
	skimmed = []byte("llama_graph_n_input_tensors:")
	reuse   = []byte("can_reuse:")
)

// Skim tells by its first bytes what a line is worth, see engine.Skimmer.
func (p *Parser) Skim(stream engine.Stream, line []byte) engine.Worth {
	switch {
	case stream != engine.Err:
		return engine.Needed
	case bytes.HasPrefix(line, skimmed):
		return engine.Useless
	case bytes.HasPrefix(line, reuse):
		return engine.MayWait
	}
	return engine.Needed
}

var _ engine.Skimmer = (*Parser)(nil)

// tellingWords make a line of noise worth keeping after all, in any case; they
// stand by their first letter.
var tellingWords = map[byte][]string{
	'e': {"error"},
	'f': {"failed", "flash attention"},
	'u': {"unable", "unsupported"},
	'o': {"out of memory", "offloaded "},
	'i': {"insufficient"},
	'c': {"corrupt"},
	'n': {"not within"},
	'r': {"requires"},
}

// telling tells whether a line of noise is worth keeping after all.
func telling(line []byte) bool {
	for i, b := range line {
		for _, word := range tellingWords[b|0x20] {
			if len(line)-i >= len(word) && equalFold(line[i:i+len(word)], word) &&
				(word != "offloaded " || layers(line[i+len(word):])) {
				return true
			}
		}
	}
	return false
}

// equalFold compares with a word in small letters, of ASCII alone.
func equalFold(text []byte, word string) bool {
	for i, b := range text {
		if 'A' <= b && b <= 'Z' {
			b |= 0x20
		}
		if b != word[i] {
			return false
		}
	}
	return true
}

// layers tells whether a text begins with "12/33 layers".
func layers(text []byte) bool {
	text, ok := digits(text)
	if !ok || len(text) == 0 || text[0] != '/' {
		return false
	}
	text, ok = digits(text[1:])
	return ok && len(text) >= 7 && equalFold(text[:7], " layers")
}

func digits(text []byte) (rest []byte, ok bool) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[n:], n > 0
}
