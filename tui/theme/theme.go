package theme

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Tone is the meaning of a piece of text.
type Tone int

// The tones use only colours of the terminal's own palette. They are legible on
// light and dark backgrounds, because the user chose that palette.
const (
	Plain Tone = iota
	Muted
	Strong
	Accent
	Focus // the row or title that has the focus
	Good
	Bad
	Warn
	Filled // the filled part of a bar
	Rest   // the empty part of a bar
	tones
)

// Options say what the terminal can do.
type Options struct {
	// Color allows the sixteen colours of the terminal's palette. Weights allows
	// bold, faint and reverse, even if the user wants no colours.
	Color, Weights bool
	// ASCII allows only ASCII characters.
	ASCII bool
}

// FromEnv finds out from the environment what the terminal can do: colours from
// NO_COLOR and TERM, letters from the locale.
func FromEnv(getenv func(string) string) Options {
	term := getenv("TERM")
	draws := term != "" && term != "dumb"
	return Options{
		Color:   draws && getenv("NO_COLOR") == "" && !strings.HasSuffix(term, "-m"),
		Weights: draws,
		ASCII:   !isUTF8(getenv),
	}
}

// isUTF8 reads the locale as C programs do. Of the three variables, the first
// one that is set decides. If none is set, as over many ssh connections, ASCII
// is safe. Windows consoles have no locale and know UTF-8.
func isUTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := getenv(name); value != "" {
			value = strings.ToLower(value)
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return getenv("WT_SESSION") != "" || getenv("OS") == "Windows_NT"
}

// Theme paints text and knows the glyphs.
type Theme struct {
	Glyphs
	Options
	// before and after are the escape sequences of each tone: one pair for a
	// whole piece of text, never one for each cell.
	before, after [tones]string
}

// New makes a theme.
func New(o Options) *Theme {
	t := &Theme{Options: o, Glyphs: utf8Glyphs}
	if o.ASCII {
		t.Glyphs = asciiGlyphs
	}
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.ANSI)
	r.SetHasDarkBackground(true)
	styles := map[Tone]lipgloss.Style{}
	switch {
	case o.Color:
		styles = coloured(r.NewStyle())
	case o.Weights:
		styles = weighted(r.NewStyle())
	}
	for tone, style := range styles {
		t.before[tone], t.after[tone], _ = strings.Cut(style.Render("x"), "x")
	}
	return t
}

func coloured(base lipgloss.Style) map[Tone]lipgloss.Style {
	return map[Tone]lipgloss.Style{
		Muted:  base.Foreground(lipgloss.Color("8")),
		Strong: base.Bold(true),
		Accent: base.Foreground(lipgloss.Color("6")),
		Focus:  base.Bold(true).Foreground(lipgloss.Color("6")),
		Good:   base.Foreground(lipgloss.Color("2")),
		Bad:    base.Foreground(lipgloss.Color("1")),
		Warn:   base.Foreground(lipgloss.Color("3")),
		Filled: base.Foreground(lipgloss.Color("6")),
		Rest:   base.Foreground(lipgloss.Color("8")),
	}
}

// weighted gives the tones for terminals without colours, and for users who
// want no colours.
func weighted(base lipgloss.Style) map[Tone]lipgloss.Style {
	return map[Tone]lipgloss.Style{
		Muted:  base.Faint(true),
		Strong: base.Bold(true),
		Accent: base.Bold(true),
		Focus:  base.Bold(true).Reverse(true),
		Bad:    base.Bold(true),
		Warn:   base.Bold(true),
		Rest:   base.Faint(true),
	}
}

// Paint gives a text its tone. The text must be one line.
func (t *Theme) Paint(tone Tone, text string) string {
	if text == "" || t.before[tone] == "" {
		return text
	}
	return t.before[tone] + text + t.after[tone]
}
