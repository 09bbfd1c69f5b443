package report

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// EscapeMarkdown escapes text from outside so that markdown shows it literally.
// The result cannot contain markup or HTML, and cannot end a table cell. The
// text is cleaned first, and becomes one line.
func EscapeMarkdown(s string) string { return escaped(s, false) }

// escapeSaid escapes a sentence of dragstrip's own that may contain text from
// outside, such as a remedy. Commands and flags of dragstrip stay inline code.
func escapeSaid(s string) string { return escaped(s, true) }

// ownCode is inline code with a command or a flag of dragstrip. Its letters have
// no meaning in markdown.
var ownCode = lazyregexp.New("`(dragstrip|--?[a-z])[A-Za-z0-9 ./:=,@+_-]*`")

func escaped(s string, keepsCode bool) string {
	s = strings.TrimSpace(bench.Clean(s))
	var code [][]int // the inline code that stays
	if keepsCode {
		code = ownCode.FindAllStringIndex(s, -1)
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i, r := range s {
		for len(code) > 0 && i >= code[0][1] {
			code = code[1:]
		}
		isCode := len(code) > 0 && i >= code[0][0]
		if !isCode && isMarkup(s, i, r) {
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
