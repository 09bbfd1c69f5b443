package cli

// rooms give the screens their functions (tui.House), made of what the verbs
// are made of. Each room has a file of its own, room_*.go.
type rooms struct {
	*env
	known *speeds
	cores *processors
}
