package report

import (
	"strings"

	"dragstrip/bench"
)

// EscapeMarkdown escapes text from outside so that markdown shows it literally.
// The result cannot contain markup or HTML, and cannot end a table cell. The
// text is cleaned first, and becomes one line.
func EscapeMarkdown(s string) string {
	s = strings.TrimSpace(bench.Clean(s))
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i, r := range s {
		if isMarkup(s, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isMarkup tells whether the character at i would have a meaning in markdown.
func isMarkup(s string, i int, r rune) bool {
	next := byte(' ')
	if i+1 < len(s) {
		next = s[i+1]
	}
	switch r {
	case '\\', '|', '`', '<', '>', '[', ']', '*', '_', '$', '&', '!':
		return true
	case '~':
		// A ~ strikes out the text that follows, except after a space.
		return next != ' '
	case '#', '-', '+', '=':
		// At the start of a line they begin a heading, a list or a rule. Before
		// a digit they are the sign of a figure (-5) or of a number (#1).
		return i == 0 && (next < '0' || next > '9')
	case '.', ')':
		// "1. " begins a numbered list.
		return next == ' ' && isDigits(s[:i])
	}
	return false
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// codeSpan writes text as inline code, even if it contains backticks.
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

// fence writes lines as a block of code. The lines must be clean already.
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
