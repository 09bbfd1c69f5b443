package standin

import (
	"fmt"
	"math"

	"dragstrip/models/gguf"
)

// The tokens with which the made-up vocabulary begins.
const (
	tokenUnknown = 0
	tokenBegin   = 1
	tokenEnd     = 2
	tokenBytes   = 3                // 256 tokens, one for each byte, so that they can spell any text
	tokenSpace   = tokenBytes + 256 // "▁", the mark before a word
	tokenLetters = tokenSpace + 1
	tokenWords   = tokenLetters + 26
)

// llama.cpp's numbers for the kinds of tokens.
const (
	kindNormal  = 1
	kindUnknown = 2
	kindControl = 3
	kindByte    = 6
)

const spaceMark = "▁"

// vocabulary writes a complete tokenizer of the sentence-piece kind. Words are
// " a" … " z", " aa" and so on. Every beginning of a word is a word, too, and
// comes before it in the vocabulary. So merging letters from the left always
// ends with the whole word, and " abc" is one token.
func vocabulary(h *gguf.Writer, n int) {
	h.Text("tokenizer.ggml.model", "llama")
	h.Text("tokenizer.ggml.pre", "default")
	h.Texts("tokenizer.ggml.tokens", n)
	for i := range n {
		h.String(tokenText(i))
	}
	h.Floats("tokenizer.ggml.scores", n)
	for i := range n {
		score := 0.0
		if i >= tokenSpace {
			score = -float64(i - tokenSpace)
		}
		h.U32(math.Float32bits(float32(score)))
	}
	h.Ints("tokenizer.ggml.token_type", n)
	for i := range n {
		h.U32(tokenKind(i))
	}
	h.Int("tokenizer.ggml.bos_token_id", tokenBegin)
	h.Int("tokenizer.ggml.eos_token_id", tokenEnd)
	h.Int("tokenizer.ggml.unknown_token_id", tokenUnknown)
	h.Bool("tokenizer.ggml.add_bos_token", true)
	h.Bool("tokenizer.ggml.add_eos_token", false)
}

func tokenKind(i int) uint32 {
	switch {
	case i == tokenUnknown:
		return kindUnknown
	case i < tokenBytes:
		return kindControl
	case i < tokenSpace:
		return kindByte
	}
	return kindNormal
}

func tokenText(i int) string {
	switch {
	case i < tokenBytes:
		return [...]string{"<unk>", "<s>", "</s>"}[i]
	case i < tokenSpace:
		return fmt.Sprintf("<0x%02X>", i-tokenBytes)
	case i == tokenSpace:
		return spaceMark
	case i < tokenWords:
		return string(rune('a' + i - tokenLetters))
	}
	return spaceMark + word(i-tokenWords)
}

// word is the n-th word of a, b, … z, aa, ab, …
func word(n int) string {
	var letters [8]byte
	at := len(letters)
	for {
		at--
		letters[at] = byte('a' + n%26)
		n = n/26 - 1
		if n < 0 {
			return string(letters[at:])
		}
	}
}
