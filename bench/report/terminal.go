package report

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// forTerminal makes a text fit a terminal's width and characters.
func forTerminal(text string, o Options) string {
	if o.Width > 0 {
		text = wrapped(text, o.Width)
	}
	if o.ASCII {
		text = toASCII(text)
	}
	return text
}

// wrapped breaks lines that are wider than the screen between words. The table
// fits already, so it stays as it is.
func wrapped(text string, width int) string {
	const indent = "    "
	var b strings.Builder
	for line := range strings.Lines(text) {
		if ansi.StringWidth(line) > width {
			line = strings.ReplaceAll(ansi.Wordwrap(strings.TrimSuffix(line, "\n"), max(width-len(indent), 20), ""), "\n", "\n"+indent) + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

var asciiSigns = strings.NewReplacer("±", "+-", "–", "-", "…", "~", "·", ".", "÷", "/", "×", "x", "▲", "!", "↑", "^", "↓", "v")

// toASCII writes dragstrip's own signs in ASCII. Other characters, such as
// those in names of models, become "?".
func toASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x7e {
			return '?'
		}
		return r
	}, asciiSigns.Replace(s))
}
