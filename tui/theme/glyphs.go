package theme

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Glyphs are the signs that are not letters. Each takes one cell, but for
// the blocks of bars and sparklines, which are lists of such signs.
type Glyphs struct {
	// Eighths fill a cell of a bar from the left, an eighth more each; the
	// last is full. Heights fill it from below.
	Eighths, Heights []string
	BarRest          string

	TopLeft, TopRight, BottomLeft, BottomRight, Across, Down string

	Cursor   string // stands at the row that has the keyboard
	Mark     string // stands at what was chosen
	Yes, No  string
	On, Off  string // boxes to tick
	Going    string // is being done
	Waiting  string
	Better   string
	Worse    string
	Doubt    string
	Dot      string // between facts, with spaces around
	More     string // text goes on
	Opens    string // a value opens a list
	SortDown string
}

var utf8Glyphs = Glyphs{
	Eighths: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
	Heights: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	BarRest: "░",
	TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Across: "─", Down: "│",
	Cursor: "▌", Mark: "●", Yes: "✓", No: "✗", On: "[x]", Off: "[ ]", Going: "▶", Waiting: "·",
	Better: "▲", Worse: "▼", Doubt: "▲", Dot: "·", More: "…", Opens: "▾", SortDown: "▾",
}

var asciiGlyphs = Glyphs{
	Eighths: []string{"#"},
	Heights: []string{"_", ".", "-", "=", "+", "*", "#"},
	BarRest: ".",
	TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Across: "-", Down: "|",
	Cursor: ">", Mark: "*", Yes: "y", No: "x", On: "[x]", Off: "[ ]", Going: ">", Waiting: ".",
	Better: "^", Worse: "v", Doubt: "!", Dot: "-", More: "~", Opens: "v", SortDown: "v",
}

// inASCII says how a sign is written without UTF-8, on as many cells.
var inASCII = strings.NewReplacer(
	"±", "+", "–", "-", "—", "-", "·", "-", "…", "~", "×", "x", "→", ">", "←", "<", "↑", "^", "↓", "v",
	"°", " ", "µ", "u", "√", "v", "≤", "<", "≥", ">", "“", `"`, "”", `"`, "‘", "'", "’", "'",
	"▲", "!", "▼", "v", "✓", "y", "✗", "x", "●", "*", "▶", ">", "▌", ">", "ä", "a", "ö", "o", "ü", "u", "ß", "s",
)

// Plainly writes a finished screen with ASCII alone where the terminal knows
// nothing else. Every sign keeps its width, so nothing moves: what has no
// better spelling becomes question marks.
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
