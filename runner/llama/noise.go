package llama

import (
	"bytes"

	"dragstrip/runner/engine"
)

// While dragstrip reads a line, the engine may have less of the processor. When
// a generation begins, llama.cpp prints a thousand lines that begin with
// skimmed. So lines are recognized by their first bytes where possible, and no
// regular expression is tried on noise.

// skimmed is the beginning of lines that are never useful. reuse is the
// beginning of other lines; some of these are ticks.
var (
	skimmed = []byte("llama_graph_n_input_tensors:")
	reuse   = []byte("can_reuse:")
)

// Skim looks at the first bytes of a line and tells how soon the line is
// needed, see engine.Skimmer.
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

// A line of noise is kept if it has one of tellingWords. The words are listed
// by their first letter, and capital letters match, too.
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

// telling tells whether a line of noise must be kept.
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

// equalFold compares a text with a word of small ASCII letters. Capital letters
// in the text count as small ones.
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
