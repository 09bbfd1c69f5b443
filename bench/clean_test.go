package bench

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestCleanTextFromOutside(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                        {"Qwen2.5 14B", "Qwen2.5 14B"},
		"other scripts stay":           {"模型 Größe नमस्ते", "模型 Größe नमस्ते"},
		"tab and line ends":            {"a\tb\nc\r\nd\re", "a b c d e"},
		"next line and separators":     {"a\u0085b\u2028c\u2029d", "a b c d"},
		"colour":                       {"\x1b[1;31mred\x1b[0m", "red"},
		"colour in 8-bit form":         {"\u009b31mred\x9b0m", "red"},
		"broken colour":                {"\x1b[31\nred", " red"},
		"title with bell":              {"a\x1b]0;owned\x07b", "ab"},
		"title with terminator":        {"a\x1b]0;owned\x1b\\b", "ab"},
		"title in 8-bit form":          {"a\u009d0;owned\u009cb", "ab"},
		"title in raw 8-bit form":      {"a\x9d0;owned\x9cb", "ab"},
		"clipboard":                    {"\x1b]52;c;cm0gLXJm\x07ok", "ok"},
		"unended title hides nothing":  {"a\x1b]0;rm -rf", "a0;rm -rf"},
		"title ended by another":       {"\x1b]0;x\x1b[31mred", "0;xred"},
		"device control":               {"a\x1bPq#0\x1b\\b", "ab"},
		"privacy, application, string": {"\x1b^x\x1b\\\x1b_y\x1b\\\x1bXz\x1b\\b", "b"},
		"character set":                {"\x1b(0lqk\x1b(B", "lqk"},
		"save cursor and reset":        {"\x1b7a\x1bcb\x1bD", "ab"},
		"lone escape":                  {"a\x1b", "a·"},
		"escape before a control":      {"a\x1b\x01b", "a··b"},
		"bell, backspace, nul, delete": {"\a\b\x00\x7f", "····"},
		"C1":                           {"a\u0080b", "a·b"},
		"invalid bytes":                {"a\xff\xfe\xc3b", "a\ufffdb"},
		"a name as an engine broke it": {"\uffff\uffffx.gguf", "\ufffd\ufffdx.gguf"},
		"surrogate":                    {"a\xed\xa0\x80b", "a\ufffdb"},
		"direction override":           {"gnp\u202egpj.exe", "gnpgpj.exe"},
		"isolates and marks":           {"a\u2066b\u2069\u200e\u200f\u061cc", "abc"},
		"zero width":                   {"a\u200bb\u200c\u200dc\u2060\ufeffd", "abcd"},
		"tags":                         {"a\U000e0041\U000e007fb", "ab"},
		"one selector stays":           {"⚠\ufe0f\ufe0e\ufe0fx", "⚠\ufe0fx"},
		"selector with nothing before": {"\ufe0fx", "x"},
		"marks":                        {"e\u0301", "e\u0301"},
		"too many marks":               {"e" + strings.Repeat("\u0301", 99) + "f", "e" + strings.Repeat("\u0301", 4) + "f"},
		"marks with a hidden break":    {"e\u0301\u0301\u0301\u200b\u0301\u0301\x1b[m\u0301", "e\u0301\u0301\u0301\u0301"},
		"mark with nothing before":     {"\u0301a", "a"},
		"mark on a space":              {"a \u0301b\r\u0301c\u00a0\u0301", "a b c\u00a0"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", name, c.in, got, c.want)
		}
	}
}

func TestCleanIsLinearOverHostileInput(t *testing.T) {
	// A million escape sequences begin and none ends. Code that takes quadratic
	// time would not end within the time of the test.
	for _, opening := range []string{"\x1b]", "\x9d", "\u009d", "\x1b[", "\x1b"} {
		Clean(strings.Repeat(opening, 1<<20))
	}
}

func TestCleanLineCutsByWidth(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdef", 5, "abcd…"},
		{"模型模型", 5, "模型…"},
		{"\x1b[31mabcdef", 3, "ab…"},
		{"abc", 1, "…"},
		{"mo\ufe0fdel", 4, "mod…"}, // used to be five cells wide, because a selector on a letter counts as a second cell
		{"1\ufe0f\u20e3 model", 4, "1\u20e3 m…"},
		{"abc", 0, ""},
		{"abc", -1, ""},
	} {
		if got := CleanLine(c.in, c.width); got != c.want {
			t.Errorf("CleanLine(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"plain", "\x1b[31mred", "\x1b]0;t\x07", "\u009b1m", "\x9d0;\x9c", "\xff\xfe", "a\u0301\u0301", "\u202e",
		"\x1b]\x1b]\x1b]", "\x1bP\u009c", "\r\n\t", "\ufe0f\ufe0f", "\x1b(", "e\u200b\u0301", "\U000e0001", "👩\u200d💻",
	} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		got := Clean(s)
		if !utf8.ValidString(got) {
			t.Fatalf("not UTF-8: %q", got)
		}
		for _, r := range got {
			if r < 0x20 || (r >= 0x7f && r <= 0x9f) || isInvisible(r) || r == 0x2028 || r == 0x2029 {
				t.Fatalf("%q keeps %U", got, r)
			}
		}
		if again := Clean(got); again != got {
			t.Fatalf("not stable: %q, then %q", got, again)
		}
		if trimmed := strings.TrimSpace(got); Clean(trimmed) != trimmed {
			t.Fatalf("%q is not clean when trimmed", got)
		}
		if len(got) > 3*len(s) {
			t.Fatalf("grew from %d to %d bytes", len(s), len(got))
		}
		if ansi.Strip(got) != got {
			t.Fatalf("%q keeps a sequence", got)
		}
		width %= 300
		line := CleanLine(s, width)
		if w := ansi.StringWidth(line); w > max(width, 0) {
			t.Fatalf("%q is %d wide, not %d", line, w, width)
		}
		if CleanLine(line, width) != line {
			t.Fatalf("not stable: %q", line)
		}
	})
}
