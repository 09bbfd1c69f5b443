package theme

import (
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Importing bubbletea v1 asks the terminal for its background colour in an
// init function and waits up to five seconds for the answer, for every verb
// of the binary. Told beforehand, it does not ask. Go initialises packages
// that are ready in the order of their import paths, and dragstrip/tui/theme
// sorts before github.com/charmbracelet/bubbletea: this runs first. The test
// of the first paint on a silent terminal fails when that ever changes.
func init() {
	lipgloss.SetHasDarkBackground(true)
	lipgloss.SetColorProfile(termenv.Ascii)
}
