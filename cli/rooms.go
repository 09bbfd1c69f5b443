package cli

// rooms gives the screens their functions (tui.House). These are made from the
// same parts as the verbs. Each room has its own file, room_*.go.
type rooms struct {
	*env
	known *speeds
	cores *processors
}
