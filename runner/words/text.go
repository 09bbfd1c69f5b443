package words

import (
	"strings"

	"dragstrip/bench"
)

// Tidy makes a short text from outside safe to keep.
func Tidy(s string) string { return Bounded(strings.TrimSpace(bench.Clean(s)), 200) }

// Bounded cuts a text to at most n bytes, at a rune boundary, and ends a cut
// text with an ellipsis.
func Bounded(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := n - len("…")
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}
