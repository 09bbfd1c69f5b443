package widget

import "unicode/utf8"

// oneCellEach counts the cells of a text in which every character takes exactly
// one cell, such as Latin letters and the signs that the screens draw. For such
// a text it is not necessary to search for graphemes, which takes ten times as
// long. ok is false for any other text, and for a text with control characters.
func oneCellEach(s string) (cells int, ok bool) {
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~', r > 0xa0 && r < 0x300 && r != softHyphen:
		case r >= '\u2010' && r <= '…' && r != '\u2011', r >= '←' && r <= '⇿', r >= '─' && r <= '◼':
		default:
			return 0, false
		}
		cells++
	}
	return cells, true
}

// softHyphen is shown only where a line is broken.
const softHyphen = 0xad

// firstRunes gives the first n characters of a text.
func firstRunes(s string, n int) string {
	at := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s[:at]
}
