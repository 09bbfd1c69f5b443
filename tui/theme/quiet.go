package theme

import (
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// When bubbletea v1 is imported, an init function asks the terminal for its
// background colour and waits up to five seconds for the answer, for every verb
// of the binary. If the colour is already set, it does not ask. So the function
// below sets it first. Go initialises packages in the order of their import
// paths if no package has to wait for another. dragstrip/tui/theme sorts before
// github.com/charmbracelet/bubbletea, so this function runs first. If that ever
// changes, the test of the first paint on a silent terminal fails.
func init() {
	lipgloss.SetHasDarkBackground(true)
	lipgloss.SetColorProfile(termenv.Ascii)
}
