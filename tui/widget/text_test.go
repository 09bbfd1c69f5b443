package widget

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/tui/theme"
)

// odd are characters that are not one byte, one rune and one cell: wide ones,
// clusters of several runes, marks without a letter, and colours.
var odd = []string{
	"a", "W", "-", " ", "  ", "é", "e\u0301", "a\u0301\u0302\u0303", "\u0301", "模", "型", "한", "\u1100\u1161", "ก็", "ﷺ", "\u2011",
	"☺", "☺\ufe0f", "⚠\ufe0f", "👍🏽", "👩‍👩‍👧", "🏳️‍🌈", "🇩🇪", "🇩", "o\ufe0f", "1\ufe0f\u20e3", "1\u20e3", "\ufffd", "·",
	"\x1b[1mbold\x1b[0m", "\x1b[36m模\x1b[0m",
}

// oddTexts makes n texts from them, the same texts each time.
func oddTexts(n int) []string {
	rng := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", " ", "plain words to be read", "a-word-with-hyphens --and-flags -x", strings.Repeat("模", 40), strings.Repeat("o\ufe0f", 40)}
	for len(texts) < n {
		var b strings.Builder
		for range 1 + rng.IntN(24) {
			b.WriteString(odd[rng.IntN(len(odd))])
		}
		texts = append(texts, b.String())
	}
	return texts
}

func TestLinesAreExactlyAsWideAsAsked(t *testing.T) {
	for _, s := range oddTexts(60) {
		for width := 1; width <= 200; width++ {
			for name, got := range map[string]string{
				"Left": Left(s, width), "Right": Right(s, width), "Ends": Ends(s, "12 %", width), "Ends, odd at the right": Ends("name", s, width),
			} {
				if Width(got) != width {
					t.Fatalf("%s(%q, %d) is %d wide: %q", name, s, width, Width(got), got)
				}
			}
			if got := Cut(s, width, "…"); Width(got) > width {
				t.Fatalf("Cut(%q, %d) is %d wide: %q", s, width, Width(got), got)
			}
		}
	}
}

func TestWithoutRoomThereIsNothing(t *testing.T) {
	for _, width := range []int{0, -1} {
		if got := Left("text", width) + Right("text", width) + Cut("text", width, "…"); got != "" {
			t.Errorf("%d cells hold %q", width, got)
		}
	}
}

func TestCutSaysThatSomethingIsLeftOut(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"模型模", 6, "模型模"},
		{"模型模", 5, "模型…"},
		{"模型模", 4, "模…"}, // half a character is not shown
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
		{"\x1b[1mabcd\x1b[0m", 3, "\x1b[1mab…\x1b[0m"},
		{"abo\ufe0fcd", 4, "ab…"}, // the third character takes two cells
	} {
		if got := ansi.Strip(Cut(c.in, c.width, "…")); got != ansi.Strip(c.want) {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func BenchmarkLeft(b *testing.B) {
	th := theme.New(theme.Options{Color: true})
	line := th.Paint(theme.Strong, "Qwen2.5 14B Instruct") + " Q4_K_M  " + th.Paint(theme.Muted, "模型")
	for b.Loop() {
		Left(line, 120)
		Left(line, 20)
	}
}

// TestEachOneCellCharacterTakesOneCell: the fast way to compute a width must
// give the same result as the slow one, for every character that it accepts.
func TestEachOneCellCharacterTakesOneCell(t *testing.T) {
	counted := 0
	for r := rune(1); r < 0x30000; r++ {
		cells, ok := oneCellEach(string(r))
		if !ok {
			continue
		}
		counted++
		if want := ansi.StringWidth(string(r)); cells != want {
			t.Errorf("%q (%U): %d cells, want %d", r, r, cells, want)
		}
	}
	if counted < 800 {
		t.Errorf("only %d characters are counted the short way", counted)
	}
	for _, text := range []string{"", "Llama 3.2 1B · Q4_0", "a → b…", "größer ± 3"} {
		for width := range 20 {
			got, want := Cut(text, width, "…"), ""
			if width > 0 {
				want = ansi.Truncate(text, width, "…")
			}
			if got != want {
				t.Errorf("%q in %d cells: %q, want %q", text, width, got, want)
			}
		}
	}
}
