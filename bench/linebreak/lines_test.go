package linebreak

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestEachLineFitsAndNothingIsLost: only spaces are lost, whatever the letters
// are and however narrow the screen is.
func TestEachLineFitsAndNothingIsLost(t *testing.T) {
	pieces := []string{"a", "-", " ", "  ", "word", "--no-mmap", "模型", "e\u0301", "o\ufe0f", "👩‍👩‍👧", "\x1b[1m", "\x1b[0m", "\u2011", "\n", "/a/long/path/to/a/file.gguf"}
	letters := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		var b strings.Builder
		for range random.IntN(30) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := b.String()
		for _, width := range []int{2, 3, 5, 8, 13, 40} {
			lines := Lines(text, width)
			if at := slices.IndexFunc(lines, func(l string) bool { return ansi.StringWidth(l) > width }); at >= 0 {
				t.Fatalf("Lines(%q, %d) has a line that is too wide: %q", text, width, lines[at])
			}
			for _, got := range []string{strings.Join(lines, ""), Hanging(text, width, " ")} {
				if letters(got) != letters(text) {
					t.Fatalf("%q in %d cells becomes %q", text, width, got)
				}
			}
		}
	}
}

func TestLinesAreBrokenBetweenWordsOnly(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"llama-bench --no-mmap -fa on", 12, "llama-bench|--no-mmap|-fa on"},
		{"session 20261130-025102-0d02", 20, "session|20261130-025102-0d02"},
		{"ab cdefghijklmnopqrstu vw", 9, "ab|cdefghijk|lmnopqrst|u vw"}, // a word that fits no line is broken, and the next one follows it
		{"  kept  spaces  here", 15, "  kept  spaces|here"},
		{"ends with spaces    ", 16, "ends with spaces"},
		{"             x", 5, "x"},
		{"one\n\ntwo three", 5, "one||two|three"},
		{"模型 模型模型", 6, "模型|模型模|型"},
		{"Vulkan · fa on", 7, "Vulkan|· fa on"},
		{"llama Vulkan · fa on", 12, "llama|Vulkan · fa|on"},
		{"-9.0 %  slower ↓", 14, "-9.0 %|slower ↓"},
		{"", 5, ""},
	} {
		if got := strings.Join(Lines(c.text, c.width), "|"); got != c.want {
			t.Errorf("Lines(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
	if got := Lines("text", 0); got != nil {
		t.Errorf("no room holds %q", got)
	}
}

// TestLongWordsStayWholeOnATerminal: a path that was broken by a line break
// could not be copied.
func TestLongWordsStayWholeOnATerminal(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"takes about 0:04 (a guess: part of it was never measured here)", "takes about 0:04 (a guess: part\n    of it was never measured\n    here)"},
		{"report: /home/somebody/state/sessions/20261130-025102-0d02/report.md", "report: /home/somebody/state/sessions/20261130-025102-0d02/report.md"},
		{"short\nalso short\n", "short\nalso short\n"},
		// After a question on several lines, the answer used to touch the
		// question's last word.
		{"Download 12 MiB and install it here? [y/N] ", "Download 12 MiB and install it\n    here? [y/N] "},
	} {
		if got := Hanging(c.text, 32, "    "); got != c.want {
			t.Errorf("Hanging(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestAColumnKeepsItsPlace(t *testing.T) {
	if got, want := Column("one two three\nfour", 4, 8), "one two\n    three\n    four"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
