package cli

// rooms makes the functions that the screens call (tui.House). They use the same
// parts as the verbs. Each group of functions has its own file, room_*.go.
type rooms struct {
	*env
	known *speeds
	cores *processors
}
