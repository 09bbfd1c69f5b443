package naming

import (
	"slices"
	"strings"
	"unicode"
)

// maxWords limits how many words of a name are used, because a name may come
// from a file.
const maxWords = 32

// Words cuts a name into words of letters and numbers, in small letters. Other
// signs only separate words, and so does the border between letters and digits:
// "Qwen3-8B", "qwen3:8b" and "qwen 3 8b" have the same words. A point between
// digits belongs to the number: 3.2 is not 3 and 2. A letter b or m right
// after a number belongs to it, too: "8b" is not in "8 bit".
func Words(name string) []string {
	var words []string
	letters := []rune(strings.ToLower(name))
	for at := 0; at < len(letters) && len(words) < maxWords; {
		end := at + 1
		switch {
		case isDigit(letters[at]):
			end = numberEnd(letters, at)
		case unicode.IsLetter(letters[at]):
			for end < len(letters) && (unicode.IsLetter(letters[end]) || unicode.IsMark(letters[end])) {
				end++
			}
		default:
			at++
			continue
		}
		word := string(letters[at:end])
		if word == "fp" { // fp16 is f16
			word = "f"
		}
		words = append(words, word)
		at = end
	}
	return words
}

// numberEnd is the end of the number that begins at an index.
func numberEnd(letters []rune, at int) int {
	is := func(i int, what func(rune) bool) bool { return i < len(letters) && what(letters[i]) }
	end := at
	for is(end, isDigit) || is(end, isPoint) && is(end+1, isDigit) {
		end++
	}
	if is(end, isUnit) && !is(end+1, unicode.IsLetter) {
		end++
	}
	return end
}

func isPoint(r rune) bool { return r == '.' }

func isUnit(r rune) bool { return r == 'b' || r == 'm' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isNumber(word string) bool { return isDigit(rune(word[0])) }

// together joins words of letters that follow each other, because people write
// both gptoss and gpt-oss, both TinyLlama and Tiny Llama.
func together(words []string) []string {
	var out []string
	for _, w := range words {
		if n := len(out); n > 0 && !isNumber(w) && !isNumber(out[n-1]) {
			out[n-1] += w
			continue
		}
		out = append(out, w)
	}
	return out
}

// holds tells whether a name has all words in their order. Other words may be
// between them.
func holds(name, words []string) bool {
	for _, n := range name {
		if len(words) > 0 && n == words[0] {
			words = words[1:]
		}
	}
	return len(words) == 0
}

// holdsAnywhere tells whether a name has all words, in any order.
func holdsAnywhere(name, words []string) bool {
	left := slices.Clone(name)
	for _, w := range words {
		at := slices.Index(left, w)
		if at < 0 {
			return false
		}
		left = slices.Delete(left, at, at+1)
	}
	return true
}

// beginsWith tells whether a name begins with these words.
func beginsWith(name, words []string) bool {
	return len(words) <= len(name) && slices.Equal(name[:len(words)], words)
}
