package report

import (
	"strings"

	"dragstrip/bench/linebreak"
)

// forTerminal makes a text fit a terminal's width and characters.
func forTerminal(text string, o Options) string {
	if o.Width > 0 {
		// The tables fit already, so only sentences are broken.
		text = linebreak.Hanging(text, o.Width, "    ")
	}
	if o.ASCII {
		text = toASCII(text)
	}
	return text
}

var asciiSigns = strings.NewReplacer("±", "+-", "–", "-", "…", "~", "·", ".", "÷", "/", "×", "x", "▲", "!", "✗", "x", "✓", "y", "○", "o", "↑", "^", "↓", "v")

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
