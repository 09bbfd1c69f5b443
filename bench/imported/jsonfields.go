package imported

import (
	"bytes"
	"encoding/json"
	"iter"
	"strings"
	"unicode/utf8"

	"dragstrip/bench"
)

// The functions of this file divide JSON that is known to be valid. The package
// encoding/json would make a value of everything, which takes four times as long
// for a file of 100,000 results.

// jsonBlanks are the characters that may stand between the parts of JSON, and
// the signs that separate the parts.
const jsonBlanks = " \t\r\n,:"

// jsonFields gives the names and values of an object. A value is its JSON.
func jsonFields(object []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		name, isName := "", true
		for part := range jsonValues(object) {
			if isName {
				name = jsonText(part)
			} else if !yield(name, part) {
				return
			}
			isName = !isName
		}
	}
}

// jsonValues gives the values of an array, or the names and values of an object
// in turn, each as its JSON.
func jsonValues(of []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for at := 1; ; {
			for strings.IndexByte(jsonBlanks, of[at]) >= 0 {
				at++
			}
			if at == len(of)-1 {
				return
			}
			n := jsonLength(of[at:])
			if !yield(of[at : at+n]) {
				return
			}
			at += n
		}
	}
}

// jsonLength is the length of the value that a text begins with, in bytes.
func jsonLength(text []byte) int {
	switch text[0] {
	case '"':
		return bench.JSONTextLength(text)
	case '{', '[':
	default:
		return bytes.IndexAny(text, jsonBlanks+"]}")
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += bench.JSONTextLength(text[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// jsonText is the text that a JSON text means.
func jsonText(value []byte) string {
	inner := value[1 : len(value)-1]
	plain := true
	for _, b := range inner {
		plain = plain && b != '\\' && b < utf8.RuneSelf
	}
	if plain {
		return string(inner)
	}
	var text string
	_ = json.Unmarshal(value, &text) // it is known to be valid
	return text
}
