package report

import (
	"strings"

	"dyno/bench"
)

// EscapeMarkdown makes text from outside stand in markdown as itself: no
// markup, no HTML, no table cell ends. The text is cleaned first and is one
// line.
func EscapeMarkdown(s string) string {
	s = strings.TrimSpace(bench.Clean(s))
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i, r := range s {
		switch r {
		case '\\', '|', '`', '<', '>', '[', ']', '*', '_', '~', '$', '&', '!':
			b.WriteByte('\\')
		case '#', '-', '+', '=':
			// Heading, list, rule: only at the start of a line.
			if i == 0 {
				b.WriteByte('\\')
			}
		case '.', ')':
			// "1. " begins a numbered list.
			if isDigits(s[:i]) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// codeSpan sets text as inline code, whatever backticks it holds.
func codeSpan(s string) string {
	s = strings.TrimSpace(bench.Clean(s))
	if s == "" {
		return ""
	}
	marks := strings.Repeat("`", longestBackticks(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return marks + s + marks
}

// fence sets lines as a block of code. Lines must be clean already.
func fence(kind, body string) string {
	marks := strings.Repeat("`", max(3, longestBackticks(body)+1))
	return marks + kind + "\n" + strings.TrimRight(body, "\n") + "\n" + marks + "\n"
}

func longestBackticks(s string) int {
	longest, n := 0, 0
	for i := range len(s) {
		if s[i] != '`' {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}
