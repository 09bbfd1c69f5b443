package theme

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// inASCII says how a sign is written without UTF-8 in the same number of cells.
// Only "±" needs more cells, so Spelled writes it before a screen is laid out.
var inASCII = strings.NewReplacer(
	"±", "+", "–", "-", "—", "-", "·", "-", "…", ">", "×", "x", "→", ">", "←", "<", "↑", "^", "↓", "v",
	"°", " ", "µ", "u", "√", "v", "≤", "<", "≥", ">", "“", `"`, "”", `"`, "‘", "'", "’", "'",
	"▲", "!", "▴", "^", "▾", "v", "◆", "o", "○", "o", "■", "-", "├", "[", "┤", "]", "✓", "y", "✗", "x", "●", "*", "▶", ">", "▌", ">", "ä", "a", "ö", "o", "ü", "u", "ß", "s",
)

// Spelled writes the signs that take more cells in ASCII: "±" becomes "+/-".
func (t *Theme) Spelled(text string) string {
	if !t.ASCII {
		return text
	}
	return strings.ReplaceAll(text, "±", "+/-")
}

// Plainly writes a finished screen in ASCII if the terminal can show only
// ASCII. Every sign keeps its width, so nothing moves. Signs without a better
// spelling become question marks.
func (t *Theme) Plainly(screen string) string {
	if !t.ASCII || isASCII(screen) {
		return screen
	}
	screen = inASCII.Replace(screen)
	if isASCII(screen) {
		return screen
	}
	var b strings.Builder
	b.Grow(len(screen))
	for len(screen) > 0 {
		if c := screen[0]; c < utf8.RuneSelf {
			b.WriteByte(c)
			screen = screen[1:]
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(screen, ansi.GraphemeWidth)
		b.WriteString(strings.Repeat("?", width))
		screen = screen[max(len(cluster), 1):]
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
